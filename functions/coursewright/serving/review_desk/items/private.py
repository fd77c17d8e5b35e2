"""What only reviewers see of an item: the key or rubric that marks it, and what the tutor is told."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from html import escape
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import COACH, KEYS, PRIVATE
from coursewright.errors import MissingObjectError
from coursewright.publishing.store import Store, get_json
from coursewright.serving.pin import Pin
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.versions import Private


def private_of(desk: Desk, pin: Pin, course: str, item: str) -> Private:
    """What a release keeps private about an item. What was taken down is not there any more.

    Raises:
        StoreError: nobody can tell just now.
    """
    store = desk.objects(pin)
    with suppress(MissingObjectError):
        root = get_json(store, Digest(desk.reader.manifest(pin)["private"]), PRIVATE)
        name = f"{course}/{item}"
        return Private(_found(store, root, KEYS, name), _found(store, root, COACH, name))
    return Private()


def coach_blocks(private: Private, locale: str) -> list[dict[str, Any]]:
    """What a lesson tells the tutor, in the learner's language, as blocks."""
    coach: Mapping[str, Any] = private.coach or {}
    notes = coach.get("locales", {}).get(locale) or coach.get("notes", ())
    return [
        {
            "id": f"coach-{number}-{len(note['html'])}",
            "kind": "coach",
            "label": "For the tutor",
            "html": _when(note["when"]) + note["html"],
            "place": "",
            "is_private": True,
        }
        for number, note in enumerate(notes, 1)
    ]


def _when(conditions: list[str]) -> str:
    return f"<p><em>Only {escape(', '.join(conditions))}</em></p>" if conditions else ""


def _found(store: Store, root: Mapping[str, Any], space: str, name: str) -> Mapping[str, Any] | None:
    items = get_json(store, Digest(root[space]), space)["items"]
    return get_json(store, Digest(items[name]), space) if name in items else None
