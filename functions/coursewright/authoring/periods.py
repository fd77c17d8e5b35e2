"""The days of the next edition: from the day after the one before, and as long as its quarter.

A publisher whose quarters are not the calendar's keeps to its own: one whose editions last whole weeks to the same day of the
week (2026-Q4 until the fourth Sunday of January, so 2027-Q1 until that of April), another to the same day of the month. So the
periods neither shrink nor drift.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta

from coursewright.authoring.quarters import Quarter, parse_quarter
from coursewright.authoring.shapes.edition_files import EditionFile, Period
from coursewright.authoring.yaml_text.located import Located
from coursewright.errors import WritingRefusedError

_DAY = timedelta(days=1)
_WEEK = 7
_MONTHS = 12
_LONGEST_SHIFT = timedelta(days=62)
"""Past this it is no shifted quarter, but a period somebody chose for once."""


def following_period(quarter: Quarter, editions: Mapping[str, Located[EditionFile]]) -> tuple[date, date]:
    """The first and the last day of the edition of a quarter, after those before it.

    Raises:
        WritingRefusedError: an edition before it lasts longer than it would.
    """
    before = max((name for name in editions if name < quarter.name), default=None)
    if before is None:
        return quarter.first, quarter.last
    until = max(file.value.period.until for name, file in editions.items() if name < quarter.name)
    begins, ends = max(quarter.first, until + _DAY), _end(quarter, parse_quarter(before), editions[before].value.period)
    if begins > ends:
        raise WritingRefusedError(f"{quarter.name} ends on {ends}, and an edition before it lasts until {until}")
    return begins, ends


def _end(quarter: Quarter, before: Quarter | None, period: Period) -> date:
    until = period.until
    if before is None or not timedelta(0) < until - before.last <= _LONGEST_SHIFT:
        return quarter.last
    later = (until.year - before.last.year) * _MONTHS + until.month - before.last.month
    month = quarter.last.month + later
    year, month = quarter.last.year + (month - 1) // _MONTHS, (month - 1) % _MONTHS + 1
    last = calendar.monthrange(year, month)[1]
    if ((until - period.from_).days + 1) % _WEEK:
        return date(year, month, min(until.day, last))
    first = date(year, month, 1)
    day = 1 + (until.weekday() - first.weekday()) % _WEEK + (until.day - 1) // _WEEK * _WEEK
    return date(year, month, day if day <= last else day - _WEEK)
