"""Every object of a release, found by walking from its manifest and its private root."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import ASSETS, COACH, KEYS, OBJECTS, PRIVATE
from coursewright.publishing.storing.at_once import each, width_of
from coursewright.publishing.storing.store import Store, get_verified

Place = tuple[str, Digest]


def reachable(store: Store, manifest: Digest) -> Iterator[tuple[Place, bytes]]:
    """Every object of a release with its bytes, each once, verified; the manifest last.

    A store that takes one operation at a time is walked so that whatever names others comes after what it names.

    Raises:
        MissingObjectError: the store lacks one.
        DamagedObjectError: the bytes of one are not what its digest names.
    """
    width = width_of(store)
    yield from _in_depth(store, manifest) if width == 1 else _in_levels(store, manifest, width)


def _in_depth(store: Store, manifest: Digest) -> Iterator[tuple[Place, bytes]]:
    seen: set[Place] = set()
    pending: list[tuple[Place, bytes | None]] = [((OBJECTS, manifest), None)]
    while pending:
        place, data = pending.pop()
        if data is not None:
            yield place, data
        elif place not in seen:
            seen.add(place)
            data = get_verified(store, *place)
            pending.append((place, data))
            pending.extend((named, None) for named in named_in(place, data))


def _in_levels(store: Store, manifest: Digest, width: int) -> Iterator[tuple[Place, bytes]]:
    """What the manifest names, then what that names, and so on: of each level, many are read at once."""
    root = (OBJECTS, manifest)
    first = get_verified(store, *root)
    level = dict.fromkeys(named_in(root, first))
    seen = {root}
    while level:
        seen.update(level)
        below: dict[Place, None] = {}
        for place, data in zip(level, each(lambda one: get_verified(store, *one), level, width), strict=True):
            below.update(dict.fromkeys(named for named in named_in(place, data) if named not in seen))
            yield place, data
        level = below
    yield root, first


def named_in(place: Place, data: bytes) -> Iterator[Place]:
    """The objects that the bytes of one object name."""
    if place[0] != ASSETS and data.startswith(b"{"):
        yield from names(place[0], json.loads(data))


def names(space: str, value: dict[str, Any]) -> Iterator[Place]:
    """The objects that one object names; `value` is what its JSON says."""
    match value.get("kind"):
        case "manifest":
            yield from ((OBJECTS, digest) for digest in value["courses"].values())
            yield from ((OBJECTS, value[name]) for name in ("catalogue", "programs", "claims", "models", "editions"))
            yield (PRIVATE, value["private"])
        case "course" if "items" in value:
            if "claims" in value:  # since compiler format 2
                yield (OBJECTS, value["claims"])
            if "depends" in value:  # since compiler format 3
                yield (OBJECTS, value["depends"])
            for item in value["items"].values():
                yield from _item(item)
        case "claims":
            yield from ((OBJECTS, digest) for digest in value["claims"].values())
        case "private-root":
            yield from ((KEYS, value["keys"]), (COACH, value["coach"]))
            if "editors" in value:  # since compiler format 5
                yield (PRIVATE, value["editors"])
        case "keys-index" | "coach-index":
            yield from ((space, digest) for digest in value["items"].values())


def _item(item: dict[str, Any]) -> Iterator[Place]:
    for text in (item, *item.get("locales", {}).values()):
        for outcome in text.get("outcomes", ()):
            yield from ((OBJECTS, outcome["json"]), (OBJECTS, outcome["markdown"]))
        yield from ((ASSETS, digest) for digest in text["assets"])
    if "object" in item:
        yield (OBJECTS, item["object"])
