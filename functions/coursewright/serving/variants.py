"""Which outcome of a lesson a learner gets: their model, role, industry … through the lesson's decision table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Variant:
    """The values that decided, by dimension, and which of them are defaults because what was asked for is not known."""

    outcome: int
    values: Mapping[str, str]
    defaulted: tuple[str, ...]


def choose(index: Mapping[str, Any], decision: Mapping[str, Any], asked: Mapping[str, str]) -> Variant:
    """The outcome for what the app says of its learner; what it does not say, or we do not know, takes the default."""
    values: dict[str, str] = {}
    defaulted: list[str] = []
    for name, dimension in sorted(index["dimensions"].items()):
        wanted = asked.get(name)
        is_known = wanted is not None and wanted in dimension["values"]
        values[name] = wanted if is_known and wanted is not None else dimension["default"]
        if not is_known:
            defaulted.append(name)
    position = 0
    for named in decision["axes"]:
        axis = index["axes"][named] if isinstance(named, int) else named  # compiler format 1 wrote it out in each lesson
        classes = axis["classes"]
        chosen = classes[index["dimensions"][axis["dimension"]]["values"].index(values[axis["dimension"]])]
        position = position * (max(classes) + 1) + chosen
    return Variant(decision["table"][position], values, tuple(defaulted))
