"""The change before and the change after: what changed, in the order in which learners meet it."""

from __future__ import annotations

from dataclasses import dataclass

from coursewright.publishing.changes.change import Changes, ItemChange
from coursewright.serving.review_desk.changes_page import in_order
from coursewright.serving.review_desk.compared import Compared, kept
from coursewright.serving.review_desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where an item stands among all that changed: its number from 1, or None where it did not change."""

    change: ItemChange | None
    number: int | None
    of: int
    before: ItemChange | None
    after: ItemChange | None


def neighbours(desk: Desk, about: Compared, changes: Changes | None, course: str, item: str) -> Neighbours:
    """Its neighbours; of one that did not change, the first change follows."""
    if changes is None:
        return Neighbours(None, None, 0, None, None)
    ordered: list[ItemChange] = kept(
        desk,
        ("order", changes.old, changes.new),
        lambda: [row.item for row in in_order(desk, about, changes)],
    )
    at = next((place for place, one in enumerate(ordered) if (one.course, one.id) == (course, item)), None)
    if at is None:
        return Neighbours(None, None, len(ordered), None, ordered[0] if ordered else None)
    after = ordered[at + 1] if at + 1 < len(ordered) else None
    return Neighbours(ordered[at], at + 1, len(ordered), ordered[at - 1] if at else None, after)
