"""What editors added to a release by hand: classes that they raised, and corrections of what an edition claimed.

Counted is what the new release says of its editions and the old one does not, so that two steps say what one would.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from coursewright.publishing.changes.change import CLASSES, Correction, Raised

Editions = Mapping[str, Mapping[str, Any]]
"""Editions by name, as a release states them."""


def new_corrections(old: Editions, new: Editions) -> tuple[Correction, ...]:
    """By edition, in the order editors gave."""
    return tuple(Correction(*entry) for entry in _new(old, new, "corrections", ("claim", "on", "was", "because")))


def newly_raised(old: Editions, new: Editions) -> dict[str, Raised]:
    """By `course/item`; of several for one item, the largest."""
    found: dict[str, Raised] = {}
    for _, item, to, reason in _new(old, new, "raised", ("item", "to", "reason")):
        standing = found.get(item)
        if standing is None or CLASSES.index(standing.to) < CLASSES.index(to):
            found[item] = Raised(to, reason)
    return found


def taken_out(old: Editions, new: Editions) -> Iterator[tuple[str, str]]:
    """What editors said before and say no more, each with its class: nobody can lower one, nor leave a correction untold."""
    for edition, file in old.items():
        after = new.get(edition, {})
        for entry in file.get("raised", ()):
            stays = [one["to"] for one in after.get("raised", ()) if one["item"] == entry["item"]]
            if not any(CLASSES.index(to) >= CLASSES.index(entry["to"]) for to in stays):
                yield entry["to"], f"{entry['item']} was raised to {entry['to']} in {edition}, and nobody can lower a class"
        told = {(one["claim"], one["was"]) for one in after.get("corrections", ())}
        for entry in file.get("corrections", ()):
            if (entry["claim"], entry["was"]) not in told:
                yield "claim", f"the correction of {entry['claim']} in {edition} was taken out, and later readers are to be told"


def _new(old: Editions, new: Editions, what: str, fields: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The entries that only the new release has, each with its edition first."""
    for edition, file in new.items():
        known = {tuple(entry[field] for field in fields) for entry in old.get(edition, {}).get(what, ())}
        for entry in file.get(what, ()):
            values = tuple(entry[field] for field in fields)
            if values not in known:
                yield edition, *values
