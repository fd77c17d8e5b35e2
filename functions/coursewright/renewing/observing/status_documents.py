"""The status of a course on a day, as it was written down: `status/<manifest>/<course>/<day>.json`, once and for ever.

A document holds the status by the ledger with what was observed until then, names that ledger (`observed/<digest>.json`), and
says which source was known how. Light, for the read path reads it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.errors import DamagedObjectError, MissingObjectError
from coursewright.publishing.storing.store import Store

STATUS = "status"


@dataclass(frozen=True, slots=True)
class StatusDocument:
    """What was written down on a day."""

    on: date
    body: Mapping[str, Any]

    @property
    def ledger(self) -> str:
        """The digest of the ledger by which it was judged."""
        return str(self.body["ledger"])

    @property
    def status(self) -> dict[str, Any]:
        """What `course_status` gave."""
        found: dict[str, Any] = self.body["status"]
        return found

    @property
    def told(self) -> dict[str, Any]:
        """What readers are told of where it comes from."""
        return {"as_of": self.on.isoformat(), "sources": self.body["observed"]}


def status_key(manifest: Digest, course: str, on: date) -> str:
    """Where the document of a day is kept."""
    return f"{_folder(manifest, course)}{on.isoformat()}.json"


def _folder(manifest: Digest, course: str) -> str:
    return f"{STATUS}/{manifest}/{course}/"


def document_of(store: Store, manifest: Digest, course: str, on: date) -> StatusDocument | None:
    """The document of exactly this day, by one read.

    Raises:
        StoreError: the store cannot be read.
        DamagedObjectError: what is there is no such document.
    """
    key = status_key(manifest, course, on)
    try:
        data = store.get(key)
    except MissingObjectError:
        return None
    return _read(data, key, manifest, course, on)


def newest_document(store: Store, manifest: Digest, course: str, on: date | None) -> StatusDocument | None:
    """The newest document of a day or before, or of all: mostly by one read, before the day's is written by two; else it lists.

    Raises:
        StoreError: the store cannot be read.
        DamagedObjectError: what is there is no such document.
    """
    for day in (on, on - timedelta(days=1)) if on else ():
        if found := document_of(store, manifest, course, day):
            return found
    folder = _folder(manifest, course)
    days = filter(None, (_day(key.removeprefix(folder)) for key in store.keys(folder)))
    newest = max((day for day in days if on is None or day <= on), default=None)
    return document_of(store, manifest, course, newest) if newest else None


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(name.removesuffix(".json"))
    except ValueError:
        return None


def _read(data: bytes, key: str, manifest: Digest, course: str, on: date) -> StatusDocument:
    about: tuple[Any, ...] | None
    try:
        body = json.loads(data)
        about = (body["kind"], body["release manifest"], body["course"], body["as_of"])
        found = StatusDocument(on, body)
        is_whole = found.status["as_of"] == body["as_of"] and bool(found.ledger) and isinstance(found.told["sources"], dict)
    except (ValueError, KeyError, TypeError, RecursionError):
        about, is_whole = None, False
    if not is_whole or about != ("status", manifest, course, on.isoformat()):
        raise DamagedObjectError(f"{key} holds no status of {course} on {on}")
    return found
