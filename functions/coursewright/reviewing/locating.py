"""A place in a candidate → the line of an author's file that says it, as the file is now.

Takes a draft of the author's folder, which may have moved on since, and a place as comments have it: course, item, block, and the
words that were quoted. Found by the block's id, or else by the quoted words, or else by the passage most of whose words they are;
failing that it is where the item begins. How it was found is told: nobody shall take a guess for the place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from coursewright.authoring.draft import Draft, DraftCourse
from coursewright.authoring.findings.finding import Place
from coursewright.reviewing.source_passages import Item, Passage, passages_of, start_of

_ENOUGH = 0.5
"""The share of the quoted words that a passage has to have, in their order, to be taken for what became of theirs."""
_LONGEST = 100
"""Words of a quotation that are compared."""


class Found(StrEnum):
    """How a place was found."""

    EXACT = "exact"
    QUOTED = "quoted"
    NEAREST = "nearest"
    ITEM = "item"
    COURSE = "course"
    WHOLE = "whole"
    GONE = "gone"


_SAYS = {
    Found.EXACT: "",
    Found.QUOTED: "the text around it has changed since",
    Found.NEAREST: "the text has changed since; this is what comes nearest",
    Found.ITEM: "",
    Found.COURSE: "",
    Found.WHOLE: "",
    Found.GONE: "what it is about is not in this folder any more",
}
_LOST = "the passage is not in the file any more; this is where the item begins"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where it is, if anywhere, how that was found, and what has to be said of it: nothing where it is the very place."""

    place: Place | None
    found: Found
    says: str = ""


def locate(draft: Draft, where: Mapping[str, Any]) -> Spot:
    """The spot of a comment: `where` has course, item, block, quote and learner, as far as it names them."""
    if not where.get("course"):
        return _spot(None, Found.WHOLE)
    course = next((one for one in draft.courses if one.id == where["course"]), None)
    if course is None:
        return _spot(None, Found.GONE)
    if not where.get("item"):
        return _spot(course.file.key("title") if course.file else Place(f"{course.path}/course.yaml"), Found.COURSE)
    item = _item(course, str(where["item"]))
    if item is None:
        return _spot(None, Found.GONE)
    if not where.get("block") and not where.get("quote"):
        return _spot(start_of(item), Found.ITEM)
    return _in_item(list(passages_of(draft, course, item)), item, where)


def _item(course: DraftCourse, name: str) -> Item | None:
    """The item of this id, or the one that took its place."""
    by_id = next((one for one in course.items() if one.id == name), None)
    return by_id or next((one for one in course.items() if name in _formerly(one)), None)


def _formerly(item: Item) -> Sequence[str]:
    located = item.front if hasattr(item, "front") else item.file
    return tuple(map(str, located.value.formerly))


def _in_item(passages: Sequence[Passage], item: Item, where: Mapping[str, Any]) -> Spot:
    block, quote = str(where.get("block") or ""), _words(str(where.get("quote") or ""))[:_LONGEST]
    spoken = str((where.get("learner") or {}).get("locale") or "")
    ordered = sorted(passages, key=lambda one: one.locale != spoken)  # what was read in their language first
    for one in ordered:
        if block and one.id == block:
            return _spot(one.place, Found.EXACT)
    if quote:
        said = " ".join(quote)
        same = [one for one in ordered if said in " ".join(_words(one.text))]
        if same:
            is_sure = len({(one.place, one.locale) for one in same}) == 1
            return _spot(same[0].place, Found.NEAREST if not is_sure else Found.QUOTED if block else Found.EXACT)
        share, nearest = max(((_share(quote, one), one) for one in ordered), key=lambda pair: pair[0], default=(0.0, None))
        if nearest and share >= _ENOUGH:
            return _spot(nearest.place, Found.NEAREST)
    return Spot(start_of(item), Found.ITEM, _LOST)


def _share(quote: Sequence[str], passage: Passage) -> float:
    """How much of the quoted words a passage has, in their order."""
    matcher = SequenceMatcher(None, list(quote), _words(passage.text), autojunk=False)
    return sum(run.size for run in matcher.get_matching_blocks()) / len(quote)


def _words(text: str) -> list[str]:
    """Words without the signs around them, in lower case: punctuation alone makes no other passage."""
    bare = (word.strip(".,;:!?…“”\"'()[]`*_") for word in text.casefold().split())
    return [word for word in bare if word]


def _spot(place: Place | None, found: Found) -> Spot:
    return Spot(place, found, _SAYS[found])
