"""Two rows of blocks → one row of pairs: what stayed, what was reworded in its place, what is new, gone, or moved.

Blocks are named by what they say, so one that only moved keeps its name. First the longest run of blocks that stayed in order is
kept, then in each gap blocks of a kind that share most of their words are taken for one that was reworded; of what is left, a
block that says nearly the same somewhere else has moved there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import product
from typing import Any

from coursewright.reviewing.comparing.marked_html import words_of

Block = Mapping[str, Any]

_REWORDED, _MOVED = 0.4, 0.75
"""The share of words in common from which on two blocks are taken for one."""
_AHEAD = 60
"""How far ahead in a gap the old version of a block is looked for. No author rewords a passage past sixty others."""
_MOST_MOVES = 40_000
"""Pairs that are compared for moves; of more, only what says the very same is found. So no lesson takes seconds."""


class Became(StrEnum):
    """What became of a block."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Pair:
    """A block before and after. One that moved stands twice: where it was (`new_at` says where it went) and where it is."""

    became: Became
    old: Block | None
    new: Block | None
    old_at: int | None
    new_at: int | None
    is_departure: bool = False

    @property
    def is_reworded(self) -> bool:
        """Whether both sides are there and say something else."""
        return self.old is not None and self.new is not None and self.old["id"] != self.new["id"]


def aligned(old: Sequence[Block], new: Sequence[Block]) -> list[Pair]:
    """Both rows as one, in the order of the new one; what is gone stands where it stood."""
    pairs = list(_in_order(old, new))
    gone = [pair for pair in pairs if pair.became is Became.REMOVED]
    come = [pair for pair in pairs if pair.became is Became.ADDED]
    moves = dict(_moves(gone, come))
    back = {new_at: old_at for old_at, new_at in moves.items()}
    found = (_moved(pair, old, new, moves, back) for pair in pairs)
    return [_settled(pair) for pair in found if not (pair.is_departure and _is_where_it_was(pair))]


def _in_order(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Pair]:
    matcher = SequenceMatcher(None, [block["id"] for block in old], [block["id"] for block in new], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                yield Pair(Became.SAME, old[i], new[j], i, j)
        else:
            yield from _gap(old, new, range(i1, i2), range(j1, j2))


def _gap(old: Sequence[Block], new: Sequence[Block], gone: range, come: range) -> Iterator[Pair]:
    """Within a gap, in order: each new block takes the next old one that is like it, and what it passes over is gone."""
    i = gone.start
    for j in come:
        twin = next((k for k in range(i, min(i + _AHEAD, gone.stop)) if likeness(old[k], new[j]) >= _REWORDED), None)
        if twin is None:
            yield Pair(Became.ADDED, None, new[j], None, j)
            continue
        yield from (Pair(Became.REMOVED, old[k], None, k, None) for k in range(i, twin))
        yield Pair(Became.CHANGED, old[twin], new[j], twin, j)
        i = twin + 1
    yield from (Pair(Became.REMOVED, old[k], None, k, None) for k in range(i, gone.stop))


def _moves(gone: Sequence[Pair], come: Sequence[Pair]) -> Iterator[tuple[int, int]]:
    """Where what is gone went, the surest first; a place in each row is used once."""
    is_many = len(gone) * len(come) > _MOST_MOVES
    likely = [
        (likeness(one.old, other.new), one.old_at, other.new_at)
        for one, other in (_alike(gone, come) if is_many else product(gone, come))
        if one.old and other.new and one.old["kind"] == other.new["kind"]
    ]
    left: set[int] = set()
    right: set[int] = set()
    for share, i, j in sorted(likely, key=lambda one: (-one[0], one[1], one[2])):
        if share >= _MOVED and i is not None and j is not None and i not in left and j not in right:
            left.add(i)
            right.add(j)
            yield i, j


def _alike(gone: Sequence[Pair], come: Sequence[Pair]) -> Iterator[tuple[Pair, Pair]]:
    """Pairs that say the very same."""
    named = {other.new["id"]: other for other in come if other.new}
    return ((one, named[one.old["id"]]) for one in gone if one.old and one.old["id"] in named)


def _moved(pair: Pair, old: Sequence[Block], new: Sequence[Block], moves: Mapping[int, int], back: Mapping[int, int]) -> Pair:
    if pair.new_at is None and pair.old_at is not None and pair.old_at in moves:
        at = moves[pair.old_at]
        return Pair(Became.MOVED, pair.old, new[at], pair.old_at, at, is_departure=True)
    if pair.old_at is None and pair.new_at is not None and pair.new_at in back:
        at = back[pair.new_at]
        return Pair(Became.MOVED, old[at], pair.new, at, pair.new_at)
    return pair


def _settled(pair: Pair) -> Pair:
    if pair.became is not Became.MOVED or not _is_where_it_was(pair):
        return pair
    return replace(pair, became=Became.CHANGED if pair.is_reworded else Became.SAME)


def _is_where_it_was(pair: Pair) -> bool:
    """Whether the order says nothing: that of a question's answers is by a digest, so that authors' leaves no trace."""
    old, new = pair.old, pair.new
    return bool(old and new and old.get("is_unordered") and new.get("is_unordered") and old["place"] == new["place"])


def likeness(one: Block, other: Block) -> float:
    """The share of words that two blocks have in common, from 0 to 1; of two kinds, 0."""
    if one["kind"] != other["kind"]:
        return 0.0
    if one["id"] == other["id"]:
        return 1.0
    if one["kind"] == "right":  # a word that says nothing by itself: it is known by the answer that it marks
        return _REWORDED if one["place"] == other["place"] or _marks_alike(one, other) else 0.0
    before, after = Counter(words_of(one["html"])), Counter(words_of(other["html"]))
    total = before.total() + after.total()
    return 2 * (before & after).total() / total if total else 0.5


def _marks_alike(one: Block, other: Block) -> bool:
    """Whether they mark answers to the same question in the same way: one of them reworded, perhaps."""
    question, of = (str(block["place"]).partition("/")[0] for block in (one, other))
    return question == of and one["html"] == other["html"]
