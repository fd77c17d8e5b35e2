"""Days as people write them on pages."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
_MONTH_FIRST = re.compile(r"(?P<month>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.? (?P<month>[A-Za-z]{3,9})\.? (?P<year>\d{4})")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


def day_in(text: str | None) -> str | None:
    """The day a text is, as ISO 8601 writes it: of 2026-12-11, Dec 11, 2026 and 11 December 2026. None of anything else."""
    for form in (_ISO, _MONTH_FIRST, _DAY_FIRST):
        if found := form.fullmatch((text or "").strip(" `")):
            return _day(found["year"], found["month"], found["day"])
    return None


def _day(year: str, month: str, day: str) -> str | None:
    named = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(month.lower())]
    number = int(month) if month.isdigit() else named[0] if len(named) == 1 or month.lower() in _MONTHS else None
    try:
        return date(int(year), number, int(day)).isoformat() if number else None
    except ValueError:
        return None
