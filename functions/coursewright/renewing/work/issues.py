"""A worklist as an issue in Markdown: what an owner has to do, with a box for each item, ticked where the content says so.

What authors wrote stands in code, where nobody is mentioned and nothing is a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coursewright.renewing.work.burn_down_chart import said
from coursewright.renewing.work.progress import Progress, State, Step

_MOST = 300
"""Items of an issue; GitHub takes 65,536 characters."""
_LONGEST = 400


def issues(progress: Progress, owners: Iterable[str | None], shown_as: str) -> str:
    """An issue for each of these owners, one after the other."""
    return "\n".join(f"{line}\n" for owner in owners for line in _issue(progress, owner, shown_as)).replace("\n\n\n", "\n\n")


def _issue(progress: Progress, owner: str | None, shown_as: str) -> Iterator[str]:
    steps = [step for step in progress.steps if step.owner == owner]
    yield f"## {progress.edition}: what {owner or 'nobody yet'} has to look at"
    yield (
        f"{progress.file.title}, from {progress.file.period.from_} to {progress.file.period.until}. "
        f"{said(progress.counts(owner)).capitalize()}. Boxes are ticked by `coursewright edition status`, from the content."
    )
    for state, heading in ((State.OPEN, "Open"), (State.ACKNOWLEDGED, "Acknowledged"), (State.DONE, "Done")):
        shown = [step for step in steps if step.state is state]
        if shown:
            yield f"### {heading}"
            yield "\n".join(_item(step, shown_as) for step in shown[:_MOST])
            if len(shown) > _MOST:
                yield f"… and {len(shown) - _MOST} more."


def _item(step: Step, shown_as: str) -> str:
    item = step.item
    where = f"{shown_as}{item.path}:{item.lines[0]}"
    box = "[ ]" if step.state is State.OPEN else "[x]"
    lines = [f"- {box} **{item.due}** {_code(item.id)}"]
    if step.state is not State.DONE:
        lines.append(f"  {_code(where)}: {_code(item.what)}")
    if step.state is State.OPEN and item.affects:
        lines.append(f"  With it: {', '.join(map(_code, item.affects))}")
    if step.state is State.OPEN:
        lines.append(f"  {_code(item.do)}")
    if step.acknowledged:
        lines.append(f"  Until {step.acknowledged.until}: {_code(step.acknowledged.reason)}")
    return "\\\n".join(lines)


def _code(text: str) -> str:
    """A text in a code span, whatever backticks it holds."""
    shown = "".join(character if character.isprintable() else "·" for character in text)
    shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
    ticks = "`"
    while ticks in shown:
        ticks += "`"
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"
