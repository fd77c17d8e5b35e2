"""Changes as JSON, for the record, the API and the command line; and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from coursewright.publishing.changes.change import (
    CLASSES,
    Changes,
    Correction,
    CourseChange,
    ItemChange,
    ObjectiveChange,
    Raised,
    Reason,
)

_ITEM = ("id", "kind", "title", "minutes", "change", "was", "heir", "gone_because")
_OBJECTIVE = ("id", "text", "weight", "change", "was", "was_text", "was_weight", "heir", "gone_because")
_CORRECTION = ("edition", "claim", "on", "was", "because")


def changes_document(changes: Changes) -> dict[str, Any]:
    """What changed, as JSON says it."""
    return {
        "old": changes.old,
        "new": changes.new,
        "class": changes.cls,
        "counts": changes.counts(),
        "reasons": _reasons(changes.reasons),
        "corrections": [{field: getattr(one, field) for field in _CORRECTION} for one in changes.corrections],
        "courses": [_course(course) for course in changes.courses],
    }


def changes_of(document: Mapping[str, Any]) -> Changes:
    """What a document says that changed; what can be worked out from the rest is not read.

    Raises:
        KeyError, TypeError, AttributeError, ValueError: it is no such document.
    """
    return Changes(
        document["old"],
        document["new"],
        tuple(_course_of(course) for course in document["courses"]),
        _reasons_of(document["reasons"]),
        tuple(Correction(**{field: one[field] for field in _CORRECTION}) for one in document["corrections"]),
    )


def _course(course: CourseChange) -> dict[str, Any]:
    return {
        "id": course.id,
        "title": course.title,
        "change": course.change,
        "class": course.cls,
        "reasons": _reasons(course.reasons),
        "items": [_item(item) for item in course.items],
        "objectives": [_objective(objective) for objective in course.objectives],
    }


def _item(item: ItemChange) -> dict[str, Any]:
    return {
        **{field: getattr(item, field) for field in _ITEM},
        "class": item.cls,
        "computed": item.computed,
        "reasons": _reasons(item.reasons),
        "raised": {"to": item.raised.to, "reason": item.raised.reason} if item.raised else None,
        "corrects": list(item.corrects),
    }


def _objective(objective: ObjectiveChange) -> dict[str, Any]:
    return {**{field: getattr(objective, field) for field in _OBJECTIVE}, "reasons": _reasons(objective.reasons)}


def _reasons(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    return [{"code": one.code, "class": one.cls, "says": one.says, "names": list(one.names)} for one in reasons]


def _course_of(document: Mapping[str, Any]) -> CourseChange:
    return CourseChange(
        document["id"],
        document["title"],
        document["change"],
        _reasons_of(document["reasons"]),
        tuple(_item_of(document["id"], item) for item in document["items"]),
        tuple(
            ObjectiveChange(**{field: one[field] for field in _OBJECTIVE}, reasons=_reasons_of(one["reasons"]))
            for one in document["objectives"]
        ),
    )


def _item_of(course: str, document: Mapping[str, Any]) -> ItemChange:
    raised = document["raised"]
    return ItemChange(
        course=course,
        **{field: document[field] for field in _ITEM},
        reasons=_reasons_of(document["reasons"]),
        raised=Raised(_class(raised["to"]), raised["reason"]) if raised else None,
        corrects=tuple(document["corrects"]),
    )


def _reasons_of(documents: Iterable[Mapping[str, Any]]) -> tuple[Reason, ...]:
    return tuple(Reason(one["code"], _class(one["class"]), one["says"], tuple(one["names"])) for one in documents)


def _class(name: str) -> str:
    if name not in CLASSES:
        raise ValueError(f"{name!r} is no class of changes")
    return name
