"""Which version of a lesson each kind of learner got in one release, and gets in another, by the decision tables of both.

Tables count by the values that a release knows, and those differ: a ledger gained a model, a curriculum a role. So kinds of
learners are what both releases know of a dimension, and those of whom the app says nothing. A version that none of them gets on
one side (for a model only one ledger has) is told apart from those that are paired.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

Index = Mapping[str, Any]
Text = Mapping[str, Any]
"""What an index says of a lesson in one language: its decision and its outcomes."""


@dataclass(frozen=True, slots=True)
class Versions:
    """Numbers of outcomes: `pairs` as some kind of learner gets them, and those left over on either side."""

    pairs: tuple[tuple[int, int], ...]
    only_old: tuple[int, ...]
    only_new: tuple[int, ...]

    @property
    def is_one_to_one(self) -> bool:
        """Whether all who got one version get one version still, and nobody else does."""
        return len({old for old, _ in self.pairs}) == len({new for _, new in self.pairs}) == len(self.pairs)


def versions(old_index: Index, old: Text, new_index: Index, new: Text) -> Versions:
    """Pair the versions of a lesson, in one language, of two releases."""
    before, after = _axes(old_index, old), _axes(new_index, new)
    named = sorted({name for name, _ in (*before, *after)})
    kinds = [sorted(_kinds(name, old_index, before, new_index, after)) for name in named]
    pairs = set()
    for combination in product(*kinds):
        chosen = dict(zip(named, combination, strict=True))
        pairs.add(
            (
                _outcome(old, before, {name: one for name, (one, _) in chosen.items()}),
                _outcome(new, after, {name: other for name, (_, other) in chosen.items()}),
            )
        )
    only_old = set(range(len(old["outcomes"]))) - {one for one, _ in pairs}
    only_new = set(range(len(new["outcomes"]))) - {other for _, other in pairs}
    return Versions(tuple(sorted(pairs)), tuple(sorted(only_old)), tuple(sorted(only_new)))


def _axes(index: Index, text: Text) -> list[tuple[str, list[int]]]:
    """Each dimension the lesson tells learners apart by, with the class of each value."""
    named = text["decision"]["axes"]
    axes = [index["axes"][one] if isinstance(one, int) else one for one in named]  # compiler format 1 wrote them out
    return [(axis["dimension"], axis["classes"]) for axis in axes]


def _kinds(
    name: str, old_index: Index, before: list[tuple[str, list[int]]], new_index: Index, after: list[tuple[str, list[int]]]
) -> set[tuple[int, int]]:
    """The classes on both sides of each value that both know, and of a value that none was given for."""
    old, new = _classes(name, old_index, before), _classes(name, new_index, after)
    known = old.keys() & new.keys() if old and new else old.keys() | new.keys()
    return {(old.get(value, 0), new.get(value, 0)) for value in known} | {
        (_default(name, old_index, old), _default(name, new_index, new))
    }


def _classes(name: str, index: Index, axes: list[tuple[str, list[int]]]) -> dict[str, int]:
    values = index["dimensions"].get(name, {}).get("values", [])
    classes = dict(axes).get(name)
    return dict(zip(values, classes or [0] * len(values), strict=True))


def _default(name: str, index: Index, classes: Mapping[str, int]) -> int:
    return classes.get(index["dimensions"].get(name, {}).get("default", ""), 0)


def _outcome(text: Text, axes: list[tuple[str, list[int]]], chosen: Mapping[str, int]) -> int:
    """A decision table counts through its axes, the last the fastest."""
    position = 0
    for name, classes in axes:
        position = position * (max(classes) + 1) + chosen[name]
    return int(text["decision"]["table"][position])


def outcomes(text: Text) -> Iterator[str]:
    """The digests of the versions, as answers in JSON."""
    return (outcome["json"] for outcome in text["outcomes"])
