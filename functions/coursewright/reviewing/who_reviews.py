"""Who reviews here: people whom a people.yaml maps that counts.

Those that count are of what learners have now: of the release that each channel stands at. Where no channel says (there is none
yet, or its release was made before releases said who its people are), it is the newest candidate of each edition. So a candidate
cannot let somebody in, once there is a release that says who reviews.
"""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.errors import MissingObjectError
from coursewright.publishing.records.log import Record
from coursewright.publishing.records.logs import candidates as candidate_log
from coursewright.publishing.records.logs import channel_log, releases
from coursewright.publishing.records.names import is_channel, parse_numbered
from coursewright.publishing.storing.generations import BEGUN, objects_of, place_of
from coursewright.publishing.storing.store import Store
from coursewright.reviewing.editors import Editors, editors_in

_MOST_KNOWN = 100


class WhoReviews:
    """Tells who reviews. What a release says of its people never changes, so it is read once."""

    def __init__(self, candidates: Store, released: Store) -> None:
        self.candidates, self.released = candidates, released
        self._known: dict[str, Editors | None] = {}

    def is_known(self, identity: str) -> bool:
        """Whether somebody of this identity reviews here.

        Raises:
            StoreError: nobody can tell just now.
        """
        return any(editors.person(identity) is not None for editors in self.editors())

    def editors(self) -> list[Editors]:
        """The people that count."""
        return list(self._of_channels()) or list(self._of_candidates())

    def _of_channels(self) -> Iterator[Editors]:
        for record in self.standing():
            if found := self._read(self.released, record):
                yield found

    def standing(self) -> Iterator[Record]:
        """Of each channel, the record that claimed the name of the release that it stands at."""
        for channel in filter(is_channel, self.released.folders("channels/")):
            head = channel_log(self.released, channel).head()
            name = parse_numbered(str(head["release"])) if head else None
            if name and (record := releases(self.released, name.edition).get(name.number)):
                yield record

    def _of_candidates(self) -> Iterator[Editors]:
        for edition in self.candidates.folders("candidates/"):
            record = candidate_log(self.candidates, edition).head()
            if record and self._is_there(record) and (found := self._read(objects_of(self.candidates, record), record)):
                yield found

    def _is_there(self, record: Record) -> bool:
        """Whether a candidate's objects have not expired."""
        try:
            if place := place_of(record.body):
                self.candidates.get(f"{place}{BEGUN}")
        except MissingObjectError:
            return False
        return True

    def _read(self, store: Store, record: Record) -> Editors | None:
        private = str(record["private"])
        if private not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            try:
                self._known[private] = editors_in(store, private, self.released)
            except MissingObjectError:  # it has expired, or was taken down: that lets nobody in, and hands it to no candidate
                return Editors()
        return self._known[private]
