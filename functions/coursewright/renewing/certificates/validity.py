"""Until when a certificate holds, and by when what a release asks of its holder is due."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

DAYS_TO_ACT = 90


def valid_until(earned_on: date, months: int) -> date:
    """The same day some months later, or the last of that month where it has no such day."""
    year, month = divmod(earned_on.month - 1 + months, 12)
    year += earned_on.year
    return date(year, month + 1, min(earned_on.day, calendar.monthrange(year, month + 1)[1]))


def due_by(as_of: date, effective: date | None, until: date | None) -> date | None:
    """90 days from the day of the question, or from when the release takes effect, whichever is later; not beyond `until`.

    None where the certificate has come to its own end: nothing is asked for then.
    """
    if until is not None and until < as_of:
        return None
    due = max(as_of, effective or as_of) + timedelta(days=DAYS_TO_ACT)
    return min(due, until) if until else due
