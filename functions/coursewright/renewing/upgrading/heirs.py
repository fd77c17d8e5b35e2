"""Where what somebody completed is found in another release: under its id, another id, or as an heir.

Takes the indexes of one course in two releases, either None where the release has no such course. Gives, of an id that records
hold, the items of the new release that answer for it. Rules:

- An id that still names an item is that item. Else `formerly:` on an item and `retired:` with an heir are followed through the
  new index, which keeps them for ever; one heir may itself have another.
- What goes by another name is the same thing, also where several became one, as nobody can tell whose name that was. It is
  not, where the new one was there before beside it: then it was merged into that, or made way for it. Nobody can tell that
  either where it was called otherwise meanwhile, for it may have been merged under that name. An heir is another thing.
- An id that the old release does not have is looked up among what that release says of ids before it.
- Going back to a release that does not know the new names, they are followed backwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Index = Mapping[str, Any]

_NOTHING: Index = {"items": {}, "modules": [], "retired": []}
_KINDS = frozenset({"lesson", "activity"})


@dataclass(frozen=True, slots=True)
class Home:
    """An item of the new release that answers for an id. `is_same`: it is the very thing; else it took its place."""

    id: str
    is_same: bool


class Heirs:
    """Follows ids from one release to another in one course."""

    def __init__(self, old: Index | None, new: Index | None) -> None:
        self.old, self.new = old or _NOTHING, new or _NOTHING
        self._bearers = {side: dict(_bearers(index)) for side, index in (("old", self.old), ("new", self.new))}
        self._retired = {side: dict(_retired(index)) for side, index in (("old", self.old), ("new", self.new))}

    def is_known(self, name: str) -> bool:
        """Whether either release knows an id, as that of something it has or had."""
        known = (*self._bearers.values(), *self._retired.values(), self.old["items"], self.new["items"])
        return any(name in names for names in known)

    def standing(self, name: str) -> str:
        """What the old release calls that which an id names; the id itself where it knows nothing of it."""
        found = self._follow("old", name)
        return found.id if found else name

    def reason(self, name: str) -> str | None:
        """Why an id was retired, as the new release tells."""
        return next((str(entry["reason"]) for entry in self.new["retired"] if _names_item(entry) and entry["id"] == name), None)

    def homes(self, name: str) -> tuple[Home, ...]:
        """What answers for an id in the new release: one item, none, or going back, several."""
        if name not in self.old["items"]:
            before = self._follow("old", name)
            if before is not None and before.id != name:
                return tuple(Home(home.id, home.is_same and before.is_same) for home in self.homes(before.id))
        found = self._follow("new", name)
        if found is not None:
            return (Home(found.id, found.is_same and self._is_same(name, found.id)),)
        return tuple(dict.fromkeys(self._backwards(name)))

    def _is_same(self, old: str, new: str) -> bool:
        """Whether a new item may be what an old one is now: not so where it was another one before."""
        if old not in self.old["items"]:
            return True
        if old != new and new in self.old["items"] and not self._had_another_name(new):
            return False
        return bool(self.old["items"][old]["kind"] == self.new["items"][new]["kind"])

    def _had_another_name(self, new: str) -> bool:
        """Whether an item of the new release had a name since of which the old one does not know."""
        known = {*self.old["items"], *self._bearers["old"], *self._retired["old"]}
        return not known.issuperset(self.new["items"][new]["formerly"])

    def _follow(self, side: str, name: str) -> Home | None:
        items = (self.old if side == "old" else self.new)["items"]
        bearers, retired, is_same, seen = self._bearers[side], self._retired[side], True, {name}
        while name not in items:
            following = bearers.get(name)
            if following is None:
                following, is_same = retired.get(name), False
            if following is None or following in seen:
                return None
            seen.add(following)
            name = following
        return Home(name, is_same)

    def _backwards(self, name: str) -> Iterator[Home]:
        items = self.new["items"]
        former = self.old["items"].get(name, {}).get("formerly", ())
        yield from (Home(before, is_same=False) for before in former if before in items)
        yield from (Home(gone, is_same=False) for gone, heir in self._retired["old"].items() if heir == name and gone in items)


def _bearers(index: Index) -> Iterator[tuple[str, str]]:
    return ((before, name) for name, item in index["items"].items() for before in item["formerly"])


def _retired(index: Index) -> Iterator[tuple[str, str | None]]:
    return ((entry["id"], entry["heir"]) for entry in index["retired"] if _names_item(entry))


def _names_item(entry: Mapping[str, Any]) -> bool:
    return entry["kind"] in _KINDS
