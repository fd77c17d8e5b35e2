"""What a learner loses by staying: models that end, which the release they have speaks of and the offered one does not.

Takes the courses of both releases, the newest ledger that is known, and a day. A model that an item of the offered
release speaks of as well is no loss: moving would not help. Nor is one whose course the other release does not have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coursewright.publishing.changes.words import quoted
from coursewright.renewing.catalogue import outline
from coursewright.renewing.model_ends import ModelEnds, by_name, said
from coursewright.renewing.upgrading.completion import Completion
from coursewright.renewing.upgrading.heirs import Heirs
from coursewright.renewing.upgrading.sides import CourseSide


@dataclass(frozen=True, slots=True)
class SpeakingItem:
    """An item that speaks of a model, or claims something of it."""

    course: str
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class EndingModel:
    """A model or a family that ends, by its name: the day, what the ledger names in its place, and who speaks of it."""

    model: str
    ends: date
    replacements: tuple[str, ...]
    items: tuple[SpeakingItem, ...]


def ending_models(
    old: Mapping[str, CourseSide], new: Mapping[str, CourseSide], ledger: Mapping[str, Any], on: date
) -> Iterator[EndingModel]:
    """Those that end, the soonest first; what ended before that day comes first of all."""
    ends = ModelEnds(ledger)
    speaking: dict[str, list[SpeakingItem]] = {}
    for course, side in old.items():
        other = new.get(course)
        if other is None:
            continue
        for item, model in _lost(side, other, course):
            speaking.setdefault(model, []).append(item)
    found = [(end, model) for model in speaking if (end := ends.end(model)) is not None]
    for end, model in sorted(found, key=lambda one: (one[0] > on, *one)):
        yield EndingModel(model, end, tuple(ends.replacements([model])), tuple(speaking[model]))


def _lost(side: CourseSide, other: CourseSide, course: str) -> Iterator[tuple[SpeakingItem, str]]:
    heirs = Heirs(side.index, other.index)
    for name, item in outline(side.index):
        goes_on = {model for home in heirs.homes(name) for model in _named(other.index["items"][home.id], other)}
        for model in _named(item, side):
            if model not in goes_on:
                yield SpeakingItem(course, name, str(item["title"])), model


def _named(item: Mapping[str, Any], side: CourseSide) -> list[str]:
    """Models and families by name that an item speaks of, or that what it claims is about."""
    claimed = [model for claim in item["claims"] if claim in side.claims for model in side.claims[claim]["models"]]
    return list(dict.fromkeys(by_name([*item.get("models", ()), *claimed])))


def staying_says(models: Sequence[EndingModel], complete: Completion, on: date, withdrawn: str | None = None) -> Iterator[str]:
    """What staying costs, in sentences. `withdrawn` says why what the learner has was withdrawn, if it was."""
    if withdrawn:
        yield f"What you have was withdrawn: {withdrawn}"
    for one in models:
        titles = quoted(list(dict.fromkeys(item.title for item in one.items)))
        end = f"{one.model} was shut down on {one.ends}" if one.ends <= on else f"{one.model} will be shut down on {one.ends}"
        instead = f"; its provider names {said(one.replacements)} in its place" if one.replacements else ""
        yield f"{end}{instead}. What you have speaks of it in {titles}."
    yield from complete.because
    if complete.possible and complete.until:
        yield f"What you have can be completed until {complete.until}."
