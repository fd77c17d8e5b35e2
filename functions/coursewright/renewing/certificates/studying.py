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
    """Of an objective that itself changed, all that serves it; else what changed of that, or all where only its exam did.

    `objective` is its id of then. None where nothing took its place, or where all that changed is that something is gone.
    """
    found = list(causes)
    touched = {item for cause in found for item in cause.items}
    name = objective_now(change, objective)
    serving = [item for item, entry in now.items() if entry["kind"] not in _NO_STUDY and name in served(now, item)]
    taught = [item for item, entry in now.items() if entry["kind"] not in _NO_STUDY and item in touched]
    kinds = {cause.kind for cause in found}
    is_whole = "objective" in kinds or ("assessment" in kinds and not taught)
    for item in serving if is_whole else taught:
        entry = now.index["items"][item]
        yield Study(item, str(entry["title"]), str(entry["kind"]), int(entry["minutes"]))


def objective_now(change: CourseChange | None, objective: str) -> str | None:
    """The id by which an objective goes now, or that of its heir; None where neither is there."""
    for one in change.objectives if change else ():
        if one.change == "kept" and one.was == objective:
            return one.id
        if one.change == "removed" and one.id == objective:
            return one.heir
    return objective
