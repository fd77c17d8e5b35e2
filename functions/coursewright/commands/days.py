"""Days as options take them."""

from __future__ import annotations

from datetime import date

import typer


def day_of(text: str | None, option: str) -> date | None:
    """A day that was given as 2027-01-14; None where none was.

    Raises:
        typer.BadParameter: it is no day.
    """
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        day = None
    if text is not None and (day is None or day.isoformat() != text):
        raise typer.BadParameter(f"{text!r} is no date like 2027-01-14", param_hint=option)
    return day
