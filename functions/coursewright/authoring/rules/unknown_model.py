"""Whatever names a model names one the ledger knows."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Place
from coursewright.authoring.findings.guessing import nearest
from coursewright.authoring.ledger import Ledger
from coursewright.authoring.markdown.conditions import MODEL


def unknown_model(draft: Draft) -> Iterator[Finding]:
    """A model, family or capability in `models:`, `baseline_models:`, `default_model:` or `::: models` must be in the ledger.

    The ledger says when each model appears and ends, and that is how Coursewright finds what a retirement breaks. If the model is
    new, add it to the ledger with its source; `default_model` and `baseline_models` take one model, not a family.
    """
    if draft.ledger is None:
        return
    for selector, place in (*draft.selectors(), *_in_conditions(draft)):
        if not draft.ledger.knows(selector):
            yield _finding(draft.ledger, selector, place)
    yield from _families_as_models(draft, draft.ledger)


def _in_conditions(draft: Draft) -> Iterator[tuple[str, Place]]:
    for course in draft.courses:
        for page in course.pages():
            for asked in page.document.asked:
                if asked.condition.dimension == MODEL:
                    yield from ((selector, asked.place) for selector in asked.condition.values)


def _families_as_models(draft: Draft, ledger: Ledger) -> Iterator[Finding]:
    named = []
    if draft.settings:
        named.append((draft.settings.value.default_model, draft.settings.at("default_model")))
    for edition in draft.editions.values():
        named.extend((model, edition.at("baseline_models", i)) for i, model in enumerate(edition.value.baseline_models))
    for model, place in named:
        if ledger.knows(model) and model not in ledger.models:
            members = ", ".join(ledger.families[model].members) if model in ledger.families else "one model"
            yield Finding("unknown-model", place, f'"{model}" is not one model', f"Name one of: {members}.")


def _finding(ledger: Ledger, selector: str, place: Place) -> Finding:
    known = {*ledger.models, *ledger.families, *(f"has:{name}" for name in ledger.capabilities)}
    meant = nearest(selector, known)
    advice = f"Did you mean {meant}?" if meant else "Add it to ledger/overlay.yaml with its source."
    return Finding("unknown-model", place, f'the ledger knows no "{selector}"', advice)
