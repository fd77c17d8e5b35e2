"""Two releases → what differs between them, in an author's words: items first, and other parts where no item tells it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coursewright.compiling.release import Release

_PARTS = {
    "courses": "a course's outline",
    "programs": "programs",
    "claims": "claims",
    "models": "the ledger",
    "editions": "editions",
    "catalogue": "the catalogue",
    "private": "answer keys, coach notes, people or acknowledgements",
    "title": "the title",
    "publisher": "the publisher",
}


def changed_items(before: Release | None, after: Release) -> list[str]:
    """What a reader of the second finds other than in the first; an item of a second course is named with its course."""
    if before is None:
        return ["all of it"]
    old, new = _items(before), _items(after)
    found = [f"{name} is new" for name in new if name not in old]
    found += [name for name in new if name in old and new[name] != old[name]]
    found += [f"{name} is gone" for name in old if name not in new]
    return found or list(_other_parts(before.json(before.manifest), after.json(after.manifest)))


def _other_parts(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    yield from (words for part, words in _PARTS.items() if before[part] != after[part])


def _items(release: Release) -> dict[str, Any]:
    courses = release.json(release.manifest)["courses"]
    items = {course: release.json(digest)["items"] for course, digest in courses.items()}
    return {
        name if len(courses) == 1 else f"{course}/{name}": item
        for course, listed in items.items()
        for name, item in listed.items()
    }
