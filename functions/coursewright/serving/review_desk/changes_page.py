"""What changed, by course and module: each with its class, the reasons in words, and its page. Filtered, fifty at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.change import CLASSES, Changes, CourseChange, ItemChange
from coursewright.renewing.catalogue import outline
from coursewright.serving.review_desk.compared import Compared, changes_of, compared, context
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.question import Question
from coursewright.serving.review_desk.reading_list import part
from coursewright.serving.review_desk.visitors import Response

GONE = "Removed"


@dataclass(frozen=True, slots=True)
class Row:
    """An item that changed, and where it is shown."""

    course: str
    module: str
    item: ItemChange

    @property
    def group(self) -> tuple[str, str]:
        """What it is listed under."""
        return self.course, self.module

    def holds(self, text: str) -> bool:
        """Whether a text is in what is said of it."""
        said = (self.item.title, self.item.id, self.course, self.module, *(reason.says for reason in self.item.reasons))
        return any(text in one.lower() for one in said)


def page(desk: Desk, question: Question) -> Response:
    """See above."""
    about = compared(desk, question)
    changes = changes_of(desk, about)
    wanted = {name: question.query.get(name, "").strip() for name in ("class", "course", "q")}
    rows = list(in_order(desk, about, changes)) if changes else []
    shown = part(question, [row for row in rows if _is_wanted(row, wanted)])
    return desk.page(
        question,
        "changes.html",
        **context(desk, question, about, "changes"),
        changes=changes,
        counts=changes.counts() if changes else {},
        classes=CLASSES,
        courses=[(one.id, one.title) for one in changes.courses] if changes else [],
        wanted=wanted,
        shown=shown,
        groups=[(group, list(them)) for group, them in groupby(shown.rows, key=lambda row: row.group)],
        beyond=_beyond(changes, wanted) if changes and shown.page == 1 else [],
    )


def in_order(desk: Desk, about: Compared, changes: Changes) -> Iterator[Row]:
    """What changed, course by course, in the order in which learners meet it."""
    digests = desk.reader.manifest(about.pin)["courses"]
    for course in changes.courses:
        index = desk.reader.json(Digest(digests[course.id])) if course.id in digests else None
        modules = {one["id"]: one["title"] for one in index["modules"]} if index else {}
        items: Mapping[str, Any] = index["items"] if index else {}
        place = {name: number for number, (name, _) in enumerate(outline(index))} if index else {}
        for item in sorted(course.items, key=lambda one: place.get(one.id, len(place))):
            module = modules.get(items[item.id]["module"], GONE) if item.id in items else GONE
            yield Row(course.title, module, item)


def _is_wanted(row: Row, wanted: Mapping[str, str]) -> bool:
    if wanted["class"] and row.item.cls != wanted["class"]:
        return False
    if wanted["course"] and row.item.course != wanted["course"]:
        return False
    return not wanted["q"] or row.holds(wanted["q"].lower())


def _beyond(changes: Changes, wanted: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """What changed that is of no item: of courses, objectives and programs."""
    if wanted["class"] or wanted["q"]:
        return []
    courses = [(one.title, list(_of_course(one))) for one in changes.courses if wanted["course"] in ("", one.id)]
    whole = [] if wanted["course"] else [("Beyond the courses", [reason.says for reason in changes.reasons])]
    return [(title, says) for title, says in (*whole, *courses) if says]


def _of_course(course: CourseChange) -> Iterable[str]:
    yield from (reason.says for reason in course.reasons)
    yield from (f"{one.text}: {reason.says}" for one in course.objectives for reason in one.reasons)
