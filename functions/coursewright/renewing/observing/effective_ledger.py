"""The ledger of a release with what was observed since laid over it: the same shape, and what status is worked out from.

Takes the ledger object as released (compiling/ledger_object.py) and snapshots of sources (observations.py). Pure. Rules:

- What a source says now of a model at a host, field by field, takes the place of what the release says that this source said.
  What it does not speak of stays as released.
- Which source counts is as for authors: facts by hand first, then SOURCE_PRECEDENCE (authoring/ledger.py).
- A fact by hand goes on counting, unless the provider itself (PROVIDERS_OWN) has said something else since that it had not said
  in the release: who wrote by hand knew the latter, and cannot have known the former.
- A field about which nothing new was said keeps the value that the release has.

Ledgers of releases before compiler format 3 do not say what is by hand: there a source that no reader has is taken for a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from coursewright.authoring.ledger import FIRST_PARTY_HOST, SOURCE_PRECEDENCE, rank_of
from coursewright.renewing.observing.observations import key_of

PROVIDERS_OWN = ("openai-live", "openai-python", "openai-deprecations")
"""Sources in which the provider itself speaks."""

Fact = Mapping[str, Any]
_SINGLE = ("released", "deprecated", "shutdown", "snapshot_of", "context_window", "max_output", "knowledge_cutoff")
_SEVERAL = {"replacement": "replacements", "capability": "capabilities", "endpoint": "endpoints"}
_OF_APIS = {"replacement": "replacements", "rejected_by": "rejected_by"}


def effective_ledger(released: Mapping[str, Any], observed: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The ledger as it is with these snapshots."""
    said, aliases = _said_now(observed)
    says_by_hand = "api" in released
    models = released["models"] if says_by_hand else [_marked(model) for model in released["models"]]
    return {
        **released,
        "models": _laid_over(models, said["model"], _new_model, ("deprecated", "shutdown", *_SINGLE), _SEVERAL),
        "api": _laid_over(released.get("api", []), said["api"], _new_api, ("deprecated", "shutdown"), _OF_APIS),
        "aliases": _history([*released.get("aliases", []), *aliases]),
    }


def _said_now(observed: Iterable[Mapping[str, Any]]) -> tuple[dict[str, dict[str, list[Fact]]], list[Fact]]:
    """Facts by kind and by what they are about, each with its source; and aliases."""
    said: dict[str, dict[str, list[Fact]]] = {"model": defaultdict(list), "api": defaultdict(list)}
    aliases: list[Fact] = []
    for snapshot in observed:
        for fact in (*snapshot["facts"], *snapshot.get("dropped", ())):
            kind, name, host, field = key_of(fact)
            said[kind][name].append({"host": host, "field": field, "value": fact["value"], "source": snapshot["source"]})
        aliases += snapshot.get("aliases", ())
    return said, aliases


def _laid_over(
    released: Sequence[Mapping[str, Any]],
    said: Mapping[str, list[Fact]],
    new: Any,  # noqa: ANN401 - makes an entry of nothing but a name
    single: Sequence[str],
    several: Mapping[str, str],
) -> list[dict[str, Any]]:
    known = {entry["id"]: entry for entry in released}
    found = [_entry(known.get(name) or new(name), said.get(name, []), single, several) for name in {**known, **said}]
    return sorted(found, key=lambda entry: str(entry["id"]))


def _entry(entry: Mapping[str, Any], said: list[Fact], single: Sequence[str], several: Mapping[str, str]) -> dict[str, Any]:
    if not said:
        return dict(entry)
    before: list[Fact] = list(entry["facts"])
    replaced = {(fact["host"], fact["field"], fact["source"]) for fact in said}
    kept = [fact for fact in before if _is_by_hand(fact) or (fact["host"], fact["field"], fact["source"]) not in replaced]
    facts = _each_once([*kept, *said])
    made = {**entry, "facts": facts}
    for field in {fact["field"] for fact in said if fact["host"] == FIRST_PARTY_HOST}:
        was, now = _of(before, field), _of(facts, field)
        if _values(was) == _values(now):
            continue
        counting = [fact for fact in now if not (_is_by_hand(fact) and _is_overtaken(was, now))]
        if field in several:
            by_hand = [fact for fact in counting if _is_by_hand(fact)]
            made[several[field]] = sorted({str(fact["value"]) for fact in by_hand or counting})
        elif field in single:
            made[field] = min(counting, key=_rank)["value"]
    return made


def _is_overtaken(was: Sequence[Fact], now: Sequence[Fact]) -> bool:
    """Whether the provider says something of a field now that it had not said, by hand or not, in the release."""
    known = {fact["value"] for fact in was if fact["source"] in PROVIDERS_OWN or _is_by_hand(fact)}
    return any(fact["value"] not in known for fact in now if fact["source"] in PROVIDERS_OWN and not _is_by_hand(fact))


def _is_by_hand(fact: Fact) -> bool:
    return bool(fact.get("by_hand"))


def _marked(model: Mapping[str, Any]) -> dict[str, Any]:
    facts = [fact if fact["source"] in SOURCE_PRECEDENCE else {**fact, "by_hand": True} for fact in model["facts"]]
    return {**model, "facts": facts}


def _of(facts: Iterable[Fact], field: str) -> list[Fact]:
    return [fact for fact in facts if fact["field"] == field and fact["host"] == FIRST_PARTY_HOST]


def _values(facts: Iterable[Fact]) -> set[tuple[str, str]]:
    return {(fact["source"], str(fact["value"])) for fact in facts}


def _rank(fact: Fact) -> tuple[int, int, str, str]:
    return rank_of(fact["source"], fact["field"], fact["value"], is_by_hand=_is_by_hand(fact))


def _each_once(facts: Iterable[Fact]) -> list[Fact]:
    found = {(f["field"], f["host"], f["source"], str(f["value"]), _is_by_hand(f)): f for f in facts}
    return [found[key] for key in sorted(found)]


def _history(aliases: Iterable[Fact]) -> list[dict[str, Any]]:
    found = {tuple(sorted(alias.items())): dict(alias) for alias in aliases}
    return sorted(found.values(), key=lambda one: (one["alias"], one["host"], one["observed"], one["target"], one["source"]))


def _new_model(name: str) -> dict[str, Any]:
    """A model that the release does not know: it is in no family, and may be what others are replaced by."""
    nothing: dict[str, Any] = {"id": name, "family": None, "kind": None, "provider": None, **dict.fromkeys(_SINGLE)}
    return {**nothing, **{name: [] for name in _SEVERAL.values()}, "facts": []}


def _new_api(name: str) -> dict[str, Any]:
    return {"id": name, "deprecated": None, "shutdown": None, **{one: [] for one in _OF_APIS.values()}, "facts": []}
