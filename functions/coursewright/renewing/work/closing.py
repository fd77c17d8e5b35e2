"""What keeps an edition from being closed, each with where it is and what to do.

Takes how far it is; gives every reason. None means that it can be closed: nothing is open, and its file says what an edition's
file has to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coursewright.authoring.findings.acknowledgeable import ABOUT_ENTRIES
from coursewright.authoring.findings.finding import Place
from coursewright.renewing.work.progress import Progress, State, Step

_WRITE_NOTE = "Write the editor's note under `note:`: what is new in this edition, for learners."


@dataclass(frozen=True, slots=True)
class Unmet:
    """One reason. `id` is the item's, where one is open."""

    place: Place
    what: str
    do: str
    owner: str | None = None
    id: str | None = None


def unmet(progress: Progress) -> tuple[Unmet, ...]:
    """Every reason, the most urgent first."""
    return (*_of_file(progress), *(_open(step, progress) for step in progress.of(State.OPEN)))


def _of_file(progress: Progress) -> Iterator[Unmet]:
    located = progress.draft.editions[progress.edition]
    period, effective = located.value.period, located.value.effective
    if not period.from_ <= effective <= period.until:
        yield Unmet(
            located.at("effective"),
            f"the effective date {effective} is not in the edition's period, {period.from_} to {period.until}",
            f"Set `effective:` to the day by which its statements are true, as a rule the first, {period.from_}.",
        )

    open_ = {step.item.id for step in progress.of(State.OPEN)}
    todo = [finding for finding in progress.findings if (finding.code, finding.place.path) == ("todo-left", located.path)]
    if todo and f"todo-left:{located.path}" not in open_:  # whoever acknowledged it, learners would read it
        yield Unmet(todo[0].place, todo[0].message, _WRITE_NOTE)


def _open(step: Step, progress: Progress) -> Unmet:
    item = step.item
    if item.code == "todo-left" and item.path == progress.draft.editions[progress.edition].path:
        do = _WRITE_NOTE
    elif step.is_error or item.code in ABOUT_ENTRIES:
        do = item.do
    else:
        do = f"{item.do} Or: coursewright edition acknowledge {item.id} --reason … --until {progress.file.period.until}"
    return Unmet(Place(item.path, item.lines[0]), item.what, do, step.owner, item.id)
