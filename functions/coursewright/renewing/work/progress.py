"""How far an edition is: each item of its worklists, and what was found since, is open, acknowledged or done.

Takes a content tree; gives the state of each item by what the content is now. What is not found any more is done. An item that
stands in somebody's worklist is theirs; one that was found since belongs to who owns the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.acknowledgeable import WORK
from coursewright.authoring.findings.acknowledging import is_about
from coursewright.authoring.findings.finding import Finding
from coursewright.authoring.shapes.edition_files import Acknowledgement, EditionFile
from coursewright.authoring.shapes.worklist_files import WorklistItem
from coursewright.authoring.source_tree import SourceTree
from coursewright.renewing.work.worklists import Task, Work, work_of


class State(StrEnum):
    """What has become of an item."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Step:
    """An item and its state. `is_new` says that it was found after the edition was opened."""

    item: WorklistItem
    owner: str | None
    state: State
    is_new: bool = False
    is_error: bool = False
    acknowledged: Acknowledgement | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items are in each state."""

    open: int = 0
    acknowledged: int = 0
    done: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.open + self.acknowledged + self.done


@dataclass(frozen=True, slots=True, eq=False)
class Progress:
    """An edition and its items, the most urgent first. `findings` are all of the content, acknowledged or not."""

    edition: str
    file: EditionFile
    steps: tuple[Step, ...]
    draft: Draft
    findings: tuple[Finding, ...]

    def of(self, state: State) -> tuple[Step, ...]:
        """The items in a state."""
        return tuple(step for step in self.steps if step.state is state)

    def idle(self) -> tuple[Acknowledgement, ...]:
        """The entries for kinds of work that fit none any more; those for findings of `check` are found by it."""
        found = [(finding.code, finding.place.path) for finding in self.findings]
        return tuple(
            entry
            for entry in self.file.acknowledged
            if entry.code in WORK and not any(code == entry.code and is_about(entry, path) for code, path in found)
        )

    def owners(self) -> list[str | None]:
        """Everybody who has an item, nobody last."""
        return sorted({step.owner for step in self.steps}, key=lambda owner: (owner is None, owner or ""))

    def counts(self, *owners: str | None) -> Counts:
        """How many items are in each state, of these owners or of all."""
        states = [step.state for step in self.steps if not owners or step.owner in owners]
        return Counts(*(states.count(state) for state in State))


def progress_of(tree: SourceTree) -> Progress | None:
    """How far the newest edition of a tree is; None where it has no edition that can be read."""
    work = work_of(tree)
    if work is None:
        return None
    steps = sorted(_steps(work), key=lambda step: (step.item.due, step.item.code, step.item.path))
    return Progress(work.edition, work.file, tuple(steps), work.draft, work.findings)


def _steps(work: Work) -> Iterator[Step]:
    listed = dict(_listed(work))
    found = {task.item.id: task for task in work.tasks}
    for task in found.values():
        owner = listed[task.item.id][0] if task.item.id in listed else task.owner
        is_new = bool(listed) and task.item.id not in listed
        yield Step(task.item, owner, _state(task), is_new, task.is_error, task.acknowledged)
    for name, (owner, item) in listed.items():
        if name not in found:
            yield Step(item, owner, State.DONE)


def _state(task: Task) -> State:
    return State.ACKNOWLEDGED if task.acknowledged else State.OPEN


def _listed(work: Work) -> Iterator[tuple[str, tuple[str | None, WorklistItem]]]:
    """What the worklists hold, by id; one that stands in two belongs to the last of them."""
    for owner, file in work.draft.worklists.get(work.edition, ()):
        yield from ((item.id, (owner, item)) for item in file.value.items)


def due_by(steps: Iterable[Step], day: date) -> int:
    """How many open items are due by a day, or were before it."""
    return sum(step.state is State.OPEN and step.item.due <= day for step in steps)
