"""The lives of models over quarters: from their release over the announcement of their end to the end itself. Pure.

A timeline begins and ends with a quarter. Days are turned into places by `Axis`, for the terminal and the drawing alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = 3
_YEARS_BACK = 1
_QUARTERS_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Life:
    """A model's days, as far as they are known."""

    model: str
    family: str | None
    released: date | None
    deprecated: date | None
    shutdown: date | None

    @property
    def announced(self) -> date | None:
        """The day from which its end was known: that of the announcement; of an end that nobody announced, none."""
        if self.shutdown is None or (self.deprecated and self.deprecated < self.shutdown):
            return self.deprecated
        return None


@dataclass(frozen=True, slots=True)
class Span:
    """The days an edition is current."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Axis:
    """From the first day of a quarter to the last of another."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def share(self, day: date) -> float:
        """How far along a day is: 0 at the beginning or before, 1 at the end or after."""
        return min(max((day - self.first).days / self.days, 0.0), 1.0)

    def quarters(self) -> Iterator[date]:
        """The first day of each quarter."""
        day = self.first
        while day <= self.last:
            yield day
            day = next_quarter(day)


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is drawn: lives in order, the editions, the day that is marked; and how many lives had ended before it begins."""

    axis: Axis
    today: date
    lives: tuple[Life, ...]
    spans: tuple[Span, ...]
    left_out: int


def timeline(lives: Iterable[Life], spans: Sequence[Span], today: date, since: date | None = None) -> Timeline:
    """The timeline of these models, from `since` or a year back; those that end first at the top."""
    known = list(lives)
    earliest = min((life.released for life in known if life.released), default=today)
    first = quarter_of(since or max(earliest, date(today.year - _YEARS_BACK, today.month, 1)))
    shown = [life for life in known if life.shutdown is None or life.shutdown > first]
    ends = [day for life in shown for day in (life.shutdown, life.released) if day]
    last = max([today, *ends, *(span.last for span in spans if span.last >= first)])
    axis = Axis(first, _end_of_axis(last, today))
    order = sorted(shown, key=lambda life: (life.shutdown or date.max, life.released or date.min, life.model))
    return Timeline(axis, today, tuple(order), tuple(span for span in spans if span.last >= first), len(known) - len(shown))


def quarter_of(day: date) -> date:
    """The first day of a day's quarter."""
    return date(day.year, (day.month - 1) // _MONTHS * _MONTHS + 1, 1)


def next_quarter(day: date) -> date:
    """The first day of the quarter after a day's."""
    start = quarter_of(day)
    return date(start.year + 1, 1, 1) if start.month > 12 - _MONTHS else date(start.year, start.month + _MONTHS, 1)


def _end_of_axis(last: date, today: date) -> date:
    ahead = quarter_of(today)
    for _ in range(_QUARTERS_AHEAD):
        ahead = next_quarter(ahead)
    return max(next_quarter(last), next_quarter(ahead)) - timedelta(days=1)
