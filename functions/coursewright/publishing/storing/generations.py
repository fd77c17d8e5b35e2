"""Objects of candidates that expire by age: each month's deposits have a place of their own, `generations/<YYYY-MM>/`.

A young candidate that shared objects with an old one would lose them when those expire. So in an expiring store the objects of a
deposit go below the month of its stamp, whole, and a deposit skips only what its own generation holds. Expiry after 90 days
leaves each candidate at least 59: what it shares is at most 31 days older than itself. Its record names the generation, and
whoever reads its objects goes through that record. Records and attestations are outside, and never expire.

A store that does not expire has no generations: its keys and records are what they always were.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from coursewright.compiling.spaces import SPACES
from coursewright.errors import MissingObjectError
from coursewright.publishing.records.log import Record, Stamp
from coursewright.publishing.records.names import Numbered
from coursewright.publishing.storing.at_once import width_of
from coursewright.publishing.storing.store import Store

_KEPT = timedelta(days=90)
BEGUN = "objects/begun"
"""What is put into a generation before all else, so that nothing of it expires sooner: gone, the generation has expired."""
_OBJECTS = tuple(f"{space}/" for space in SPACES)


class ExpiringStore:
    """A candidates' store whose objects expire. It says so by `expires`; in all else it is the store it is made of."""

    expires = True

    def __init__(self, store: Store) -> None:
        self.store = store
        self.at_once = width_of(store)

    def get(self, key: str) -> bytes:
        """See `Store`."""
        return self.store.get(key)

    def put_if_absent(self, key: str, data: bytes) -> bool:
        """See `Store`."""
        return self.store.put_if_absent(key, data)

    def keys(self, prefix: str, limit: int | None = None) -> list[str]:
        """See `Store`."""
        return self.store.keys(prefix, limit)

    def folders(self, prefix: str) -> list[str]:
        """See `Store`."""
        return self.store.folders(prefix)


class GenerationStore:
    """One generation of a store: objects are below its prefix, all else is where it is. `of` names who reads, for messages."""

    def __init__(self, store: Store, generation: str, of: str = "") -> None:
        self.store, self.of = store, of
        self.place = place_of({"generation": generation})
        self.at_once = width_of(store)

    def get(self, key: str) -> bytes:
        """See `Store`."""
        try:
            return self.store.get(self._there(key))
        except MissingObjectError as error:
            if not self.of or not key.startswith(_OBJECTS):
                raise
            raise MissingObjectError(f"{has_expired(self.of)} ({error})") from error

    def put_if_absent(self, key: str, data: bytes) -> bool:
        """See `Store`."""
        return self.store.put_if_absent(self._there(key), data)

    def keys(self, prefix: str, limit: int | None = None) -> list[str]:
        """See `Store`."""
        place = self.place if prefix.startswith(_OBJECTS) else ""
        return [key.removeprefix(place) for key in self.store.keys(f"{place}{prefix}", limit)]

    def folders(self, prefix: str) -> list[str]:
        """See `Store`."""
        return self.store.folders(self._there(prefix))

    def _there(self, key: str) -> str:
        return f"{self.place}{key}" if key.startswith(_OBJECTS) else key


def generation_for(store: Store, stamp: Stamp) -> str | None:
    """The generation that a deposit goes to: the month of its stamp where the store expires, else none."""
    return stamp.time[: len("YYYY-MM")] if getattr(store, "expires", False) else None


def generation_in(record: Record) -> str | None:
    """The generation that a candidate's record names."""
    return record.body.get("generation")


def kept_until(record: Record) -> datetime | None:
    """Until when no object of a candidate expires, counted from the earliest that one can have been put; None for ever."""
    generation = generation_in(record)
    return datetime.fromisoformat(f"{generation}-01T00:00:00+00:00") + _KEPT if generation else None


def begun(store: Store, generation: str | None) -> Store:
    """The store as a deposit into a generation sees it, before anything is put there."""
    if generation is None:
        return store
    here = GenerationStore(store, generation)
    here.put_if_absent(BEGUN, b"")
    return here


def objects_of(store: Store, record: Record) -> Store:
    """The store as readers of a candidate see it: its objects are those of its generation."""
    generation = generation_in(record)
    return GenerationStore(store, generation, _name(record)) if generation else store


def place_of(record: Mapping[str, Any]) -> str:
    """The prefix of a candidate's objects. Without a generation they are where they always were."""
    generation = record.get("generation")
    return f"generations/{generation}/" if generation else ""


def has_expired(candidate: str) -> str:
    """What is told of a candidate whose objects are gone."""
    return f"{candidate} has expired; deposit the commit again"


def _name(record: Record) -> str:
    return str(Numbered(record["edition"], record.number, is_candidate=True))
