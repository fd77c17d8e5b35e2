"""What teaches an objective that changed: the lessons and activities of a delta module, in the order of the course."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coursewright.publishing.changes.change import CourseChange
from coursewright.renewing.catalogue import CourseParts
from coursewright.renewing.certificates.assessed import served
from coursewright.renewing.certificates.evidence import Cause

_NO_STUDY = frozenset({"exam", "survey"})


@dataclass(frozen=True, slots=True)
class Study:
    """Something to go through."""

    id: str
    title: str
    kind: str
    minutes: int


def studies(now: CourseParts, change: CourseChange | None, objective: str, causes: Iterable[Cause]) -> Iterator[Study]:
    """Of an objective that itself changed, all that serves it; else what changed of that. `objective` is its id of then."""
    found = list(causes)
    is_other = any(cause.kind == "objective" for cause in found)
    touched = {item for cause in found for item in cause.items}
    name = objective_now(change, objective)
    for item, entry in now.items():
        if entry["kind"] not in _NO_STUDY and (name in served(now, item) if is_other else item in touched):
            yield Study(item, str(entry["title"]), str(entry["kind"]), int(entry["minutes"]))


def objective_now(change: CourseChange | None, objective: str) -> str | None:
    """The id by which an objective goes now, or that of its heir; None where neither is there."""
    for one in change.objectives if change else ():
        if one.change == "kept" and one.was == objective:
            return one.id
        if one.change == "removed" and one.id == objective:
            return one.heir
    return objective
