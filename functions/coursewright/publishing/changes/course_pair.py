"""A course of two releases, with what is paired of it: modules, items, objectives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from coursewright.publishing.changes.claim_changes import Claims, claims_of_course
from coursewright.publishing.changes.pairing import Pairing, Thing, out_of_order, paired
from coursewright.publishing.changes.side import Side

Index = Mapping[str, Any]


@dataclass(frozen=True)
class CoursePair:
    """A course by its index on both sides. `is_private_equal` says that all that is private is the same in both releases."""

    id: str
    old_side: Side
    new_side: Side
    old: Index
    new: Index
    is_private_equal: bool

    @property
    def is_english(self) -> bool:
        """Whether the course is written in English in both. Compiler format 1 knew of nothing else."""
        return all(str(side.get("locale", "en")).partition("-")[0] == "en" for side in (self.old, self.new))

    @cached_property
    def modules(self) -> Pairing:
        return paired(self.old["modules"], self.new["modules"], self._retired("module"))

    @cached_property
    def objectives(self) -> Pairing:
        return paired(self.old["objectives"], self.new["objectives"], self._retired("objective"))

    @cached_property
    def objectives_now(self) -> Mapping[str, str]:
        """The new names of objectives that go by another; of several that became one each, as nobody can tell whose it was.

        Where the new one was there before beside it, it is another one.
        """
        before = {one["id"] for one in self.old["objectives"]}
        new = [one for one in self.new["objectives"] if one["id"] not in before]
        return {former: one["id"] for one in new for former in one.get("formerly", ())}

    @cached_property
    def items(self) -> Pairing:
        old, new = ([{"id": name, **item} for name, item in index["items"].items()] for index in (self.old, self.new))
        return paired(old, new, self._retired("lesson", "activity"))

    @cached_property
    def claims(self) -> tuple[Claims, Claims]:
        """All that the course states, on both sides; read where somebody asks."""
        return claims_of_course(self.old_side, self.old), claims_of_course(self.new_side, self.new)

    @cached_property
    def moved(self) -> frozenset[str]:
        """Items, by their new ids, that are in another module, or in another order among those that stayed."""
        was, place = self.items.was, {name: module["id"] for module in self.old["modules"] for name in module["items"]}
        moved = set()
        for module in self.new["modules"]:
            former = self.modules.was.get(module["id"])
            moved |= {name for name in module["items"] if name in was and place[was[name]] != former}
        for new, old in self.modules.was.items():
            now = self.items.now
            before = [now[name] for name in _items_of(self.old, old) if name in now]
            moved |= out_of_order(before, _items_of(self.new, new))
        return frozenset(moved)

    def _retired(self, *kinds: str) -> list[Thing]:
        return [entry for entry in self.new["retired"] if entry["kind"] in kinds]


def _items_of(index: Index, module: str) -> list[str]:
    return next(list(one["items"]) for one in index["modules"] if one["id"] == module)
