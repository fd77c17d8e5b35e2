"""Whether a claim holds for less than it did: for some of the models that it held for.

What a selector means is told by the new release's ledger, so that `gpt-4o` is less than `has:vision` where that model has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.change import ItemChange
from coursewright.publishing.changes.claim_changes import claims_of_course
from coursewright.publishing.changes.side import Side


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The two releases."""

    old: Side
    new: Side

    def is_narrower(self, item: ItemChange, claims: Iterable[str]) -> bool:
        """Whether each of these claims, which an item states in both releases, holds for less than before."""
        before, after = (self._claims(side, item.course) for side in (self.old, self.new))
        return all(self._is_narrower(before[name], after[name]) for name in claims)

    def _is_narrower(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
        if not set(new["models"]) - set(old["models"]):
            return True
        meant = self._meant(new["models"])
        return bool(meant) and meant <= self._meant(old["models"])

    def _meant(self, selectors: Iterable[str]) -> set[str]:
        ledger = self.new.read(Digest(self.new.read(self.new.manifest)["models"]))
        families = {model["family"] for model in ledger["models"]}
        return {model["id"] for model in ledger["models"] for one in selectors if _selects(one, model, families)}

    @staticmethod
    def _claims(side: Side, course: str) -> Mapping[str, Mapping[str, Any]]:
        return claims_of_course(side, side.index(course))


def _selects(selector: str, model: Mapping[str, Any], families: set[str]) -> bool:
    """A name that is both a family's and a model's means the family."""
    if selector.startswith("has:"):
        return selector.removeprefix("has:") in model["capabilities"]
    return bool(selector == (model["family"] if selector in families else model["id"]))
