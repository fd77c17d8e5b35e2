"""Objectives by assessments: what teaches each objective, what asks for it, and where there is a gap. A course at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.renewing.catalogue import outline
from coursewright.serving.review_desk.compared import compared, context
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.question import Question
from coursewright.serving.review_desk.visitors import Response

ASSESSMENTS = ("quiz", "roleplay", "exam")
MOST_COLUMNS = 10
"""As many columns can be looked over; of more assessments, those that ask for an objective are listed beside it."""

Item = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Covered:
    """An objective, and the items that serve it."""

    objective: Mapping[str, Any]
    lessons: tuple[Item, ...]
    practice: tuple[Item, ...]
    assessments: tuple[Item, ...]

    @property
    def gaps(self) -> tuple[str, ...]:
        """What it lacks."""
        lacks = (("no lesson teaches it", self.lessons), ("no assessment asks for it", self.assessments))
        return tuple(says for says, found in lacks if not found)

    def asks(self, item: str) -> bool:
        """Whether an assessment asks for it."""
        return any(name == item for name, _ in self.assessments)


def page(desk: Desk, question: Question) -> Response:
    """See above."""
    about = compared(desk, question)
    digests = desk.reader.manifest(about.pin)["courses"]
    asked = question.query.get("course", "")
    course = asked if asked in digests else next(iter(sorted(digests)), "")
    index = desk.reader.json(Digest(digests[course])) if course else None
    covered = _covered(index) if index else []
    columns = [one for one in outline(index) if one[1]["kind"] in ASSESSMENTS] if index else []
    catalogue = desk.reader.json(Digest(desk.reader.manifest(about.pin)["catalogue"]))
    return desk.page(
        question,
        "coverage.html",
        **context(desk, question, about, "coverage"),
        courses=[(card["id"], card["title"]) for card in catalogue["courses"]],
        course=course,
        course_title=index["title"] if index else "",
        covered=covered,
        columns=columns if len(columns) <= MOST_COLUMNS else None,
        assessments=len(columns),
        gaps=sum(bool(one.gaps) for one in covered),
    )


def _covered(index: Mapping[str, Any]) -> list[Covered]:
    items = list(outline(index))

    def serving(objective: str, *kinds: str) -> tuple[Item, ...]:
        return tuple((name, one) for name, one in items if one["kind"] in kinds and objective in one.get("objectives", ()))

    return [
        Covered(one, serving(one["id"], "lesson"), serving(one["id"], "practice"), serving(one["id"], *ASSESSMENTS))
        for one in index["objectives"]
    ]
