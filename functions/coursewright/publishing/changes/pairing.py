"""Which thing of a new release is which of an old one: by its id, or by an id it had before; and what became of those that went.

Takes lists of things with an `id` and, where there is any, `formerly`. A thing that is there under its id is never paired with
another; of several that were merged into one, the first is that one, and the others went, with it as their heir.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Thing = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Gone:
    """What became of a thing that went: what took its place, and why it went, where authors told."""

    heir: str | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Pairing:
    """`was` gives the old id by the new one; `added` and `removed` are ids in order; `gone` tells of those removed."""

    was: Mapping[str, str]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    gone: Mapping[str, Gone] = field(default_factory=dict)

    @property
    def now(self) -> dict[str, str]:
        """The new id by the old one."""
        return {old: new for new, old in self.was.items()}


def paired(old: Iterable[Thing], new: Iterable[Thing], retired: Iterable[Thing] = ()) -> Pairing:
    """Pair two lists of things. What has another `kind`, where there is one, is another thing."""
    before, after = {str(thing["id"]): thing for thing in old}, {str(thing["id"]): thing for thing in new}
    was = {name: name for name, thing in after.items() if _is_alike(before.get(name), thing)}
    for name, thing in after.items():
        free = (former for former in thing.get("formerly", ()) if former in before and former not in after)
        former = next((one for one in free if one not in was.values() and _is_alike(before[one], thing)), None)
        if name not in was and former is not None:
            was[name] = former
    removed = tuple(name for name in before if name not in was.values())
    heirs = {former: name for name, thing in after.items() for former in thing.get("formerly", ())}
    told = {str(entry["id"]): entry for entry in retired}
    gone = {name: _gone(name, after, heirs, told) for name in removed}
    return Pairing(was, tuple(name for name in after if name not in was), removed, gone)


def out_of_order(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The fewest of those on both sides that have to move to get from one order to the other: all but a longest rising run."""
    place = {name: number for number, name in enumerate(old)}
    common = [name for name in new if name in place]
    tops: list[int] = []
    ends: list[str] = []
    before: dict[str, str | None] = {}
    for name in common:
        at = bisect_left(tops, place[name])
        before[name] = ends[at - 1] if at else None
        tops[at : at + 1], ends[at : at + 1] = [place[name]], [name]
    kept: set[str] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return set(common) - kept


def _is_alike(old: Thing | None, new: Thing) -> bool:
    return old is not None and old.get("kind") == new.get("kind")


def _gone(name: str, after: Mapping[str, Thing], heirs: Mapping[str, str], told: Mapping[str, Thing]) -> Gone:
    entry = told.get(name, {})
    heir = heirs.get(name) or entry.get("heir")
    return Gone(heir if heir in after else None, entry.get("reason"))
