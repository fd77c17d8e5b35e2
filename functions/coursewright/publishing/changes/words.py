"""Sentences on what changed, for learners: without identifiers, save the names of models, which learners know them by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_MOST = 3
_SHOWN = 6


def models(selectors: Iterable[str]) -> str:
    """Models as a claim names them; a capability in words."""
    named = [_selector(one) for one in dict.fromkeys(selectors)]
    return listed(named) if 0 < len(named) <= _MOST else "several models" if named else "models"


def listed(names: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def quoted(titles: Sequence[str], most: int = _SHOWN) -> str:
    """Titles as a sentence lists them: `“A”, “B” and “C”`; of many, the first and how many more."""
    each = [f"“{title}”" for title in titles]
    if len(each) > most + 1:
        return f"{', '.join(each[:most])} and {len(each) - most} more"
    return listed(each)


def counted(count: int, one: str, several: str) -> str:
    """A sentence about one, or about several with their number in it."""
    return one if count == 1 else several.format(count)


def _selector(selector: str) -> str:
    kind, _, capability = selector.partition(":")
    return f"models with {capability.replace('_', ' ')}" if kind == "has" else selector
