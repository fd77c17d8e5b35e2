"""Compares an item with what it became where changes do not tell: one of several that became one is paired with it there.

Takes two releases and how their public objects are read. Reads nothing until it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable

from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.change import Reason
from coursewright.publishing.changes.course_pair import CoursePair
from coursewright.publishing.changes.item_changes import reasons_between
from coursewright.publishing.changes.side import Side
from coursewright.renewing.upgrading.carry_over import Compare


def comparing(old: Side, new: Side) -> Compare:
    """Course, old id, new id → why the one counts as another than the other."""
    pairs: dict[str, CoursePair] = {}

    def compare(course: str, before: str, now: str) -> Iterable[Reason]:
        if course not in pairs:
            bodies = [side.read(side.manifest) for side in (old, new)]
            indexes = [
                side.read(Digest(body["courses"][course])) for side, body in zip((old, new), bodies, strict=True)
            ]  # fmt: skip
            is_private_equal = bodies[0]["private"] == bodies[1]["private"]
            pairs[course] = CoursePair(course, old, new, indexes[0], indexes[1], is_private_equal)
        return reasons_between(pairs[course], before, now)

    return compare
