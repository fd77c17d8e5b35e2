"""What may extend an edition that learners are pinned to: only what leaves their course as it is.

Compares fingerprints, item by item, and the answer keys. Text may change; structure, claims, objectives and assessments may not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import PRIVATE
from coursewright.publishing.store import Store, get_json

_MEANING = {
    "claims": "states other claims",
    "objectives": "serves other objectives",
    "frame": "is of another kind or module, or asks or marks something else",
}
_TERMS = {
    "availability": "it is for other readers (availability)",
    "level": "its level changed",
    "prerequisites": "it has other prerequisites",
}


def objections(released: Store, old: Digest, candidates: Store, new: Digest) -> list[str]:
    """Why the new release may not extend an edition that stands at the old one; empty if it may."""
    before, after = get_json(released, old), get_json(candidates, new)
    found = [f"the {name} changed" for name in ("programs",) if before[name] != after[name]]
    if sorted(before["courses"]) != sorted(after["courses"]):
        found.append("there are other courses")
    for course in sorted(before["courses"].keys() & after["courses"].keys()):
        if before["courses"][course] == after["courses"][course]:
            continue
        old_index = get_json(released, before["courses"][course])
        new_index = get_json(candidates, after["courses"][course])
        found += [f"{course}: {change}" for change in _course(old_index, new_index)]
    is_same = before["private"] == after["private"]
    if not is_same and _keys(released, before["private"]) != _keys(candidates, after["private"]):
        found.append("an answer key, an explanation or a rubric changed")
    return found


def _course(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    for part, meaning in _TERMS.items():
        if old[part] != new[part]:
            yield meaning
    if [module["prerequisites"] for module in old["modules"]] != [module["prerequisites"] for module in new["modules"]]:
        yield "a module has other prerequisites"
    yield from _items(old["fingerprints"], new["fingerprints"])


def _items(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    if old["outline"] != new["outline"]:
        yield "lessons or activities were added, removed or moved"
    if old["objectives"] != new["objectives"]:
        yield "the objectives changed"
    for item in sorted(old["items"].keys() & new["items"].keys()):
        for part, meaning in _MEANING.items():
            if old["items"][item][part] != new["items"][item][part]:
                yield f"{item} {meaning}"


def _keys(store: Store, private_root: Digest) -> str:
    return str(get_json(store, private_root, PRIVATE)["keys"])
