"""When models end, as the ledger says, and what depends on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Place
from coursewright.authoring.ledger import Ledger
from coursewright.authoring.markdown.conditions import MODEL

_HAS = "has:"


@dataclass(frozen=True, slots=True)
class Dependence:
    """A place that works only as long as one of these models does."""

    selector: str
    models: frozenset[str]
    place: Place


def dependences(draft: Draft, ledger: Ledger) -> Iterator[Dependence]:
    """Everything that depends on models by name: settings, the newest edition, claims, lessons and blocks.

    What is for all models but one, or for a capability, goes on when a model ends. So does an older edition: it is history.
    """
    for model, place in _single_models(draft):
        yield Dependence(model, frozenset({model} & set(ledger.models)), place)
    for selector, place in (*_of_claims_and_lessons(draft), *_of_blocks(draft)):
        if not selector.startswith(_HAS):
            yield Dependence(selector, ledger.select(selector), place)


def end_of(ledger: Ledger, models: Iterable[str]) -> date | None:
    """The day on which the last of these models is shut down; None where the ledger gives one of them no such day."""
    days = [ledger.models[model].value("shutdown") for model in models]
    return max((date.fromisoformat(str(day)) for day in days), default=None) if None not in days else None


def advice_on(ledger: Ledger, selector: str, models: Iterable[str]) -> str:
    """What to move to, as far as the ledger says: what replaces the model of this name, else what replaces any of them."""
    own = ledger.models[selector].values("replacement") if selector in ledger.models else ()
    named = own or sorted({new for model in models for new in ledger.models[model].values("replacement")})
    return f"Move to {' or '.join(named)}, which the ledger names in its place" if named else "Move to another model"


def _single_models(draft: Draft) -> Iterator[tuple[str, Place]]:
    if draft.settings:
        yield draft.settings.value.default_model, draft.settings.at("default_model")
    if draft.editions:
        newest = draft.editions[max(draft.editions)]
        for index, model in enumerate(newest.value.baseline_models):
            yield model, newest.at("baseline_models", index)


def _of_claims_and_lessons(draft: Draft) -> Iterator[tuple[str, Place]]:
    for claim in draft.claims.values():
        yield from ((selector, claim.at("models", index)) for index, selector in enumerate(claim.value.models))
    for course in draft.courses:
        for lesson in course.lessons():
            yield from ((selector, lesson.front.at("models", i)) for i, selector in enumerate(lesson.front.value.models))


def _of_blocks(draft: Draft) -> Iterator[tuple[str, Place]]:
    for course in draft.courses:
        for lesson in course.lessons():
            for asked in lesson.document.asked:
                if asked.condition.dimension == MODEL and not asked.condition.negated:
                    yield from ((selector, asked.place) for selector in asked.condition.values)
