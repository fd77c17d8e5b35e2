"""`{at}` → the exact release it stands for now: a release names itself, an edition its newest release, a channel its edition."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from coursewright.compiling.digest import Digest
from coursewright.errors import DamagedObjectError, MissingObjectError, StoreError, UnknownNameError
from coursewright.publishing.records.editions import Standing, standing_in
from coursewright.publishing.records.log import Log, Record
from coursewright.publishing.records.logs import channel_log, edition_log, releases
from coursewright.publishing.records.names import is_channel, is_edition, parse_numbered
from coursewright.publishing.storing.store import Store

_ASK_AGAIN_AFTER = 1.0
"""Seconds for which a store that did not answer is left alone."""


class PinKind(StrEnum):
    """What a reader named, and so how long an answer stays true."""

    RELEASE = "release"
    EDITION = "edition"
    CHANNEL = "channel"
    CANDIDATE = "candidate"


@dataclass(frozen=True, slots=True)
class Pin:
    """A resolved `{at}`. One answer is made from one pin, so it never mixes two releases.

    `withdrawn` says why the release was withdrawn, if it was. `age` is None where the store confirmed the pin just now; while the
    store cannot be reached it is the number of seconds since it last did.
    """

    asked: str
    kind: PinKind
    release: str
    edition: str
    manifest: Digest
    withdrawn: str | None = None
    age: int | None = None

    @property
    def lasting(self) -> str:
        """What a learner's app asks by from then on: the edition. A candidate is in none yet, so it stands for itself."""
        return self.release if self.kind is PinKind.CANDIDATE else self.edition


class Pins:
    """Resolves `{at}`, remembering the newest record seen of each log.

    Warm, it asks for the record after the one it knows and expects none: records are write-once, so what is known stays true.
    One record tells everything, so that is one read, whatever was named. While the store cannot be reached, what is known is
    given, with its age; the store is then asked once a second.
    """

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self.store = store
        self._clock = clock
        self._heads: dict[str, Record] = {}
        self._names: dict[str, list[str]] = {}
        self._confirmed: dict[str, float] = {}
        self._away_until = 0.0

    def resolve(self, at: str) -> Pin:
        """The exact release `at` stands for now.

        Raises:
            UnknownNameError: no such release, edition or channel has been promoted.
            StoreError: the store cannot be reached, and nothing is known yet.
        """
        if is_edition(at):
            return self._edition(at)
        if (name := parse_numbered(at)) and not name.is_candidate:
            return self._release(at, name.edition)
        if is_channel(at):
            head, age = self._head(channel_log(self.store, at))
            if head:
                where = str(head["release"]), str(head["edition"]), Digest(head["manifest"])
                return Pin(at, PinKind.CHANNEL, *where, head["withdrawn"], age)
        raise UnknownNameError(f"there is no release, edition or channel {at!r}")

    def channels(self) -> list[Pin]:
        """Every channel, resolved."""
        return [self.resolve(name) for name in self._listed("channels/") if is_channel(name)]

    def editions(self) -> list[Pin]:
        """Every edition, resolved, the newest first."""
        return [self.resolve(name) for name in self.edition_names()]

    def edition_names(self) -> list[str]:
        """Every edition that has a log, the newest first."""
        return [name for name in reversed(self._listed("editions/")) if is_edition(name)]

    def standing(self, edition: str) -> Standing | None:
        """Where an edition stands, and where it has stood; None where it was not opened."""
        head, _ = self._head(edition_log(self.store, edition))
        return standing_in(head) if head else None

    def promoted(self, pin: Pin) -> Record | None:
        """The record that put the pin's release into its edition."""
        return self._kept(f"promoted {pin.release}", lambda: self._promoted(pin))

    def named(self, pin: Pin) -> Record | None:
        """The record that claimed the pin's release name."""
        name = parse_numbered(pin.release)
        return self._kept(f"named {pin.release}", lambda: releases(self.store, pin.edition).get(name.number) if name else None)

    def latest(self, log: Log, most: int) -> Iterator[Record]:
        """The newest record and those before it, at most so many; each is looked for once."""
        head, _ = self._head(log)
        numbers = range(head.number, max(0, head.number - most), -1) if head else ()
        for number in numbers:
            if record := self.record(log, number):
                yield record

    def record(self, log: Log, number: int) -> Record | None:
        """A record of a log by its number, looked for once."""
        return self._kept(f"{log.prefix} {number}", partial(log.get, number))

    def _promoted(self, pin: Pin) -> Record | None:
        records = edition_log(self.store, pin.edition).records()
        return next((record for record in records if record["act"] == "promote" and record["release"] == pin.release), None)

    def _kept(self, what: str, find: Callable[[], Record | None]) -> Record | None:
        """A record that is never another one: looked for once."""
        if what not in self._heads:
            found = find()
            if found is None:
                return None
            self._heads[what] = found
        return self._heads[what]

    def _listed(self, prefix: str) -> list[str]:
        """Names below a prefix; those known before, while the store is away."""
        try:
            self._names[prefix] = self.store.folders(prefix)
        except StoreError:
            if prefix not in self._names:
                raise
        return self._names[prefix]

    def _edition(self, edition: str) -> Pin:
        head, age = self._head(edition_log(self.store, edition))
        if head is None:
            raise UnknownNameError(f"there is no edition {edition!r}")
        now = standing_in(head)
        return Pin(edition, PinKind.EDITION, now.release, edition, now.manifest, now.withdrawn_because, age)

    def _release(self, at: str, edition: str) -> Pin:
        """A release is readable once its edition has stood at it; a name claimed by a promotion that died is not."""
        head, age = self._head(edition_log(self.store, edition))
        now = standing_in(head) if head else None
        if now is None or at not in now.releases:
            raise UnknownNameError(f"there is no release {at!r}")
        return Pin(at, PinKind.RELEASE, at, edition, now.releases[at], now.withdrawn.get(at), age)

    def _head(self, log: Log) -> tuple[Record | None, int | None]:
        """The newest record, and None, or its age in seconds where the store did not answer."""
        known, now = self._heads.get(log.prefix), self._clock()
        try:
            if known is None:
                newest = log.head()
            elif now < self._away_until:
                return known, self._age(log, now)
            else:
                newest = known if log.get(known.number + 1) is None else log.head()
        except StoreError as error:
            if not isinstance(error, DamagedObjectError | MissingObjectError):  # which say nothing about other logs
                self._away_until = now + _ASK_AGAIN_AFTER
            if known is None:
                raise
            return known, self._age(log, now)
        if newest is not None:
            self._heads[log.prefix], self._confirmed[log.prefix] = newest, now
        return newest, None

    def _age(self, log: Log, now: float) -> int:
        return max(1, round(now - self._confirmed[log.prefix]))
