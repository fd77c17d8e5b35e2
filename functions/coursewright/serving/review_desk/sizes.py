"""How much there is to read: words and minutes that a release adds and removes, from its course indexes alone.

Indexes tell words since compiler format 5; of an older side it is not known how many were there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.change import Changes
from coursewright.serving.pin import Pin
from coursewright.serving.review_desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Size:
    """Of one measure: how much was added and how much removed; None where it is not known."""

    added: int | None
    removed: int | None


def sizes(desk: Desk, old: Pin | None, new: Pin, changes: Changes) -> dict[str, Size]:
    """Words and minutes of what changed."""
    pairs = list(_pairs(desk, old, new, changes))
    return {measure: _size(measure, pairs) for measure in ("words", "minutes")}


def _pairs(
    desk: Desk, old: Pin | None, new: Pin, changes: Changes
) -> Iterator[tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]]:
    before = desk.reader.manifest(old)["courses"] if old else {}
    after = desk.reader.manifest(new)["courses"]
    for course in changes.courses:
        was, now = (_items(desk, one.get(course.id)) for one in (before, after))
        for item in course.items:
            yield was.get(item.was or item.id) if item.change != "added" else None, now.get(item.id)


def _items(desk: Desk, digest: str | None) -> Mapping[str, Any]:
    found: Mapping[str, Any] = desk.reader.json(Digest(digest))["items"] if digest else {}
    return found


def _size(measure: str, pairs: list[tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]]) -> Size:
    added = removed = 0
    for was, now in pairs:
        before, after = (0 if one is None else one.get(measure) for one in (was, now))
        if before is None or after is None:
            return Size(None, None)
        added, removed = added + max(0, after - before), removed + max(0, before - after)
    return Size(added, removed)
