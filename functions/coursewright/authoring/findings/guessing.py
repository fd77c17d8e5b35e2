"""What an author probably meant: the nearest name that exists, and the edit that puts it there if it is near enough."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from os.path import commonprefix

from coursewright.authoring.findings.finding import Edit, Place

_NEAR_ENOUGH_TO_EDIT = 0.85
_LONGEST = 200
_MOST = 400  # looked at closely: a guess for each of hundreds of findings must not take seconds
_LIKELY = 8
_SHARED = 3  # characters at either end that a name among very many has in common with what was meant


def nearest(name: str, known: Collection[str], cutoff: float = 0.6) -> str | None:
    """The known name most like this one, if any is like it at all."""
    if len(name) > _LONGEST:
        return None
    if len(known) > _MOST:
        known = [other for other in sorted(known) if other[:_SHARED] == name[:_SHARED] or other[-_SHARED:] == name[-_SHARED:]][
            :_MOST
        ]
    likely = sorted(known, key=lambda other: (-_ends_alike(name, other), other))[:_LIKELY]
    return next(iter(difflib.get_close_matches(name, sorted(likely), 1, cutoff)), None)


def _ends_alike(name: str, other: str) -> int:
    """How many characters two names share at their beginnings and their ends; cheap, so that difflib sees a few names only."""
    return len(commonprefix((name, other))) + len(commonprefix((name[::-1], other[::-1])))  # noqa: RUF071 - characters are meant


def edit_to(name: str, meant: str | None, place: Place) -> Edit | None:
    """The edit from a name to what was meant; None where that is a guess only."""
    if meant is None or place.end_line != place.line:
        return None
    is_near = difflib.SequenceMatcher(None, name, meant).ratio() >= _NEAR_ENOUGH_TO_EDIT
    return Edit(place, meant) if is_near else None
