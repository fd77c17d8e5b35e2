"""Quarters of a year, by which editions are named: 2027-Q1 is from 2027-01-01 until 2027-03-31."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_NAME = re.compile(r"([1-9][0-9]{3})-Q([1-4])")
_ORDINALS = ("first", "second", "third", "fourth")
_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter; its name is an edition's."""

    year: int
    number: int

    @property
    def name(self) -> str:
        """2027-Q1"""
        return f"{self.year}-Q{self.number}"

    @property
    def title(self) -> str:
        """2027, first quarter"""
        return f"{self.year}, {_ORDINALS[self.number - 1]} quarter"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, _MONTHS * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        month = _MONTHS * self.number
        return date(self.year, month, calendar.monthrange(self.year, month)[1])


def quarter_of(day: date) -> Quarter:
    """The quarter a day is in."""
    return Quarter(day.year, (day.month - 1) // _MONTHS + 1)


def parse_quarter(name: str) -> Quarter | None:
    """The quarter of this name, or None if it is no quarter's."""
    found = _NAME.fullmatch(name)
    return Quarter(int(found[1]), int(found[2])) if found else None
