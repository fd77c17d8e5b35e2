"""Whether a release can still be completed on a day, and until when.

Not so once every model its edition was made for is gone, or an exam that a credential needs has fewer questions that hold than it
asks. A question holds while every claim that its answer rests on is about some model that is there. Takes the courses of the
release, a ledger, the edition's baseline models, and those exams as course/item. What is not among the courses is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coursewright.renewing.model_ends import ModelEnds, said
from coursewright.renewing.status import BROKEN, NOTICE_DAYS, Judge
from coursewright.renewing.upgrading.sides import CourseSide


@dataclass(frozen=True, slots=True)
class Completion:
    """`because` says in sentences why it is not possible; `until` is the last day on which it is, where one is known."""

    possible: bool
    because: tuple[str, ...] = ()
    until: date | None = None


def completion(
    courses: Mapping[str, CourseSide], ledger: Mapping[str, Any], baseline: Sequence[str], exams: Iterable[str], on: date
) -> Completion:
    """Whether these courses can be completed on a day."""
    ends = ModelEnds(ledger)
    found = [*_of_models(ends, baseline), *(one for exam in exams for one in _of_exam(ends, courses, exam))]
    over = [says for day, says in sorted(found) if day <= on]
    first = min((day for day, _ in found), default=None)
    until = first - timedelta(days=1) if first and not over else None
    return Completion(not over, tuple(dict.fromkeys(over)), until)


def completion_document(completion: Completion) -> dict[str, Any]:
    """Whether a release can still be completed."""
    until = completion.until.isoformat() if completion.until else None
    return {"possible": completion.possible, "because": list(completion.because), "until": until}


def _of_models(ends: ModelEnds, baseline: Sequence[str]) -> Iterator[tuple[date, str]]:
    last = ends.last_end(baseline)
    if last:
        yield last, f"It cannot be completed any more: it was made for {said(baseline)}, shut down by {last}."


def _of_exam(ends: ModelEnds, courses: Mapping[str, CourseSide], exam: str) -> Iterator[tuple[date, str]]:
    course, _, name = exam.partition("/")
    side = courses.get(course)
    item = side.index["items"].get(name) if side else None
    if side is None or item is None:
        return
    judge = Judge(ends, side.claims, NOTICE_DAYS)
    if not any(reason.level == BROKEN for reason in judge.reasons(item)):
        return
    questions = side.activity(name)["questions"]
    asked = int(side.activity(name).get("draw", len(questions)))
    failing = sorted(filter(None, (_failing(judge, question) for question in questions)))
    spare = len(questions) - asked
    if len(failing) > spare:
        day, says = failing[spare]
        yield day, f"It cannot be completed any more: “{item['title']}” has fewer questions that hold than it asks. {says}"


def _failing(judge: Judge, question: Mapping[str, Any]) -> tuple[date, str] | None:
    """The day from which a question does not hold any more, and why."""
    broken = [reason for reason in judge.reasons(question) if reason.level == BROKEN]
    return min((reason.day, reason.says) for reason in broken) if broken else None
