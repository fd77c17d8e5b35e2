"""What differs between two releases, item by item, by the fingerprints in their course indexes.

Reads both manifests, and of the rest only what has another digest on either side. What a difference means to a learner is not
judged here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import PRIVATE
from coursewright.publishing.changes.pairing import out_of_order
from coursewright.publishing.storing.store import Store, get_json

_SHARED = {"programs": "programs", "claims": "claims", "models": "ledger", "editions": "editions"}
_PRIVATE = {"keys": "keys", "coach": "coach notes", "editors": "people, review or acknowledgements"}
_PARTS = {"seen": "text", "claims": "claims", "objectives": "objectives", "frame": "frame"}
_ABOUT = ("title", "summary", "level", "audience", "availability", "prerequisites")


@dataclass(frozen=True, slots=True)
class ItemDifference:
    """A lesson or an activity that differs.

    `changed` says what of it does: text, claims, objectives, translations, minutes, or its frame (its kind or module, and what an
    assessment asks for). `formerly` are identifiers it had before.
    """

    id: str
    kind: str
    title: str
    change: Literal["added", "removed", "kept"]
    moved: bool = False
    changed: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CourseDifference:
    """A course that differs; a kept one without any difference listed was only compiled anew."""

    id: str
    title: str
    change: Literal["added", "removed", "kept"]
    changed: tuple[str, ...] = ()
    modules_added: tuple[str, ...] = ()
    modules_removed: tuple[str, ...] = ()
    modules_moved: tuple[str, ...] = ()
    items: tuple[ItemDifference, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two releases; `changed` names what all courses share."""

    changed: tuple[str, ...] = ()
    courses: tuple[CourseDifference, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many items were added, removed, moved, and changed in what they say."""
        items = [item for course in self.courses for item in course.items]
        return {
            "added": sum(item.change == "added" for item in items),
            "removed": sum(item.change == "removed" for item in items),
            "moved": sum(item.moved for item in items),
            "changed": sum(bool(item.changed) for item in items),
        }


def difference(old_store: Store, old: Digest, new_store: Store, new: Digest) -> Difference:
    """From one release to another.

    Raises:
        StoreError: an object of either is missing or damaged.
    """
    if old == new:
        return Difference()
    before, after = get_json(old_store, old), get_json(new_store, new)
    shared = [word for field, word in _SHARED.items() if before[field] != after[field]]
    if before["private"] != after["private"]:
        roots = get_json(old_store, before["private"], PRIVATE), get_json(new_store, after["private"], PRIVATE)
        told = roots[0].keys() & roots[1].keys()  # before compiler format 5 nothing was told of editors
        shared += [word for field, word in _PRIVATE.items() if field in told and roots[0][field] != roots[1][field]]
    courses = []
    for name in sorted(before["courses"].keys() | after["courses"].keys()):
        digests = before["courses"].get(name), after["courses"].get(name)
        if digests[0] != digests[1]:
            courses.append(_course(name, *(_index(*side) for side in zip((old_store, new_store), digests, strict=True))))
    return Difference(tuple(shared), tuple(courses))


def _course(name: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> CourseDifference:
    if old is None or new is None:
        index = new or old or {}
        change: Literal["added", "removed"] = "removed" if new is None else "added"
        return CourseDifference(name, index["title"], change, items=tuple(_all(index, change)))
    modules = [[module["id"] for module in index["modules"]] for index in (old, new)]
    objectives = ["objectives"] if old["fingerprints"]["objectives"] != new["fingerprints"]["objectives"] else []
    return CourseDifference(
        name,
        new["title"],
        "kept",
        changed=(*(field for field in _ABOUT if old.get(field) != new.get(field)), *objectives),
        modules_added=tuple(module for module in modules[1] if module not in modules[0]),
        modules_removed=tuple(module for module in modules[0] if module not in modules[1]),
        modules_moved=tuple(sorted(out_of_order(*modules))),
        items=tuple(_items(old, new)),
    )


def _all(index: dict[str, Any], change: Literal["added", "removed"]) -> Iterator[ItemDifference]:
    return (_whole(name, item, change) for name, item in index["items"].items())


def _whole(name: str, item: dict[str, Any], change: Literal["added", "removed"]) -> ItemDifference:
    return ItemDifference(name, item["kind"], item["title"], change, formerly=tuple(item["formerly"]))


def _items(old: dict[str, Any], new: dict[str, Any]) -> Iterator[ItemDifference]:
    """In the order of the new outline, what was removed last."""
    moved = _moved(old, new)
    for name, item in new["items"].items():
        if name not in old["items"]:
            yield _whole(name, item, "added")
            continue
        changed = tuple(_changed(old, new, name))
        if changed or name in moved:
            yield ItemDifference(name, item["kind"], item["title"], "kept", name in moved, changed)
    yield from (_whole(name, item, "removed") for name, item in old["items"].items() if name not in new["items"])


def _changed(old: dict[str, Any], new: dict[str, Any], name: str) -> Iterator[str]:
    before, after = (index["fingerprints"]["items"][name] for index in (old, new))
    was, now = old["items"][name], new["items"][name]
    only_moved = was["kind"] == now["kind"] == "lesson" and was["module"] != now["module"]  # all that a lesson's frame holds
    for part, word in _PARTS.items():
        if before[part] != after[part] and not (part == "frame" and only_moved):
            yield word
    if (before.get("locales") or {}) != (after.get("locales") or {}):
        yield "translations"
    if was["minutes"] != now["minutes"]:
        yield "minutes"


def _moved(old: dict[str, Any], new: dict[str, Any]) -> set[str]:
    """Items that are in another module, or in another order among those that stayed."""
    before, after = _by_module(old), _by_module(new)
    where = {item: module for module, items in before.items() for item in items}
    moved = {item for module, items in after.items() for item in items if where.get(item, module) != module}
    for module in before.keys() & after.keys():
        moved |= out_of_order(before[module], after[module])
    return moved


def _by_module(index: dict[str, Any]) -> Mapping[str, list[str]]:
    return {module["id"]: module["items"] for module in index["modules"]}


def _index(store: Store, digest: str | None) -> dict[str, Any] | None:
    return get_json(store, Digest(digest)) if digest else None
