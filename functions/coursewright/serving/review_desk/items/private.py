"""What only reviewers see of an item: the key or rubric that marks it, and what the tutor is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import COACH, KEYS, PRIVATE
from coursewright.errors import ExpungedError, MissingObjectError
from coursewright.publishing.removing.told_takedowns import or_taken_down
from coursewright.publishing.storing.store import Store, get_json
from coursewright.reviewing.comparing.coach_notes import coach_ids, shown
from coursewright.serving.items.versions import Private
from coursewright.serving.pin import Pin
from coursewright.serving.review_desk.desk import Desk

_GONE: Mapping[str, Any] = {}


def private_of(desk: Desk, pin: Pin, course: str, item: str) -> Private:
    """What a release keeps private about an item, and whether some of that was taken down.

    Raises:
        StoreError: nobody can tell just now.
    """
    store = desk.objects(pin)
    try:
        root = _read(desk, store, desk.reader.manifest(pin)["private"], PRIVATE)
        name = f"{course}/{item}"
        found = [_found(desk, store, root[space], space, name) for space in (KEYS, COACH)]
        return Private(found[0] or None, found[1] or None, _GONE in found)
    except MissingObjectError as error:
        return Private(is_taken_down=isinstance(error, ExpungedError))


def taken_down_blocks(private: Private) -> list[dict[str, Any]]:
    """A block that says of what is private that it was taken down, if it was."""
    if not private.is_taken_down:
        return []
    html = "<p>What marks it, or what the tutor is told, was taken down.</p>"
    return [{"id": "taken-down", "kind": "coach", "label": "Taken down", "html": html, "place": "", "is_private": True}]


def coach_blocks(private: Private, locale: str) -> list[dict[str, Any]]:
    """What a lesson tells the tutor, in the learner's language, as blocks."""
    coach: Mapping[str, Any] = private.coach or {}
    told = coach.get("locales", {}).get(locale) or coach.get("notes", ())
    notes = [(note["when"], note["html"]) for note in told]
    return [
        {
            "id": name,
            "kind": "coach",
            "label": "For the tutor",
            "html": shown(note),
            "place": "",
            "is_private": True,
        }
        for name, note in zip(coach_ids(notes), notes, strict=True)
    ]


def _found(desk: Desk, store: Store, listed: str, space: str, name: str) -> Mapping[str, Any] | None:
    """What a space has of an item; _GONE where it was taken down, which keeps nobody from what another space has."""
    try:
        items = _read(desk, store, listed, space)["items"]
        return _read(desk, store, items[name], space) if name in items else None
    except ExpungedError:
        return _GONE


def _read(desk: Desk, store: Store, digest: str, space: str) -> Mapping[str, Any]:
    return or_taken_down(desk.released, digest, lambda: get_json(store, Digest(digest), space))
