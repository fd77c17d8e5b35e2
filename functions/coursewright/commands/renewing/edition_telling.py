"""What happened to an edition, told to a person: colour only on a terminal, block characters where they can be shown."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from coursewright.commands.acting import counted
from coursewright.commands.terminal import complain, say
from coursewright.renewing.work.acknowledging_work import Acknowledged
from coursewright.renewing.work.burn_down import Point
from coursewright.renewing.work.burn_down_chart import drawn, said
from coursewright.renewing.work.closing import Unmet
from coursewright.renewing.work.edition_opening import Opened
from coursewright.renewing.work.progress import Progress, State, Step, due_by

_MOST_NEXT = 10
_SOON = timedelta(days=14)
_LONGEST = 110


def tell_opened(opened: Opened, shown_as: str, *, is_written: bool) -> None:
    """What an edition begins with."""
    name = opened.opening.name
    say(f"{name}: {opened.opening.first} to {opened.opening.last}, {counted(len(opened.tasks), 'items')} to look at", "bold")
    for path in opened.files:
        say(
            f"{'✓' if is_written else '·'} {shown_as}{path}{'' if is_written else ' would be written'}",
            "green" if is_written else "",
        )
    owners = Counter(task.owner or "nobody" for task in opened.tasks)
    for owner, number in sorted(owners.items()):
        say(f"  {owner}: {counted(number, 'items')}")
    for model, heirs in opened.opening.moved.items():
        instead = f"{' and '.join(heirs)} instead" if heirs else "and the ledger names no other"
        say(f"  {model} ends before the edition does: {instead}")
    for entry in opened.carried:
        say(f"  carried over, to be decided anew by {entry.until}: {entry.code}{_where(entry.path)}")
    for entry in opened.left_behind:
        say(f"  left behind, as nothing is found by it any more: {entry.code}{_where(entry.path)}")
    if is_written:
        say(f"Next: commit this on a branch of its own; coursewright edition status {name}", "dim")


def tell_status(state: Progress, owners: list[str | None], points: Sequence[Point], without: str | None, day: date) -> None:
    """How far an edition is, what is next, and how it went."""
    file = state.file
    say(f"{state.edition} · {file.title}, {file.period.from_} to {file.period.until}", "bold")
    closed = f", closed on {file.closed}" if file.closed else ""
    say(f"{said(state.counts())}; {_begins(file.effective, day)}{closed}")
    say("")
    _table(state, owners)
    wanted = [step for step in state.of(State.OPEN) if step.owner in owners]
    if wanted:
        overdue, soon = due_by(wanted, day - timedelta(days=1)), due_by(wanted, day + _SOON)
        say(f"\nNext: {overdue} overdue, {soon - overdue} due by {day + _SOON}", "bold")
        for step in wanted[:_MOST_NEXT]:
            _tell_step(step, state.draft.tree.shown_as, day)
        if len(wanted) > _MOST_NEXT:
            say(f"  … and {counted(len(wanted) - _MOST_NEXT, 'items')} more: --json or --format markdown lists them all", "dim")
    for entry in state.idle():
        say(f"Nothing is found by {entry.code}{_where(entry.path)} any more: remove its entry under `acknowledged:`", "yellow")
    say("\nOpen items by day", "bold")
    if without is not None:
        say(f"There is no history to draw: {without}")
        return
    blocks = _shows_blocks()
    for line in drawn(points, blocks=blocks):
        say(line)


def tell_acknowledged(made: Acknowledged, shown_as: str) -> None:
    """What is lived with from now on."""
    entry = made.entry
    about = f"{entry.code}{_where(entry.path)}, {counted(made.covers, 'findings')}, until {entry.until}"
    if made.after == made.before:
        say(f"{about}: acknowledged before, nothing changed")
    else:
        say(f"✓ acknowledged {about}, in {shown_as}{made.path}", "green")


def tell_closed(state: Progress, reasons: Sequence[Unmet], closed: date | None, *, changed: bool) -> None:
    """That an edition is closed, or everything that keeps it from that."""
    for one in reasons:
        say(f"{state.draft.tree.shown_as}{one.place.path}:{one.place.line}: {one.what}", "yellow")
        say(f"      = {one.do}{f' ({one.owner})' if one.owner else ''}")
    if reasons:
        since = f"{state.edition} was closed on {closed}, and since then" if closed else f"{state.edition} cannot be closed:"
        number = len(reasons)
        complain(f"{since} {'one thing is' if number == 1 else f'{number} things are'} unmet; nothing was written")
        return
    if changed:
        say(f"✓ {state.edition} is closed, on {closed}", "green")
    else:
        say(f"{state.edition} was closed on {closed}; nothing changed")
    say("Next: commit this, then coursewright deposit", "dim")


def _table(state: Progress, owners: list[str | None]) -> None:
    width = max(len("owner"), *(len(owner or "nobody") for owner in owners)) if owners else len("owner")
    say(f"{'owner':<{width}}  open  acknowledged  done", "dim")
    for owner in owners:
        counts = state.counts(owner)
        say(f"{owner or 'nobody':<{width}}  {counts.open:>4}  {counts.acknowledged:>12}  {counts.done:>4}")


def _tell_step(step: Step, shown_as: str, day: date) -> None:
    item = step.item
    what = item.what if len(item.what) <= _LONGEST else f"{item.what[:_LONGEST]}…"
    late = " overdue" if item.due < day else ""
    new = " (found since the edition was opened)" if step.is_new else ""
    say(f"  {item.due}{late}  {shown_as}{item.path}:{item.lines[0]}: {what}{new}", "red" if late else "")
    say(f"              {step.owner or 'nobody'} · {item.id}", "dim")


def _begins(effective: date, day: date) -> str:
    left = (effective - day).days
    return f"{counted(left, 'days')} until it begins on {effective}" if left > 0 else f"it began on {effective}"


def _where(path: str | None) -> str:
    return f" in {path}" if path else ""


def _shows_blocks() -> bool:
    try:
        "▁█┤".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
