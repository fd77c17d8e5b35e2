"""A log of numbered, write-once records: how anything that moves is kept (names, editions, channels).

- Record n + 1 is created by who has seen n; whoever comes second is told (LostRaceError), and nothing of theirs is written.
- Each record carries the digest of the one before, so a rewritten past shows.
- Each carries a random token. A slot is write-once, so after any doubt it is read back, and the token says whose it is.
- Keys count down, so that the newest record is the first of a listing.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from coursewright.compiling.digest import Digest, digest_of
from coursewright.errors import DamagedObjectError, LostRaceError, MissingObjectError
from coursewright.publishing.store import Store

_LAST = 9_999_999_999


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who does something, when, and why; the clock is the caller's."""

    by: str
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a log: what it says, and the bytes it is stored as."""

    number: int
    body: Mapping[str, Any]
    digest: Digest
    data: bytes

    def __getitem__(self, field: str) -> Any:  # noqa: ANN401 - JSON
        return self.body[field]


class Log:
    """The log under one prefix of a store."""

    def __init__(self, store: Store, prefix: str) -> None:
        self.store = store
        self.prefix = prefix

    def head(self) -> Record | None:
        """The newest record, by one listing of one key."""
        keys = self.store.keys(f"{self.prefix}/", limit=1)
        return self._read(_number(keys[0])) if keys else None

    def get(self, number: int) -> Record | None:
        """Record `number`, or None where there is none yet."""
        try:
            return self._read(number)
        except MissingObjectError:
            return None

    def records(self) -> Iterator[Record]:
        """All records, the newest first."""
        head = self.head()
        for number in range(head.number if head else 0, 0, -1):
            yield self._read(number)

    def append(self, seen: Record | None, stamp: Stamp, body: Mapping[str, Any]) -> Record:
        """Create the record after the one that was seen.

        Raises:
            LostRaceError: somebody else created it first.
        """
        number = seen.number + 1 if seen else 1
        token = secrets.token_hex(16)
        record = {
            **body,
            "number": number,
            "by": stamp.by,
            "at": stamp.at.astimezone(UTC).isoformat(timespec="seconds"),
            "why": stamp.why,
            "previous": seen.digest if seen else None,
            "token": token,
        }
        data = json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
        if not self.store.put_if_absent(self._key(number), data):
            there = self._read(number)
            if there.body.get("token") != token:
                raise LostRaceError(
                    f"{self.prefix} already has record {number}, made by {there['by']} at {there['at']}; "
                    f"this one was made on top of record {number - 1}"
                )
        return Record(number, record, digest_of(data), data)

    def _read(self, number: int) -> Record:
        data = self.store.get(self._key(number))
        try:
            body = json.loads(data)
        except ValueError as error:
            raise DamagedObjectError(f"{self._key(number)} is not a record") from error
        if not isinstance(body, dict) or body.get("number") != number:
            raise DamagedObjectError(f"{self._key(number)} does not hold record {number}")
        return Record(number, body, digest_of(data), data)

    def _key(self, number: int) -> str:
        return f"{self.prefix}/{_LAST - number:010d}.json"


def _number(key: str) -> int:
    return _LAST - int(key.rsplit("/", 1)[-1].removesuffix(".json"))
