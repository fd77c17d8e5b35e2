"""The ledger as released: every model with what the commit says of it, and which source says so."""

from __future__ import annotations

from typing import Any

from coursewright.authoring.ledger import ApiPart, Ledger, Model
from coursewright.authoring.shapes.ledger_files import ApiFact, Fact, OverlayApiFact, OverlayFact

_SINGLE = ("released", "deprecated", "shutdown", "snapshot_of", "context_window", "max_output", "knowledge_cutoff")
_SEVERAL = (("replacements", "replacement"), ("capabilities", "capability"), ("endpoints", "endpoint"))
_OF_SOURCE = {"title", "url", "read"}  # in which version, its title says to readers; the fields are for `models sync`


def ledger_object(ledger: Ledger) -> dict[str, Any]:
    """Models in the order of their names; `facts` keeps every statement, agreeing or not, with its source.

    A statement made by hand counts before all others, and says so.
    """
    return {
        "kind": "models",
        "models": [_model(model) for model in ledger.models.values()],
        "families": [family.model_dump(mode="json") for family in ledger.families.values()],
        "api": [_api_part(part) for part in ledger.api.values()],
        "aliases": [alias.model_dump(mode="json") for alias in ledger.aliases],
        "sources": {name: source.model_dump(mode="json", include=_OF_SOURCE) for name, source in ledger.sources.items()},
    }


def _model(model: Model) -> dict[str, Any]:
    return {
        "id": model.id,
        "family": model.family.id if model.family else None,
        "kind": model.family.kind if model.family else None,
        "provider": model.family.provider if model.family else None,
        **{field: model.value(field) for field in _SINGLE},
        **{name: list(model.values(field)) for name, field in _SEVERAL},
        "facts": [_fact(fact) for fact in model.facts],
    }


def _api_part(part: ApiPart) -> dict[str, Any]:
    return {
        "id": part.id,
        "deprecated": part.value("deprecated"),
        "shutdown": part.value("shutdown"),
        "replacements": list(part.values("replacement")),
        "rejected_by": list(part.values("rejected_by")),
        "facts": [_fact(fact) for fact in part.facts],
    }


def _fact(fact: Fact | ApiFact) -> dict[str, Any]:
    by_hand = {"by_hand": True} if isinstance(fact, OverlayFact | OverlayApiFact) else {}
    return {"host": fact.host, "field": fact.field, "value": fact.value, "source": fact.source, **by_hand}
