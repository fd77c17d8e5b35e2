"""Which objects of a release a store has for certain, because the release deposited last names them too.

A manifest is put after everything it names, so whoever finds one finds all of it. Where two releases share an object they share
all below it. What costs a read is only what differs: the manifest, the indexes of changed courses, and the private indexes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from coursewright.compiling.digest import Digest
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import ASSETS, COACH, KEYS, OBJECTS, PRIVATE
from coursewright.errors import StoreError
from coursewright.publishing.records.log import Record
from coursewright.publishing.storing.reachable import Place, names
from coursewright.publishing.storing.store import Store, get_json


def in_common(release: Release, store: Store, last: Record | None) -> set[Place]:
    """Places of the new release that the last one has as well, with all that lies below them.

    `last` is the record of the last one. Where it is damaged nothing is known for certain, so nothing is found.
    """
    try:
        return _in_common(release, store, Digest(last["manifest"])) if last else set()
    except StoreError:
        return set()


def _in_common(release: Release, store: Store, last: Digest) -> set[Place]:
    if release.manifest == last:
        return set(release.objects)
    found: set[Place] = set()
    for new, old in _counterparts(release, store, last):
        known = set(names(old[0], get_json(store, old[1], old[0])))
        for place in names(new[0], release.json(new[1], new[0])):
            if place in known:
                _keep(release, place, found)
    return found


def _keep(release: Release, place: Place, found: set[Place]) -> None:
    pending = [place]
    while pending:
        one = pending.pop()
        if one not in found:
            found.add(one)
            pending.extend(_names_of(release, one))


def _names_of(release: Release, place: Place) -> Iterator[Place]:
    """The objects that one object of a compiled release names."""
    data = release.objects[place]
    return names(place[0], json.loads(data)) if data.startswith(b"{") and place[0] != ASSETS else iter(())


def _counterparts(release: Release, store: Store, last: Digest) -> Iterator[tuple[Place, Place]]:
    """Objects of both releases that have one part in them and differ: manifests, course indexes, private roots and indexes."""
    yield (OBJECTS, release.manifest), (OBJECTS, last)
    after, before = release.json(release.manifest, OBJECTS), get_json(store, last)
    pairs = [(OBJECTS, after["courses"][c], before["courses"][c]) for c in after["courses"] if c in before["courses"]]
    pairs += [(OBJECTS, after["claims"], before["claims"]), (PRIVATE, after["private"], before["private"])]
    if after["private"] != before["private"]:
        mine = release.json(after["private"], PRIVATE)
        theirs = get_json(store, before["private"], PRIVATE)
        pairs += [(KEYS, mine["keys"], theirs["keys"]), (COACH, mine["coach"], theirs["coach"])]
    for space, one, other in pairs:
        if one != other:
            yield (space, Digest(one)), (space, Digest(other))
