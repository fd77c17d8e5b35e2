"""When what a selector means is gone, by a ledger as it was released (compiling/ledger_object.py).

A selector means what it means to authors: a family its members, `has:x` every model with that capability. It ends with the last
of its models: `gpt-4o` goes on while one of its snapshots does. It has no known end while one of its models has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

_HAS = "has:"


class ModelEnds:
    """Looks selectors up in one ledger object, each once."""

    def __init__(self, ledger: Mapping[str, Any]) -> None:
        self._models: dict[str, Mapping[str, Any]] = {model["id"]: model for model in ledger["models"]}
        self._families: dict[str, list[str]] = {family["id"]: family["members"] for family in ledger["families"]}
        self._known: dict[str, tuple[frozenset[str], date | None]] = {}

    def models(self, selector: str) -> frozenset[str]:
        """The models a selector means. A name that is both a family and a model means the family."""
        return self._look_up(selector)[0]

    def end(self, selector: str) -> date | None:
        """The day on which the last of them is shut down, if the ledger knows one."""
        return self._look_up(selector)[1]

    def last_end(self, selectors: Iterable[str]) -> date | None:
        """The day on which the last of several selectors ends; None where one has no known end, or there is none."""
        ends = [self.end(selector) for selector in selectors]
        known = [end for end in ends if end is not None]
        return max(known) if known and len(known) == len(ends) else None

    def replacements(self, selectors: Iterable[str]) -> list[str]:
        """What the ledger names in the place of what ends, sorted: of the model of this name, or else of any that is meant.

        What ends no later is no replacement.
        """
        found: set[str] = set()
        for selector in selectors:
            end = self.end(selector)
            own = self._models.get(selector, {}).get("replacements", [])
            named = own or [new for model in self.models(selector) for new in self._models[model]["replacements"]]
            found.update(new for new in named if (last := self.end(new)) is None or end is None or last > end)
        return sorted(found)

    def _look_up(self, selector: str) -> tuple[frozenset[str], date | None]:
        if selector not in self._known:
            models = self._meant(selector)
            days = [self._models[model]["shutdown"] for model in models]
            ends = bool(days) and None not in days
            self._known[selector] = (models, max(map(date.fromisoformat, days)) if ends else None)
        return self._known[selector]

    def _meant(self, selector: str) -> frozenset[str]:
        if selector.startswith(_HAS):
            wanted = selector.removeprefix(_HAS)
            return frozenset(name for name, model in self._models.items() if wanted in model["capabilities"])
        members = self._families.get(selector, [selector])
        return frozenset(member for member in members if member in self._models)


def said(selectors: Iterable[str]) -> str:
    """Selectors as a sentence names them: `o3 and gpt-5`, `models with structured output`."""
    names = [f"models with {s.removeprefix(_HAS).replace('_', ' ')}" if s.startswith(_HAS) else s for s in selectors]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def by_name(selectors: Iterable[str]) -> list[str]:
    """Those selectors that name models or families; a capability is for whatever models there are."""
    return [selector for selector in selectors if not selector.startswith(_HAS)]


def capabilities(selectors: Iterable[str]) -> list[str]:
    """Those that name capabilities, each once."""
    return [selector for selector in dict.fromkeys(selectors) if selector.startswith(_HAS)]
