"""Compares an item with what it became where changes do not tell: one of several that became one is paired with it there.

Takes two releases and how their public objects are read. Reads nothing until it is asked. Whoever completed another of the
several never went through the one since an editor raised it, whenever that was: so what is raised counts here in any edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.change import CLASSES, RAISED, Reason
from coursewright.publishing.changes.course_pair import CoursePair
from coursewright.publishing.changes.editors import newly_raised
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
        yield from reasons_between(pairs[course], before, now)
        yield from _raised(new, f"{course}/{now}")

    return compare


def _raised(side: Side, item: str) -> Iterator[Reason]:
    editions = side.read(Digest(side.read(side.manifest)["editions"]))["editions"]
    if (raised := newly_raised({}, editions).get(item)) and CLASSES.index(raised.to) >= CLASSES.index("claim"):
        yield Reason(RAISED, raised.to, raised.reason)
