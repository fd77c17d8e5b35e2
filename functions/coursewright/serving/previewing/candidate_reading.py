"""Candidates beside what was released, for reviewers: one more kind of `{at}`, and one more place where objects may be.

Takes both stores; gives a reader whose answers about a candidate are those that learners will get once it is promoted. What a
candidate shares with a release is the same bytes under the same digest, so it does not matter which store they come from. Keys,
coach notes and private roots are in neither as far as this reader can tell, whatever the stores hold. Nothing is written.
"""

from __future__ import annotations

from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import ASSETS, OBJECTS
from coursewright.errors import MissingObjectError, StoreRefusedError, UnknownNameError
from coursewright.publishing.records.log import Record
from coursewright.publishing.records.logs import candidates as candidate_log
from coursewright.publishing.records.names import Numbered, parse_numbered
from coursewright.publishing.storing.generations import BEGUN, has_expired, place_of
from coursewright.publishing.storing.store import Store
from coursewright.serving.pin import Pin, PinKind, Pins
from coursewright.serving.reader import Reader

_OBJECTS = (f"{OBJECTS}/", f"{ASSETS}/")
_ATTESTED = "attestations/"
_RELEASED = ("channels/", "editions/", "releases/", "heads/", "gzip/", "expunged/", "status/", "observed/")


def reviewing_reader(candidates: Store, released: Store) -> Reader:
    """A reader of candidates and of what was released."""
    store = ReviewedStore(candidates, released)
    return Reader(store, pins=CandidatePins(store))


class ReviewedStore:
    """Both stores as one, for reading only. `look_into` adds a place of the candidates' store where objects are.

    Where candidates expire, every object is in a generation, so none is looked for outside: the preview's role may not even ask.
    """

    def __init__(self, candidates: Store, released: Store) -> None:
        self.candidates = candidates
        self.released = released
        self._places = [] if getattr(candidates, "expires", False) else [""]

    def look_into(self, record: Record) -> None:
        """Objects of a candidate may be in a generation of their own, which its record names: that comes first now."""
        place = place_of(record.body)
        if self._places[:1] != [place]:
            self._places = [place, *(known for known in self._places if known != place)]

    def get(self, key: str) -> bytes:
        """See `Store`. What is not for readers is not there."""
        if key.startswith(_RELEASED):
            return self.released.get(key)
        if not key.startswith((*_OBJECTS, _ATTESTED)):
            raise MissingObjectError(f"{key} is not for reviewers")
        places = self._places if key.startswith(_OBJECTS) else [""]
        for place in places:
            try:
                return self.candidates.get(f"{place}{key}")
            except MissingObjectError:
                continue
        return self.released.get(key)

    def put_if_absent(self, key: str, data: bytes) -> bool:  # noqa: ARG002 - refused, whatever it is
        """See `Store`: nothing is put here."""
        raise StoreRefusedError(f"{key} cannot be written by a preview")

    def keys(self, prefix: str, limit: int | None = None) -> list[str]:
        """See `Store`."""
        found = set(self.released.keys(prefix, limit))
        if prefix.startswith(_ATTESTED):
            found.update(self.candidates.keys(prefix, limit))
        return sorted(found)[:limit]

    def folders(self, prefix: str) -> list[str]:
        """See `Store`."""
        return self.released.folders(prefix)


class CandidatePins(Pins):
    """Also knows candidates, by their names alone: no channel or edition stands at one."""

    store: ReviewedStore

    def __init__(self, store: ReviewedStore) -> None:
        super().__init__(store)
        self._deposited: dict[str, Record] = {}

    def resolve(self, at: str) -> Pin:
        """See `Pins`."""
        name = parse_numbered(at)
        if name is None or not name.is_candidate:
            return super().resolve(at)
        record = self._record(name)
        self.store.look_into(record)
        self._refuse_if_expired(record, at)
        return Pin(at, PinKind.CANDIDATE, at, name.edition, Digest(record["manifest"]))

    def _refuse_if_expired(self, record: Record, at: str) -> None:
        """A generation is previewed until the first of it goes: what is left after that is not whole."""
        if place := place_of(record.body):
            try:
                self.store.candidates.get(f"{place}{BEGUN}")
            except MissingObjectError as error:
                raise UnknownNameError(has_expired(at)) from error

    def promoted(self, pin: Pin) -> Record | None:
        """See `Pins`: a candidate was not."""
        return None if pin.kind is PinKind.CANDIDATE else super().promoted(pin)

    def named(self, pin: Pin) -> Record | None:
        """See `Pins`: a candidate's own record says where it came from."""
        name = parse_numbered(pin.release)
        return self._record(name) if name and name.is_candidate else super().named(pin)

    def _record(self, name: Numbered) -> Record:
        """A record is write-once, so it is read once."""
        if str(name) not in self._deposited:
            found = candidate_log(self.store.candidates, name.edition).get(name.number)
            if found is None:
                raise UnknownNameError(f"there is no candidate {str(name)!r}; it may have expired")
            self._deposited[str(name)] = found
        return self._deposited[str(name)]
