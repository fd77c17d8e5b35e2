"""One side of a comparison: a release by its manifest's digest, and how its public objects are read. Nothing else goes in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import ASSETS
from coursewright.publishing.removing.told_takedowns import or_taken_down
from coursewright.publishing.storing.store import Store, get_json, get_verified


@dataclass(frozen=True, slots=True)
class Side:
    """A release to compare. `read` gives what a public object says, `asset` the bytes of a figure; each may be asked twice."""

    manifest: Digest
    read: Callable[[Digest], Mapping[str, Any]]
    asset: Callable[[Digest], bytes]

    def index(self, course: str) -> Mapping[str, Any]:
        """The index of a course that the release has."""
        return self.read(Digest(self.read(self.manifest)["courses"][course]))


def side_of(store: Store, manifest: str) -> Side:
    """A release in a store; whatever is asked for is read once."""
    return Side(
        Digest(manifest),
        cache(lambda digest: get_json(store, digest)),
        cache(lambda digest: get_verified(store, ASSETS, digest)),
    )


def side_but_taken_down(store: Store, manifest: str, records: Store) -> Side:
    """The same, for a comparison that tells what it can: reading what was taken down raises ExpungedError, by these records."""
    plain = side_of(store, manifest)
    return Side(
        plain.manifest,
        lambda digest: or_taken_down(records, digest, lambda: plain.read(digest)),
        lambda digest: or_taken_down(records, digest, lambda: plain.asset(digest)),
    )
