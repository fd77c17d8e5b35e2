"""What an author probably meant: the nearest name that exists, and the edit that puts it there if it is near enough."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from coursewright.authoring.finding import Edit, Place

_NEAR_ENOUGH_TO_EDIT = 0.85


def nearest(name: str, known: Collection[str], cutoff: float = 0.6) -> str | None:
    """The known name most like this one, if any is like it at all."""
    return next(iter(difflib.get_close_matches(name, sorted(known), 1, cutoff)), None)


def edit_to(name: str, meant: str | None, place: Place) -> Edit | None:
    """The edit from a name to what was meant; None where that is a guess only."""
    if meant is None or place.end_line != place.line:
        return None
    is_near = difflib.SequenceMatcher(None, name, meant).ratio() >= _NEAR_ENOUGH_TO_EDIT
    return Edit(place, meant) if is_near else None
