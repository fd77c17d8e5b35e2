"""What a person calls a part of a release → the digests of all its objects: a takedown of a lesson takes every form of it.

Takes a lesson or an activity (`course/item` where two courses have one), or the file name of a figure, in one
release. Gives every outcome in every language, answer keys and tutor's notes included.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import COACH, KEYS, OBJECTS, PRIVATE
from coursewright.errors import UnknownNameError
from coursewright.publishing.storing.store import Store, get_verified


def digests_of(store: Store, manifest: Digest, release: str, part: str) -> dict[Digest, str]:
    """Every object of a part, with what it is.

    Raises:
        UnknownNameError: the release has no such part, or more than one.
    """
    says = _object(store, OBJECTS, manifest)
    found = {course: _in_course(_object(store, OBJECTS, digest), course, part) for course, digest in says["courses"].items()}
    found = {course: objects for course, objects in found.items() if objects}
    is_figure = "." in part
    if not found:
        raise UnknownNameError(
            f"{release} has no lesson, activity or figure {part!r}; coursewright show {release} lists its courses"
        )
    if len(found) > 1 and not is_figure:
        names = " or ".join(f"{course}/{part}" for course in sorted(found))
        raise UnknownNameError(f"{part!r} is in more than one course of {release}; say {names}")
    chosen = {digest: what for objects in found.values() for digest, what in objects.items()}
    if not is_figure:
        course, item = next(iter(found)), part.rpartition("/")[2]
        chosen |= dict(_private(store, says, f"{course}/{item}"))
    return chosen


def _in_course(index: Mapping[str, Any], course: str, part: str) -> dict[Digest, str]:
    wanted, _, item = part.rpartition("/")
    if wanted and wanted != course:
        return {}
    if item in index["items"]:
        return dict(_of_item(index["items"][item], f"{course}/{item}"))
    texts = (text for one in index["items"].values() for text in (one, *one.get("locales", {}).values()))
    return {Digest(digest): f"figure {file}" for text in texts for digest, file in text["assets"].items() if file == item}


def _of_item(item: Mapping[str, Any], name: str) -> Iterator[tuple[Digest, str]]:
    if "object" in item:
        yield Digest(item["object"]), name
    for locale, text in (("", item), *item.get("locales", {}).items()):
        for number, outcome in enumerate(text.get("outcomes", ()), 1):
            for form in ("json", "markdown"):
                yield Digest(outcome[form]), f"{name}, outcome {number}, {form}{f', {locale}' if locale else ''}"


def _private(store: Store, says: Mapping[str, Any], name: str) -> Iterator[tuple[Digest, str]]:
    root = _object(store, PRIVATE, Digest(says["private"]))
    for space, field, what in ((KEYS, "keys", "answer key"), (COACH, "coach", "notes for the tutor")):
        if digest := _object(store, space, Digest(root[field]))["items"].get(name):
            yield Digest(digest), f"{name}, {what}"


def _object(store: Store, space: str, digest: Digest) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(get_verified(store, space, digest))
    return value
