"""Change classes, and what a change is: of an item, an objective, a course, a release. Data only; nothing is read or judged here.

| class | what changed | a learner midway |
| --- | --- | --- |
| editorial | spelling, typography, a figure drawn anew: the words say the same | moves with the edition |
| content | an explanation or an example added, replaced or dropped | is offered the next edition |
| claim | what is claimed of a model or an API | is told; a correction moves the edition itself |
| assessment | questions, key, or what passing takes | keeps the edition's |
| structural | items moved, merged or removed; objectives | gets a plan of what carries over, item by item |

A change has reasons, each with the class that it would have alone; the largest counts, and an author may raise it. A reason's
`says` is for learners: a sentence without identifiers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

CLASSES = ("editorial", "content", "claim", "assessment", "structural")
"""From the smallest to the largest."""

RAISED = "raised"
"""Code of a reason that stands for what an editor raised, where two items are compared that the changes do not pair."""
TO_REFRESH = frozenset(
    {
        RAISED,
        "claim-added",
        "claim-withdrawn",
        "claim-reworded",
        "claim-models",
        "objectives",
        "question-added",
        "question-removed",
        "choices",
        "key",
        "key-unknown",
        "terms",
    }
)
"""Codes after which something that was completed is to be gone through again. Each is told by comparing for equality, so that
what is kept from one release to a second and from that to a third is kept from the first to the third."""

Change = Literal["added", "removed", "kept"]


def largest(classes: Iterable[str]) -> str | None:
    """The largest class of some; None of none."""
    return max(classes, key=CLASSES.index, default=None)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something counts as changed. `names` are the claims, questions, objectives or languages that it is about."""

    code: str
    cls: str
    says: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Raised:
    """What an editor raised a class to, and why, in words for learners. It counts also where nothing else changed."""

    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class Correction:
    """That an edition claimed something false: what it said, since when it does not, and why, as its editor tells learners."""

    edition: str
    claim: str
    on: str
    was: str
    because: str


@dataclass(frozen=True, slots=True)
class ItemChange:
    """A lesson or an activity that changed.

    `was` is the id it had in the old release, where that was another one. Of one that was removed: its `heir` in the new release,
    if it has one, and `gone_because`, as authors told. `corrects` are claims that the release corrects, and this item states.
    """

    course: str
    id: str
    kind: str
    title: str
    minutes: int
    change: Change
    reasons: tuple[Reason, ...]
    was: str | None = None
    heir: str | None = None
    gone_because: str | None = None
    raised: Raised | None = None
    corrects: tuple[str, ...] = ()

    @property
    def computed(self) -> str | None:
        """The class by what changed alone; None where nothing did."""
        return largest(reason.cls for reason in self.reasons)

    @property
    def cls(self) -> str:
        """The class that counts."""
        raised = [self.raised.to] if self.raised else []
        return largest([reason.cls for reason in self.reasons] + raised) or CLASSES[0]

    @property
    def is_to_refresh(self) -> bool:
        """Whether who completed it should go through it again."""
        raised = self.raised is not None and CLASSES.index(self.raised.to) >= CLASSES.index("claim")
        return raised or any(reason.code in TO_REFRESH for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class ObjectiveChange:
    """An objective that changed. `text` and `weight` are the new ones, or the old ones of one that was removed."""

    id: str
    text: str
    weight: int
    change: Change
    reasons: tuple[Reason, ...]
    was: str | None = None
    was_text: str | None = None
    was_weight: int | None = None
    heir: str | None = None
    gone_because: str | None = None


@dataclass(frozen=True, slots=True)
class CourseChange:
    """A course that changed, with its items in the order of the new outline, what was removed last."""

    id: str
    title: str
    change: Change
    reasons: tuple[Reason, ...] = ()
    items: tuple[ItemChange, ...] = ()
    objectives: tuple[ObjectiveChange, ...] = ()

    @property
    def cls(self) -> str | None:
        """The largest class in it."""
        reasons = [*self.reasons, *(reason for one in self.objectives for reason in one.reasons)]
        return largest([reason.cls for reason in reasons] + [item.cls for item in self.items])


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed from one release, by its manifest's digest, to another. `reasons` are of no course: programs, credentials."""

    old: str
    new: str
    courses: tuple[CourseChange, ...] = ()
    reasons: tuple[Reason, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def cls(self) -> str | None:
        """The largest class in it; None where nothing changed for learners."""
        courses = [one.cls for one in self.courses if one.cls]
        return largest([reason.cls for reason in self.reasons] + courses)

    def only(self, course: str | None) -> Changes:
        """Those of one course, and what is of no course; all where none is named."""
        return self if course is None else replace(self, courses=tuple(one for one in self.courses if one.id == course))

    def items(self) -> Iterator[ItemChange]:
        """Every item that changed."""
        return (item for course in self.courses for item in course.items)

    def counts(self) -> dict[str, int]:
        """How many items changed, by class."""
        found = [item.cls for item in self.items()]
        return {cls: found.count(cls) for cls in CLASSES}
