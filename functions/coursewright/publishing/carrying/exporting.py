"""A release becomes one file: what it is, where it came from, and every object of it, private ones included.

The file is a function of the release and its attestations. It holds neither the name the release had in a store nor the day it
was exported: names are each store's own. `release.json` comes first, then everything under its key, in order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from coursewright.compiling.digest import Digest
from coursewright.publishing.carrying.archive import END, member, padding
from coursewright.publishing.depositing.attestations import attestations_of
from coursewright.publishing.storing.at_once import each, width_of
from coursewright.publishing.storing.reachable import Place, reachable
from coursewright.publishing.storing.store import Store, get_json, get_verified, object_key

Progress = Callable[[str, int, int], None]
FIRST = "release.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many objects, how many bytes in all, and their SHA-256."""

    objects: int
    size: int
    sha256: str


def export(store: Store, edition: str, manifest: Digest, file: BinaryIO, progress: Progress = lambda *_: None) -> Exported:
    """Write a release; each object is read and verified twice rather than all of them held.

    Raises:
        MissingObjectError, DamagedObjectError: the release is not whole. What was written so far is no export.
    """
    places: dict[str, Place] = {}
    for place, _ in reachable(store, manifest):
        places[object_key(*place)] = place
        progress("reading", len(places), 0)
    said = dict(attestations_of(store, manifest))
    private = get_json(store, manifest)["private"]
    first = {"edition": edition, "format": FORMAT, "kind": "coursewright-release", "manifest": manifest, "private": private}
    out = _Counting(file)
    out.put(FIRST, json.dumps(first, sort_keys=True, separators=(",", ":")).encode())
    order = sorted(places.keys() | said.keys())
    bodies = each(lambda key: said[key] if key in said else get_verified(store, *places[key]), order, width_of(store))
    for done, (key, data) in enumerate(zip(order, bodies, strict=True), 1):
        out.put(key, data)
        progress("exporting", done, len(places) + len(said))
    out.write(END)
    return Exported(len(places), out.size, out.digest.hexdigest())


class _Counting:
    """A file, the bytes written to it, and their digest."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.size, self.digest = file, 0, hashlib.sha256()

    def put(self, name: str, data: bytes) -> None:
        """One member."""
        self.write(member(name, len(data)))
        self.write(data)
        self.write(padding(len(data)))

    def write(self, data: bytes) -> None:
        """Bytes as they are."""
        self.file.write(data)
        self.digest.update(data)
        self.size += len(data)
