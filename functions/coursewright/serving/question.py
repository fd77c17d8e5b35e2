"""A question: what was asked, of which store, by whom, and when. Routes are functions from a question to an Answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

from coursewright.compiling.digest import Digest
from coursewright.errors import BadParameterError, DamagedObjectError, MissingObjectError, UnknownNameError
from coursewright.serving.access.callers import Caller, Event, is_public
from coursewright.serving.pin import Pin
from coursewright.serving.reader import Reader

Clock = Callable[[], datetime]

_WHOLE = re.compile(r"[0-9]{1,9}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Question:
    """One question, as routes see it.

    `address` is where readers reach the server, as https://courses.example. Where it is not known it is empty, and links that
    leave with a document are relative to the server's root; what a request says of its host is never believed.
    """

    reader: Reader
    event: Event
    now: Clock
    caller: Caller
    address: str = ""

    @property
    def path(self) -> str:
        """The path that was asked for."""
        return str(self.event["rawPath"])

    @property
    def asked(self) -> Mapping[str, str]:
        """The parameters of the query. A repeated one arrives as API Gateway joins it, by commas."""
        return self.event.get("queryStringParameters") or {}

    @property
    def query(self) -> str:
        """The query as it was written, `?` included, or nothing."""
        raw = quote(str(self.event.get("rawQueryString") or ""), safe="%&=+-._~!$'()*,;:@/?")
        return f"?{raw}" if raw else ""

    @property
    def headers(self) -> Mapping[str, str]:
        """The fields of the request, by lower-case name."""
        return {name.lower(): value for name, value in (self.event.get("headers") or {}).items()}

    def pin(self, at: str) -> Pin:
        """The exact release `at` stands for now.

        Raises:
            UnknownNameError: there is none.
        """
        return self.reader.pins.resolve(at)

    def course(self, pin: Pin, course: str) -> tuple[Digest, dict[str, Any]]:
        """Digest and content of a course's index.

        Raises:
            UnknownNameError: the release has no such course, or not for this caller: the two are told alike.
        """
        digest = self.reader.manifest(pin)["courses"].get(course)
        index = self.reader.json(digest) if digest else None
        if index is None or not self.caller.may_read(index):
            raise UnknownNameError(f"release {pin.release} has no course {course!r}")
        return Digest(digest), index

    def cards(self, pin: Pin) -> list[dict[str, Any]]:
        """What the catalogue of a release says of each course this caller may read."""
        catalogue = self.reader.json(self.reader.manifest(pin)["catalogue"])
        return [card for card in catalogue["courses"] if self.caller.may_read(card)]

    def is_all_public(self, pin: Pin) -> bool:
        """Whether every course of a release is public, and so what belongs to the release as a whole; not if nobody knows."""
        try:
            catalogue = self.reader.json(self.reader.manifest(pin)["catalogue"])
        except (DamagedObjectError, MissingObjectError):
            return False  # a damaged catalogue harms no other part
        return all(map(is_public, catalogue["courses"]))

    def number(self, name: str, default: int, largest: int) -> int:
        """A parameter that is a whole number from 1 to `largest`.

        Raises:
            BadParameterError: it is something else.
        """
        text = self.asked.get(name)
        if text is None:
            return default
        if not _WHOLE.fullmatch(text) or not 1 <= int(text) <= largest:
            raise BadParameterError(name, f"a whole number from 1 to {largest}")
        return int(text)

    def day(self, name: str) -> date:
        """A parameter that is a day; without it, today in UTC.

        Raises:
            BadParameterError: it is no day.
        """
        text = self.asked.get(name)
        if text is None:
            return self.now().astimezone(UTC).date()
        try:
            return date.fromisoformat(text if _DATE.fullmatch(text) else "")
        except ValueError as error:
            raise BadParameterError(name, "a day of the calendar, written as 2026-11-25") from error
