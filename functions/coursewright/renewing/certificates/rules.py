"""What changes count for certificates, in percent: as the publisher's curriculum.yaml says, or else by default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["objective", "assessment", "claim"]
Effect = Literal["current", "log", "delta", "recertify"]

EFFECTS: tuple[Effect, ...] = ("current", "log", "delta", "recertify")
"""From the least to the most: it holds; it holds, and there is something to know; something to learn; to be earned anew."""

_WEIGHTS: dict[Kind, int] = {"objective": 100, "assessment": 50, "claim": 25}
_THRESHOLDS = {"delta": 20, "recertify": 50}


@dataclass(frozen=True, slots=True)
class Rules:
    """How much of an objective's weight a change counts, and from which share of all weight on more is asked."""

    weights: Mapping[Kind, int]
    delta: int
    recertify: int

    def effect_of(self, changed: int, of: int) -> Effect:
        """What a sum of weight times percent comes to, of a sum of weights."""
        if changed == 0:
            return "current"
        if changed >= self.recertify * of:
            return "recertify"
        return "delta" if changed >= self.delta * of else "log"


def rules_of(programs: Mapping[str, Any]) -> Rules:
    """The rules of a release, by its programs object; releases before compiler format 4 have those by default."""
    said = programs.get("certificates", {})
    weights: dict[Kind, int] = {**_WEIGHTS, **said.get("weights", {})}
    thresholds = {**_THRESHOLDS, **said.get("thresholds", {})}
    return Rules(weights, thresholds["delta"], thresholds["recertify"])
