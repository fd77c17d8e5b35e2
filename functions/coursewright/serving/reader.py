"""Objects of released content, each verified against its digest when it is loaded, and kept while they are in demand.

An object is loaded by its compressed form where there is one, so that one read of the store gives both. The compressed form
proves nothing: missing or damaged, the object itself is read. What was loaded once is served although the store goes away.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import ASSETS, OBJECTS
from coursewright.errors import DamagedObjectError, ExpungedError, MissingObjectError
from coursewright.publishing.records.logs import expunged_log
from coursewright.publishing.storing.compressed import get_compressed
from coursewright.publishing.storing.store import Store, get_verified
from coursewright.serving.http.answers import Leaf
from coursewright.serving.pin import Pin, Pins
from coursewright.serving.written_status import WrittenStatuses

if TYPE_CHECKING:
    from coursewright.serving.changes.known_changes import KnownChanges

_KEPT_BYTES = 64_000_000
_KEPT_PARSED = 64

logger = Logger(service="content_api")


class Reader:
    """Reads released content for one process. Objects never change, so what was read once is never asked for again."""

    def __init__(self, store: Store, kept_bytes: int = _KEPT_BYTES, pins: Pins | None = None) -> None:
        self.store = store
        self.pins = pins or Pins(store)
        self.statuses = WrittenStatuses(store)
        self._kept: OrderedDict[tuple[str, Digest], Leaf] = OrderedDict()
        self._parsed: OrderedDict[Digest, dict[str, Any]] = OrderedDict()
        self._room = kept_bytes

    @cached_property
    def changes(self) -> KnownChanges:
        """What changed between releases, as far as it was asked."""
        from coursewright.serving.changes.known_changes import KnownChanges  # noqa: PLC0415 - seldom.py says why

        return KnownChanges(self.store, self.json)

    def leaf(self, digest: Digest) -> Leaf:
        """An object, ready to be answered with.

        Raises:
            ExpungedError: it was taken down.
            MissingObjectError: the store does not hold it.
            DamagedObjectError: the store holds other bytes under its digest.
        """
        return self._once(OBJECTS, digest)

    def asset(self, digest: Digest) -> Leaf:
        """The bytes of an asset."""
        return self._once(ASSETS, digest)

    def json(self, digest: Digest) -> dict[str, Any]:
        """An object that steers a read (manifest, index, catalogue), parsed once."""
        if digest not in self._parsed:
            self._parsed[digest] = json.loads(self.leaf(digest).plain)
            while len(self._parsed) > _KEPT_PARSED:
                self._parsed.popitem(last=False)
        self._parsed.move_to_end(digest)
        return self._parsed[digest]

    def manifest(self, pin: Pin) -> dict[str, Any]:
        """The manifest of the pinned release."""
        return self.json(pin.manifest)

    def _once(self, space: str, digest: Digest) -> Leaf:
        key = (space, digest)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        leaf = self._load(space, digest)
        self._kept[key] = leaf
        self._room -= leaf.size
        while self._room < 0 and len(self._kept) > 1:
            self._room += self._kept.popitem(last=False)[1].size
        return leaf

    def _load(self, space: str, digest: Digest) -> Leaf:
        if space == OBJECTS:
            try:
                return Leaf(*get_compressed(self.store, digest))
            except DamagedObjectError as error:
                logger.warning("compressed form ignored", extra={"cause": str(error)})
            except MissingObjectError:
                pass  # promoted before there were any
        try:
            return Leaf(get_verified(self.store, space, digest))
        except MissingObjectError:
            record = expunged_log(self.store, digest).head()  # asked for only here, so that no other read costs more
            if record is None:
                raise
            raise ExpungedError(f"{space}/{digest}", record["at"], record["why"]) from None
