"""Where a list goes on: opaque to apps, bound to a release and to the question, so that pages of one list never mix.

A cursor says nothing a caller may not know, so it needs no signature: it is checked against the release it names.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass

from coursewright.compiling.digest import digest_of
from coursewright.errors import BadParameterError, UnknownNameError
from coursewright.publishing.records.logs import channel_log
from coursewright.publishing.records.names import parse_numbered
from coursewright.serving.pin import Pin, PinKind
from coursewright.serving.question import Question

CURSOR = "cursor"
_LONGEST = 600
MOST_RECORDS = 20
"""A list is gone on with in the editions of a channel's last records only: a cursor is not kept, and a log may be long."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """After `last`, in a release, of the list that `filters` select."""

    release: str
    filters: str
    last: str

    def __str__(self) -> str:
        data = json.dumps([self.release, self.filters, self.last], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(data).decode().rstrip("=")


def filters_of(filters: Mapping[str, str]) -> str:
    """A short name for a set of filters."""
    return digest_of(json.dumps(sorted(filters.items())).encode())[:16]


def cursor_of(question: Question, filters: Mapping[str, str]) -> Cursor | None:
    """The cursor of a question, None where it has none.

    Raises:
        BadParameterError: it is no cursor, or one of another question.
    """
    text = question.asked.get(CURSOR)
    if text is None:
        return None
    cursor = _read(text)
    if cursor is None:
        raise BadParameterError(CURSOR, "a next_cursor of this list, as it was given")
    if cursor.filters != filters_of(filters):
        raise BadParameterError(CURSOR, "it belongs to other filters; leave it out to begin anew")
    return cursor


def pin_of(question: Question, at: str, cursor: Cursor) -> Pin:
    """The release a cursor names, as one that `at` could mean.

    Raises:
        BadParameterError: `at` did not stand for it, or that is long ago.
    """
    now = question.pin(at)
    if cursor.release == now.release:
        return now
    try:
        pin = question.pin(cursor.release)
    except UnknownNameError:
        pin = None
    if pin is None or pin.kind is not PinKind.RELEASE or not _could_mean(question, now, pin.edition):
        raise BadParameterError(CURSOR, f"it belongs to a release that {at} has not stood for lately; leave it out to begin anew")
    return Pin(now.asked, now.kind, pin.release, pin.edition, pin.manifest, pin.withdrawn, pin.age)


def _could_mean(question: Question, now: Pin, edition: str) -> bool:
    match now.kind:
        case PinKind.RELEASE | PinKind.CANDIDATE:
            return False
        case PinKind.EDITION:
            return edition == now.edition
    if edition == now.edition:
        return True
    records = question.reader.pins.latest(channel_log(question.reader.store, now.asked), MOST_RECORDS)
    return any(record["edition"] == edition for record in records)


def _read(text: str) -> Cursor | None:
    if len(text) > _LONGEST or not text.isascii():
        return None
    try:
        value = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        return None
    match value:
        case [str(release), str(filters), str(last)] if parse_numbered(release):
            return Cursor(release, filters, last)
    return None
