"""The two releases of an offer, as far as it needs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Activity = Callable[[str], Mapping[str, Any]]
"""What learners see of an activity, by its id."""


@dataclass(frozen=True, slots=True)
class CourseSide:
    """A course as one release has it: its index, its claims by id, and a way to read one of its activities."""

    index: Mapping[str, Any]
    claims: Mapping[str, Mapping[str, Any]]
    activity: Activity


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two releases.

    `about` is what its editions object says of its edition; `exams` are those that credentials need, as course/item; `courses`
    are those that are looked at: the ones that changed, or that the learner is in. `withdrawn` says why it was, if it
    was: of what a learner has, only where their edition has nothing better by now.
    """

    release: str
    edition: str
    about: Mapping[str, Any] = field(default_factory=dict)
    exams: tuple[str, ...] = ()
    courses: Mapping[str, CourseSide] = field(default_factory=dict)
    withdrawn: str | None = None

    def index(self, course: str) -> Mapping[str, Any] | None:
        """A course's index, if the release has the course."""
        found = self.courses.get(course)
        return found.index if found else None
