"""Ids: what learners have now is still there, or says what took its place, or why it went."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.publishing.changes.change import CourseChange
from coursewright.reviewing.gates.case import Case
from coursewright.reviewing.gates.verdict import Verdict, verdict

GATE = "ids"


def judge(case: Case) -> Verdict:
    """By what changed from what the channel and the edition have now."""
    lost = (one for changes in case.changes for course in changes.courses for one in _lost(course))
    return verdict(GATE, lost, "Nothing that learners have is lost.", "Name an heir with `was:`, or a reason under `retired:`.")


def _lost(course: CourseChange) -> Iterator[str]:
    if course.change == "removed":
        yield f"course {course.id}"
        return
    for item in course.items:
        if item.change == "removed" and not (item.heir or item.gone_because):
            yield f"{item.kind} {course.id}/{item.id}"
    for objective in course.objectives:
        if objective.change == "removed" and not (objective.heir or objective.gone_because):
            yield f"objective {course.id}/{objective.id}"
