"""One side of a comparison: a release by its manifest's digest, and how its public objects are read. Nothing else goes in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import ASSETS
from coursewright.errors import ExpungedError, MissingObjectError
from coursewright.publishing.logs import expunged_log
from coursewright.publishing.store import Store, get_json, get_verified

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Side:
    """A release to compare. `read` gives what a public object says, `asset` the bytes of a figure; each may be asked twice."""

    manifest: Digest
    read: Callable[[Digest], Mapping[str, Any]]
    asset: Callable[[Digest], bytes]


def side_of(store: Store, manifest: str) -> Side:
    """A release in a store; whatever is asked for is read once."""
    return Side(
        Digest(manifest),
        cache(lambda digest: get_json(store, digest)),
        cache(lambda digest: get_verified(store, ASSETS, digest)),
    )


def side_but_taken_down(store: Store, manifest: str) -> Side:
    """The same, for a comparison that tells what it can: reading what a record says was taken down raises ExpungedError."""
    plain = side_of(store, manifest)
    return Side(plain.manifest, _or_taken_down(store, plain.read), _or_taken_down(store, plain.asset))


def _or_taken_down(store: Store, read: Callable[[Digest], Told]) -> Callable[[Digest], Told]:
    def found(digest: Digest) -> Told:
        try:
            return read(digest)
        except MissingObjectError:
            record = expunged_log(store, digest).head()  # asked for only here, so that no other read costs more
            if record is None:
                raise
            raise ExpungedError(f"object {digest}", record["at"], record["why"]) from None

    return found
