"""What must be taken before what, and where that runs in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

Before = Mapping[str, Iterable[str]]
"""Each thing with what must be taken before it."""


def cycles(before: Before) -> Iterator[tuple[str, ...]]:
    """The circles, each once: from its first name by the alphabet, the shortest way round, back to that name.

    A thing that needs itself makes none here: that is another mistake.
    """
    told: set[str] = set()
    for start in sorted(before):
        way = _way_round(before, start)
        if way and told.isdisjoint(way):
            told.update(way)
            yield way


def in_a_cycle(before: Before) -> frozenset[tuple[str, str]]:
    """Each pair of a thing and what it needs that lies on a circle."""
    ways = (_way_round(before, name) for name in sorted(before))
    return frozenset(pair for way in ways if way for pair in pairwise(way))


def _way_round(before: Before, start: str) -> tuple[str, ...] | None:
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way in ways:  # grows while it is read
        for name in before.get(way[-1], ()):
            if name == start and len(way) > 1:
                return (*way, start)
            if name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return None
