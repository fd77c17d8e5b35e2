"""A journal of numbered, write-once notes: what a daily function saw or told, for its own next run.

Kept as logs are (log.py): note n + 1 is created by who has seen n, each names the digest of the one before, and the newest is the
first of a listing. But no note is signed: nobody outside is to believe one, and nothing a learner reads is found through one. So
who writes notes needs no key, and can write no record of a promotion; below which prefixes it may put is for its role to say.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coursewright.compiling.digest import Digest, digest_of
from coursewright.errors import DamagedObjectError, LostRaceError
from coursewright.publishing.records.log import Pending, number_in
from coursewright.publishing.storing.store import Store


@dataclass(frozen=True, slots=True)
class Note:
    """One note of a journal."""

    number: int
    body: Mapping[str, Any]
    digest: Digest

    def __getitem__(self, field: str) -> Any:  # noqa: ANN401 - JSON
        return self.body[field]


class Journal:
    """The journal under one prefix of a store."""

    def __init__(self, store: Store, prefix: str) -> None:
        self.store = store
        self.prefix = prefix

    def newest(self) -> Note | None:
        """The newest note, by a listing of one key and one read; by one listing more if another file sorts before it."""
        first = self.store.keys(f"{self.prefix}/", limit=1)
        keys = first if not first or number_in(first[0], self.prefix) else self.store.keys(f"{self.prefix}/")
        number = next((found for key in keys if (found := number_in(key, self.prefix))), 0)
        return self.read(number) if number else None

    def read(self, number: int) -> Note:
        """Note `number`.

        Raises:
            MissingObjectError: there is none.
            DamagedObjectError: what is there is none.
        """
        return self._note(number, self.store.get(self._key(number)))

    def notes(self) -> Iterator[Note]:
        """All notes, the newest first."""
        newest = self.newest()
        if newest:
            yield newest
            yield from (self.read(number) for number in range(newest.number - 1, 0, -1))

    def add(self, seen: Note | None, body: Mapping[str, Any]) -> Note:
        """Create the note after the one that was seen.

        Raises:
            LostRaceError: somebody else created it first.
            StoreError: the store failed; whether the note is there, the next look tells.
        """
        number = seen.number + 1 if seen else 1
        said = {**body, "journal": self.prefix, "number": number, "previous": seen.digest if seen else None}
        said["token"] = secrets.token_hex(8)
        data = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
        key = self._key(number)
        if not self.store.put_if_absent(key, data) and self.store.get(key) != data:
            raise LostRaceError(f"{self.prefix} already has note {number}, made by somebody else at the same time")
        return self._note(number, data)

    def _key(self, number: int) -> str:
        return Pending(self.prefix, number, b"").key

    def _note(self, number: int, data: bytes) -> Note:
        try:
            body = json.loads(data)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict) or (body.get("journal"), body.get("number")) != (self.prefix, number):
            raise DamagedObjectError(f"{self._key(number)} holds no note {number} of {self.prefix}")
        return Note(number, body, digest_of(data))
