"""The objects of releases, each read once and compared with its digest; nothing but digests is kept while walking."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from coursewright.compiling.digest import Digest, digest_of
from coursewright.compiling.spaces import ASSETS, OBJECTS
from coursewright.errors import MissingObjectError, StoreError
from coursewright.publishing.keys.trust_root import TrustRoot
from coursewright.publishing.records.log import Pending
from coursewright.publishing.storing.at_once import each, width_of
from coursewright.publishing.storing.reachable import Place, names
from coursewright.publishing.storing.store import Store, object_key
from coursewright.publishing.verifying.problems import Report
from coursewright.publishing.verifying.taken_down import takedown_in

Progress = Callable[[str, int, int], None]
REPLACE = "move aside what is there, and copy this key from a backup or a candidates' store (coursewright import fills one)"
COMPILE = "withdraw the release; its bytes are as they were released, so this was compiled wrongly"


class ObjectWalk:
    """Walks releases from their manifests. `is_whole` tells whether everything that something names was found."""

    def __init__(self, store: Store, root: TrustRoot, report: Report, progress: Progress) -> None:
        self.store, self.root, self.report, self.progress = store, root, report, progress
        self.seen: set[Place] = set()
        self.is_whole = True
        self.manifests: dict[Digest, dict[str, Any]] = {}

    def walk(self, manifest: Digest, named_by: str) -> None:
        """Read every object of a release that was not read before."""
        width = width_of(self.store)
        pending: list[Place] = [(OBJECTS, manifest)]
        while pending:
            taken = self._taken(pending, 1 if width == 1 else len(pending))
            for place, got in zip(taken, each(self._get, taken, width), strict=True):
                self.seen.add(place)
                data = self._judged(place, got, f"release {named_by} needs it")
                if data is not None:
                    pending.extend(one for one in self._named_in(place, data, named_by) if one not in self.seen)
                self.progress("verifying", len(self.seen), len(self.seen) + len(pending))

    def read(self, place: Place, why: str) -> bytes | None:
        """The bytes of one object, if they are the right ones."""
        return self._judged(place, self._get(place), why)

    def _taken(self, pending: list[Place], count: int) -> list[Place]:
        """The next to be read, the newest first, each once; they are pending no longer."""
        taken = dict.fromkeys(place for place in (pending.pop() for _ in range(count)) if place not in self.seen)
        return list(taken)

    def _get(self, place: Place) -> bytes | StoreError:
        try:
            return self.store.get(object_key(*place))
        except StoreError as error:
            return error

    def _judged(self, place: Place, got: bytes | StoreError, why: str) -> bytes | None:
        key = object_key(*place)
        self.report.counts["objects"] += 1
        if isinstance(got, MissingObjectError):
            if taken_down := self._taken_down(place[1]):
                self.report.note(key, taken_down)
            else:
                self.report.missing(key, why, REPLACE)
        elif isinstance(got, StoreError):
            self.report.error(key, f"cannot be read: {got}", REPLACE)
        else:
            found = digest_of(got)
            if found == place[1]:
                return got
            self.report.error(key, f"holds {len(got)} bytes whose digest is {found}; {why}", REPLACE)
        self.is_whole = self.is_whole and place[0] == ASSETS
        return None

    def _taken_down(self, digest: Digest) -> str | None:
        """Who took an object down, when and why, by a record that is to be believed; without one it is lost."""
        try:
            return takedown_in(self.store.get(Pending(f"expunged/{digest}", 1, b"").key), digest, self.root)
        except StoreError:
            return None

    def _named_in(self, place: Place, data: bytes, named_by: str) -> list[Place]:
        if place[0] == ASSETS or not data.startswith(b"{"):
            return []
        try:
            value = json.loads(data)
            found = list(names(place[0], value))
            if value.get("kind") == "manifest":
                self.manifests[place[1]] = {name: value[name] for name in ("tree", "format", "private")}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self.report.error(object_key(*place), f"does not say what such an object says; release {named_by} needs it", COMPILE)
            self.is_whole = False
            return []
        return found
