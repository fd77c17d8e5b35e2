"""A review on a terminal: what changes, what the gates say, who approved, what is open, and what to do next.

What people wrote may hold anything: it is told without what a terminal would obey.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from rich.text import Text

from coursewright.commands.acting import counted
from coursewright.commands.reviewing.review_documents import GateJson, ReviewJson
from coursewright.reviewing.review_log import Review
from coursewright.reviewing.threads import Thread, threads

Command = Callable[..., str]
_MARKS = {"passed": ("✓", "green"), "failed": ("✗", "red"), "overridden": ("~", "yellow")}
_MOST = 10
"""So many of what fails at a gate are told; all of them are in the JSON."""


def printable(text: str) -> str:
    """On one line, and nothing that a terminal would obey, nor a runner of GitHub that reads a job's log (`##[error]`)."""
    plain = "".join(sign if sign.isprintable() else " " if sign.isspace() else "·" for sign in text)
    return plain.replace("##[", "## [")


def told_lines(text: str, indent: str) -> Iterator[str]:
    """A text of several lines, each behind a bar: one that began with `::` would be a command to a runner of GitHub."""
    return (f"{indent}│ {printable(line)}" for line in text.splitlines() or [""])


def review_lines(told: ReviewJson, command: Command) -> Iterator[Text]:
    """The lines of a review."""
    yield Text(f"{told.candidate} for {told.channel}", "bold").append(f"  manifest {told.manifest[:12]}", "dim")
    yield Text(f"  {printable(told.read_from)}", "dim")
    yield Text("\nChanges", "bold")
    yield from _changes(told)
    yield Text("\nGates", "bold")
    yield from gate_lines(told)
    yield from _approvals(told)
    yield from _open(told)
    yield Text()
    yield from (Text(f"Next: {line}", "dim") for line in next_steps(told, command))


def gate_lines(told: ReviewJson) -> Iterator[Text]:
    """A line for each gate, and what fails at it."""
    width = max(len(one.gate) for one in told.gates)
    for one in told.gates:
        mark, style = _MARKS[one.state]
        yield Text(f"  {mark} ", style).append(f"{one.gate:<{width}}  {printable(one.reason)}", "default")
        if one.gate != "approvals" and one.state == "failed":
            yield from (Text(f"      {printable(item)}") for item in one.items[:_MOST])
            if len(one.items) > _MOST:
                yield Text(f"      … and {len(one.items) - _MOST} more; --json has them all", "dim")


def open_threads(told: ReviewJson) -> list[Thread]:
    """The conversations that nothing ended, the oldest first."""
    said = [Review(one.number, one.act, one.by, one.at, one.model_dump()) for one in told.notes]
    return [one for one in threads(said, lambda _, __: False) if one.first.number in told.open][::-1]


def place_of(note: Any) -> str:  # noqa: ANN401 - a Review or its body
    """What a comment is about, as --at takes it; nothing where it is about the whole."""
    parts = [str(note[name]) for name in ("course", "item") if note[name]]
    return printable("/".join(parts) + (f"#{note['block']}" if parts and note["block"] else ""))


def next_steps(told: ReviewJson, command: Command) -> Iterator[str]:
    """What has to happen before it goes out, and the commands for it."""
    failing = {one.gate: one for one in told.gates if one.state == "failed"}
    mend = [one for name, one in failing.items() if name not in ("approvals", "objections")]
    if mend:
        override = command("override", told.candidate, mend[0].gate, "--why", "…")
        yield f"mend what fails and deposit again; or let it pass: {override}"
    if "objections" in failing:
        yield f"whoever asked for changes approves, or takes it back: {command('review', told.candidate, '--resolve', 'N')}"
    if "approvals" in failing:
        yield f"somebody who did not make it approves: {command('approve', told.candidate)}"
    if told.is_open or not told.holds:
        why = "" if told.is_open else "gates hold nothing back here, so it can go out all the same: "
        yield f"{why}{command('promote', told.candidate, *_channel(told))}"


def _channel(told: ReviewJson) -> tuple[str, ...]:
    return () if told.channel == "stable" else ("--channel", told.channel)


def _changes(told: ReviewJson) -> Iterator[Text]:
    for one in told.changes:
        figures = [f"{count} {cls}" for cls, count in one.counts.items() if count]
        yield Text(f"  {', '.join(figures) or 'no lesson or activity differs'}").append(
            f"  beside {printable(one.beside)}", "dim"
        )
    if not told.changes:
        yield Text("  everything is new: nothing was promoted yet")


def _approvals(told: ReviewJson) -> Iterator[Text]:
    counting = sum(one.why_not is None for one in told.approvals)
    yield Text("\nApprovals", "bold").append(f"  {counting} of {told.needed}", "dim")
    for one in told.approvals:
        mark, style = ("·", "yellow") if one.why_not else ("✓", "green")
        why = f"  does not count: {printable(one.why_not)}" if one.why_not else ""
        yield Text(f"  {mark} ", style).append(f"{printable(one.by)}, {one.at[:10]}{why}", "default")
    if not told.approvals:
        yield Text("  none yet")


def _open(told: ReviewJson) -> Iterator[Text]:
    found = open_threads(told)
    yield Text("\nOpen", "bold").append(f"  {counted(len(found), 'conversations')}" if found else "  nothing", "dim")
    for one in found:
        asks = " asks for changes" if one.first.act == "request" else ""
        about = f" on {place_of(one.first)}" if one.first.act == "comment" and place_of(one.first) else ""
        yield Text(f"  #{one.first.number} ", "bold").append(f"{printable(one.first.by)}{asks}{about}, {one.first.at[:10]}")
        yield from _said(one.first, "     ")
        for reply in one.replies:
            yield Text(f"     ↳ #{reply.number} ", "dim").append(f"{printable(reply.by)}, {reply.at[:10]}", "default")
            yield from _said(reply, "       ")


def _said(note: Review, indent: str) -> Iterator[Text]:
    quote = note["quote"]
    if quote:
        short = printable(quote) if len(quote) <= 100 else f"{printable(quote[:100])} …"  # noqa: PLR2004 - a reminder, not the text
        yield Text(f"{indent}“{short}”", "dim")
    yield from map(Text, told_lines(str(note["text"]), indent))


def missing_said(gate: GateJson) -> str:
    """What an override still takes."""
    if gate.state != "failed":
        return f"the gate {gate.gate} is overridden"
    missing = "one more person says" if gate.people_missing == 1 else f"{gate.people_missing} more people say"
    return f"it holds once {missing} the same of all that fails"
