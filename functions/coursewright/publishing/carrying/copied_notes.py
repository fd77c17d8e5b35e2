"""The notes of daily functions, copied: what was observed, what still held on which day, and who was reminded of what.

They are unsigned, so a copy for which a trust root says what is believed goes without them: what was observed is observed anew,
and owners are told once more. Nothing that was released needs a note, so one that is damaged, or that the target has otherwise
because it went on by itself, is left out and said, and stops nothing. What notes name comes first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from coursewright.compiling.digest import digest_of
from coursewright.errors import MissingObjectError
from coursewright.publishing.carrying.inventory import NOTES
from coursewright.publishing.storing.store import Store


def in_order(notes: Sequence[str], known: Sequence[str], *, full: bool) -> list[list[str]]:
    """The notes that a target lacks, or all of them, place by place."""
    wanted = sorted(set(notes) if full else set(notes) - set(known))
    return [[key for key in wanted if key.startswith(f"{place}/")] for place in NOTES]


def copied_note(source: Store, target: Store, left_out: list[str]) -> Callable[[str], bool]:
    """Copies one note; whether that wrote something."""

    def copy(key: str) -> bool:
        try:
            data = source.get(key)
        except MissingObjectError:
            data = b""
        if not _is_sound(key, data) or (not (is_new := target.put_if_absent(key, data)) and target.get(key) != data):
            left_out.append(key)
            return False
        return is_new

    return copy


def _is_sound(key: str, data: bytes) -> bool:
    """Whether these are the bytes of a note of this key, as far as that shows."""
    place, _, name = key.partition("/")
    if place == "observed":
        return f"{digest_of(data)}.json" == name
    try:
        return isinstance(json.loads(data), dict)
    except (ValueError, RecursionError):
        return False
