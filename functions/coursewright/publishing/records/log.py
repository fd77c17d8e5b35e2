"""A log of numbered, signed, write-once records: how anything that moves is kept (names, editions, channels, heads).

- Record n + 1 is created by who has seen n; whoever comes second is told (LostRaceError), and nothing of theirs is written.
- Each record names its log, and carries the digest of the one before, so a rewritten past shows.
- Each carries a random token. A slot is write-once, so repeating the same bytes until they were created or refused decides it for
  ever; after a refusal the slot is read back, and the token says whose it is. Where the store does not answer at all, the verdict
  is unknown, and the error holds what settles it.
- Keys count down, so that the newest record is the first of a listing.
"""

from __future__ import annotations

import json
import random
import re
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from coursewright.compiling.digest import Digest, digest_of
from coursewright.errors import (
    DamagedObjectError,
    LostRaceError,
    MissingObjectError,
    StoreError,
    StoreRefusedError,
    UnknownVerdictError,
)
from coursewright.publishing.keys.envelope import HEAD, RECORD, opened, sealed
from coursewright.publishing.storing.store import Store

if TYPE_CHECKING:
    from coursewright.publishing.keys.signing import Signers  # a reader loads no cryptography

_LAST = 9_999_999_999
_NAME = re.compile(r"([0-9]{10})\.json")
_MOST_TURNS = 1_000
_PAUSES = (0.05, 0.2, 0.8)
"""Seconds between tries while a store does not answer."""


class Patience:
    """How often somebody who lost a race looks again: with a growing random pause, and not for ever.

    A store whose listings lag would show the same head again and again.
    """

    def __init__(self) -> None:
        self.turns = 0

    def wait(self) -> None:
        """Wait a moment before the next look.

        Raises:
            StoreError: there were too many.
        """
        self.turns += 1
        if self.turns > _MOST_TURNS:
            raise StoreError(
                f"a record was taken by others {_MOST_TURNS:,} times in a row, or the store shows old listings; try later"
            )
        time.sleep(random.uniform(0, 0.002 * min(self.turns, 25)))  # noqa: S311 - no secret


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who does something, when, and why, and the keys it is signed with; the clock is the caller's."""

    by: str
    at: datetime
    why: str
    signers: Signers

    @property
    def time(self) -> str:
        """When, as records say it."""
        return self.at.astimezone(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a log: what it says, and the bytes it is stored as."""

    number: int
    body: Mapping[str, Any]
    digest: Digest
    data: bytes

    def __getitem__(self, field: str) -> Any:  # noqa: ANN401 - JSON
        return self.body[field]


@dataclass(frozen=True, slots=True)
class Pending:
    """A record on its way: the slot it is for and its bytes, which alone may be put there by whoever made it."""

    prefix: str
    number: int
    data: bytes

    @property
    def key(self) -> str:
        """Where it belongs."""
        return f"{self.prefix}/{_LAST - self.number:010d}.json"


class Log:
    """The log under one prefix of a store. Logs of heads are signed by the heads' key, all others by the records' key."""

    def __init__(self, store: Store, prefix: str) -> None:
        self.store = store
        self.prefix = prefix
        self._is_of_heads = prefix.startswith("heads/")

    def head(self) -> Record | None:
        """The newest record, by one listing of one key and one read; by one listing more if another file sorts before it."""
        first = self.store.keys(f"{self.prefix}/", limit=1)
        keys = first if not first or number_in(first[0], self.prefix) else self.store.keys(f"{self.prefix}/")
        newest = next((number for key in keys if (number := number_in(key, self.prefix))), 0)
        return self._read(newest) if newest else None

    def get(self, number: int) -> Record | None:
        """Record `number`, or None where there is none yet."""
        try:
            return self._read(number)
        except MissingObjectError:
            return None

    def records(self) -> Iterator[Record]:
        """All records, the newest first."""
        head = self.head()
        if head:
            yield head
            yield from (self._read(number) for number in range(head.number - 1, 0, -1))

    def append(self, seen: Record | None, stamp: Stamp, body: Mapping[str, Any]) -> Record:
        """Create the record after the one that was seen.

        Raises:
            LostRaceError: somebody else created it first.
            StoreRefusedError: the store took nothing.
            UnknownVerdictError: the store did not answer, so the record may be there or not; `settle` finds out.
        """
        record = {
            **body,
            "log": self.prefix,
            "number": seen.number + 1 if seen else 1,
            "by": stamp.by,
            "at": stamp.time,
            "why": stamp.why,
            "previous": seen.digest if seen else None,
            "token": secrets.token_hex(16),
        }
        payload = json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
        kind, signer = (HEAD, stamp.signers.heads) if self._is_of_heads else (RECORD, stamp.signers.records)
        return _decided(self.store, Pending(self.prefix, record["number"], sealed(kind, payload, [signer])), is_new=True)

    def _read(self, number: int) -> Record:
        key = Pending(self.prefix, number, b"").key
        data = self.store.get(key)
        return record_in(data, self.prefix, number, HEAD if self._is_of_heads else RECORD)


def record_in(data: bytes, prefix: str, number: int, payload_type: str = RECORD) -> Record:
    """The record that stored bytes hold; its signatures are not looked at.

    Raises:
        DamagedObjectError: they hold none, or another one than was asked for.
    """
    where = f"record {number} of {prefix}"
    try:
        envelope = opened(data)
        body = json.loads(envelope.payload)
    except (DamagedObjectError, ValueError, RecursionError) as error:
        raise DamagedObjectError(
            f"the bytes of {where} are not a signed record; a store made before records were signed must be made anew"
        ) from error
    is_this = isinstance(body, dict) and (body.get("log"), body.get("number")) == (prefix, number)
    if not is_this or envelope.payload_type != payload_type:
        raise DamagedObjectError(f"the bytes of {where} hold another one")
    return Record(number, body, digest_of(data), data)


def settle(store: Store, pending: Pending) -> Record:
    """Put a record until it is decided whether it is the one of its slot; doing so again decides nothing else.

    Raises:
        LostRaceError: the slot holds another record.
        UnknownVerdictError: the store still does not answer, or takes nothing now.
    """
    return _decided(store, pending, is_new=False)


def _decided(store: Store, pending: Pending, *, is_new: bool) -> Record:
    """The record, once it is known to be its slot's. That a store took nothing is certain only before the first try of all."""
    trouble: StoreError | None = None
    for pause in (*_PAUSES, 0.0):
        try:
            return _put(store, pending)
        except DamagedObjectError:
            raise
        except StoreRefusedError as error:
            if is_new and trouble is None:
                raise
            trouble = error
        except StoreError as error:
            trouble = error
        time.sleep(pause)
    raise UnknownVerdictError(
        f"the store did not say whether it took record {pending.number} of {pending.prefix} ({trouble})", pending
    ) from trouble


def _put(store: Store, pending: Pending) -> Record:
    ours = record_in(pending.data, pending.prefix, pending.number, opened(pending.data).payload_type)
    if store.put_if_absent(pending.key, pending.data):
        return ours
    data = store.get(pending.key)
    if data == pending.data:
        return ours
    there = record_in(data, pending.prefix, pending.number, opened(data).payload_type)
    raise LostRaceError(
        f"{pending.prefix} already has record {pending.number}, made by {there['by']} at {there['at']}; "
        f"this one was made on top of record {pending.number - 1}"
    )


def number_in(key: str, prefix: str) -> int:
    """The number of the record that is kept under a key of a log; 0 if none is."""
    found = _NAME.fullmatch(key.removeprefix(f"{prefix}/"))
    return _LAST - int(found[1]) if found else 0
