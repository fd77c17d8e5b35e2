"""`{at}` → the exact release it stands for now: a release names itself, an edition its newest release, a channel its edition."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coursewright.compiling.digest import Digest
from coursewright.errors import UnknownNameError
from coursewright.publishing.log import Log, Record
from coursewright.publishing.logs import channel_log, edition_log, releases
from coursewright.publishing.names import is_channel, is_edition, parse_numbered
from coursewright.publishing.store import Store


class PinKind(StrEnum):
    """What a reader named, and so how long an answer stays true."""

    RELEASE = "release"
    EDITION = "edition"
    CHANNEL = "channel"


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


class Pins:
    """Resolves `{at}`, remembering the newest record seen of each log.

    Warm, it asks for the record after the one it knows and expects none: records are write-once, so what is known stays true.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._heads: dict[str, Record] = {}

    def resolve(self, at: str) -> Pin:
        """The exact release `at` stands for now.

        Raises:
            UnknownNameError: no such release, edition or channel has been promoted.
        """
        if is_edition(at):
            return self._edition(at, PinKind.EDITION, at)
        if (name := parse_numbered(at)) and not name.is_candidate:
            return self._release(at, name.edition)
        if is_channel(at):
            head = self._head(channel_log(self.store, at))
            if head:
                return self._edition(str(head["edition"]), PinKind.CHANNEL, at)
        raise UnknownNameError(f"there is no release, edition or channel {at!r}")

    def channels(self) -> list[Pin]:
        """Every channel, resolved."""
        return [self.resolve(name) for name in self.store.folders("channels/")]

    def editions(self) -> list[Pin]:
        """Every edition, resolved, the newest first."""
        return [self.resolve(name) for name in reversed(self.store.folders("editions/"))]

    def promoted(self, pin: Pin) -> Record | None:
        """The record that put the pin's release into its edition."""
        for record in edition_log(self.store, pin.edition).records():
            if record["release"] == pin.release:
                return record
        return None

    def named(self, pin: Pin) -> Record | None:
        """The record that claimed the pin's release name."""
        name = parse_numbered(pin.release)
        return releases(self.store, pin.edition).get(name.number) if name else None

    def _edition(self, edition: str, kind: PinKind, asked: str) -> Pin:
        head = self._head(edition_log(self.store, edition))
        if head is None:
            raise UnknownNameError(f"there is no edition {edition!r}")
        return Pin(asked, kind, str(head["release"]), edition, Digest(head["manifest"]))

    def _release(self, at: str, edition: str) -> Pin:
        """A release is readable once its edition has stood at it; a name claimed by a promotion that died is not."""
        pin = Pin(at, PinKind.RELEASE, at, edition, Digest(""))
        if known := self._heads.get(f"release {at}"):
            return Pin(at, PinKind.RELEASE, at, edition, Digest(known["manifest"]))
        record = self.promoted(pin)
        if record is None:
            raise UnknownNameError(f"there is no release {at!r}")
        self._heads[f"release {at}"] = record
        return Pin(at, PinKind.RELEASE, at, edition, Digest(record["manifest"]))

    def _head(self, log: Log) -> Record | None:
        known = self._heads.get(log.prefix)
        if known is None:
            newest = log.head()
        else:
            newest = known
            while (later := log.get(newest.number + 1)) is not None:
                newest = later
        if newest is not None:
            self._heads[log.prefix] = newest
        return newest
