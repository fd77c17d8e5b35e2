"""Objects of released content, each verified against its digest when it is loaded, and kept while they are in demand."""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import ASSETS, OBJECTS
from coursewright.errors import UnknownNameError
from coursewright.publishing.store import Store, get_verified
from coursewright.serving.pin import Pin, Pins

_KEPT_BYTES = 64_000_000


class Reader:
    """Reads released content for one process. Objects never change, so what was read once is never asked for again."""

    def __init__(self, store: Store, kept_bytes: int = _KEPT_BYTES) -> None:
        self.store = store
        self.pins = Pins(store)
        self._kept: OrderedDict[tuple[str, Digest], bytes] = OrderedDict()
        self._parsed: OrderedDict[Digest, dict[str, Any]] = OrderedDict()
        self._room = kept_bytes

    def object(self, digest: Digest, space: str = OBJECTS) -> bytes:
        """The bytes of an object.

        Raises:
            MissingObjectError: the store does not hold it.
            DamagedObjectError: the store holds other bytes under its digest.
        """
        key = (space, digest)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        data = get_verified(self.store, space, digest)
        self._kept[key] = data
        self._room -= len(data)
        while self._room < 0 and len(self._kept) > 1:
            self._room += len(self._kept.popitem(last=False)[1])
        return data

    def asset(self, digest: Digest) -> bytes:
        """The bytes of an asset."""
        return self.object(digest, ASSETS)

    def json(self, digest: Digest) -> dict[str, Any]:
        """A small object that steers a read (manifest, index), parsed once."""
        if digest not in self._parsed:
            self._parsed[digest] = json.loads(self.object(digest))
            while len(self._parsed) > 64:  # noqa: PLR2004 - a few releases' manifests and indexes
                self._parsed.popitem(last=False)
        self._parsed.move_to_end(digest)
        return self._parsed[digest]

    def manifest(self, pin: Pin) -> dict[str, Any]:
        """The manifest of the pinned release."""
        return self.json(pin.manifest)

    def course(self, pin: Pin, course: str) -> tuple[Digest, dict[str, Any]]:
        """Digest and content of a course's index.

        Raises:
            UnknownNameError: the release has no such course, or not for this caller: the two are told alike.
        """
        digest = self.manifest(pin)["courses"].get(course)
        index = self.json(digest) if digest else None
        if index is None or not is_visible(index):
            raise UnknownNameError(f"release {pin.release} has no course {course!r}")
        return Digest(digest), index


def is_visible(course: dict[str, Any]) -> bool:
    """Whether this caller may read a course. Without a token, only what is public: tokens come with the deployed API."""
    return bool(course["availability"] == "public")
