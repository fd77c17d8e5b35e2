"""JSON that somebody else wrote: each value is asked for by the kind it must have, and what is of another refuses the source.

A refusal names the place: `models[3].retires_on is 12, and should be a date like 2026-10-23`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from coursewright.errors import SourceMalformedError

MOST_ROWS = 100_000


def json_row(data: bytes) -> Row:
    """The whole of a JSON text, as one row.

    Raises:
        SourceMalformedError: it is no JSON.
    """
    try:
        return Row(json.loads(data), "")
    except (ValueError, RecursionError) as error:
        raise SourceMalformedError(f"it is not JSON: {error}") from error


class Row:
    """A value with the way that leads to it."""

    def __init__(self, value: Any, where: str) -> None:  # noqa: ANN401 - JSON
        self._value, self.where = value, where

    def rows(self) -> Iterator[Row]:
        """The items of this list."""
        if not isinstance(self._value, list) or len(self._value) > MOST_ROWS:
            raise self._refusal("a list of rows")
        return (Row(item, f"{self.where}[{index}]") for index, item in enumerate(self._value))

    def items(self) -> Iterator[tuple[str, Row]]:
        """The fields of this mapping."""
        return ((name, Row(item, self._step(name))) for name, item in self._mapping().items())

    def at(self, field: str) -> Row:
        """A field that must be there."""
        if field not in self._mapping():
            raise SourceMalformedError(f"{self.where or 'it'} has no {field}")
        return Row(self._value[field], self._step(field))

    def maybe(self, field: str) -> Row:
        """A field that may be missing, and then is null."""
        return Row(self._mapping().get(field), self._step(field))

    def word(self) -> str:
        """A text that must be there."""
        return self.text() or self._refuse("a text")

    def text(self) -> str | None:
        """A text on one line, or nothing."""
        if self._value is None or (isinstance(self._value, str) and not self._value.strip()):
            return None
        if not isinstance(self._value, str) or not self._value.isprintable():
            raise self._refusal("a text on one line")
        return self._value.strip()

    def texts(self) -> tuple[str, ...]:
        """A list of texts, which may be missing."""
        if self._value is None:
            return ()
        return tuple(row.word() for row in self.rows())

    def day(self) -> str | None:
        """A date, or nothing."""
        said = self.text()
        if said is None:
            return None
        try:
            is_date = date.fromisoformat(said).isoformat() == said
        except ValueError:
            is_date = False
        return said if is_date else self._refuse("a date like 2026-10-23")

    def count(self) -> int | None:
        """A whole number above zero, or nothing; sources write 0 where a number is not known."""
        value = self._value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if value is None or (value == 0 and not isinstance(value, bool)):
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self._refusal("a whole number")
        return value

    def flag(self) -> bool:
        """Whether it is true; what is missing is not."""
        if self._value is None or isinstance(self._value, bool):
            return bool(self._value)
        raise self._refusal("true or false")

    def _mapping(self) -> dict[str, Any]:
        if not isinstance(self._value, dict):
            raise self._refusal("a mapping")
        return self._value

    def _step(self, field: str) -> str:
        return f"{self.where}.{field}" if self.where else field

    def _refuse(self, wanted: str) -> str:
        raise self._refusal(wanted)

    def _refusal(self, wanted: str) -> SourceMalformedError:
        shown = json.dumps(self._value, ensure_ascii=True)
        shown = shown if len(shown) <= 60 else f"{shown[:60]}…"  # noqa: PLR2004 - as much as a message can hold
        return SourceMalformedError(f"{self.where or 'it'} is {shown}, and should be {wanted}")
