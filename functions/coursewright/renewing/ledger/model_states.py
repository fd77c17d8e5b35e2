"""What a model is on a day: by the ledger object of a release, or of a content folder (compiling/ledger_object.py).

The provider's own words are used (https://developers.openai.com/api/docs/deprecations): *deprecated* from the day its end was
announced, *shutdown* from the day of its end on. A model with an end and no day of announcement is deprecated already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

State = Literal["unreleased", "active", "deprecated", "shutdown"]
STATES: tuple[State, ...] = ("unreleased", "active", "deprecated", "shutdown")


def state_of(model: Mapping[str, Any], on: date) -> State:
    """The state of a model on a day; without a known day of release, it has always been there."""
    day = on.isoformat()
    if model["shutdown"] and model["shutdown"] <= day:
        return "shutdown"
    if model["released"] and model["released"] > day:
        return "unreleased"
    announced = model["deprecated"] or (model["shutdown"] and day)
    return "deprecated" if announced and announced <= day else "active"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which models are asked for; nothing set means all."""

    families: frozenset[str] = frozenset()
    states: frozenset[State] = frozenset()
    ending_before: date | None = None
    with_strangers: bool = True
    """Whether models of no family are among them."""

    def among(self, models: Iterable[Mapping[str, Any]], on: date) -> Iterator[Mapping[str, Any]]:
        """Those that are asked for. What ended before the day itself is not about to end."""
        for model in models:
            ends = model["shutdown"]
            if self.families and model["family"] not in self.families:
                continue
            if not self.with_strangers and not self.families and model["family"] is None:
                continue
            if self.states and state_of(model, on) not in self.states:
                continue
            if self.ending_before and not (ends and on.isoformat() <= ends < self.ending_before.isoformat()):
                continue
            yield model
