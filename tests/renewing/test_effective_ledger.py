"""What was observed, laid over a released ledger: what gives way, what stands, and who counts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from courses import manifest, read, release
from coursewright.renewing.observing.effective_ledger import effective_ledger


def _fact(value: str, source: str, field: str = "shutdown", *, by_hand: bool = False) -> dict[str, Any]:
    return {"host": "openai", "field": field, "value": value, "source": source, **({"by_hand": True} if by_hand else {})}


def _ledger(*facts: dict[str, Any], **resolved: Any) -> dict[str, Any]:  # noqa: ANN401 - values of fields
    empty = dict.fromkeys(("released", "deprecated", "shutdown", "snapshot_of", "context_window"))
    model = {"id": "o1", **empty, "replacements": [], "capabilities": [], "endpoints": [], **resolved, "facts": list(facts)}
    return {"kind": "models", "models": [model], "families": [], "sources": {}, "api": [], "aliases": []}


def _snapshot(source: str, *facts: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a snapshot
    known = [{"model": "o1", "host": "openai", "source": source, **one} for one in facts]
    return {"source": source, "facts": known, "dropped": [], "aliases": [], **more}


def _shutdown(value: str, **more: str) -> dict[str, Any]:
    return {"field": "shutdown", "value": value, **more}


def _o1(ledger: dict[str, Any], *observed: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in effective_ledger(ledger, observed)["models"] if one["id"] == "o1")
    return found


def test_without_observations_the_shipped_ledger_is_what_it_was() -> None:
    made = read(release(), manifest(release())["models"])
    before = json.dumps(made)
    found = effective_ledger(made, [])

    assert made["models"] == found["models"]
    assert before == json.dumps(made)  # and what was given is left alone


SUNSET, LITELLM = _fact("2026-10-23", "llm-sunset"), _fact("2026-11-01", "litellm")


@pytest.mark.parametrize(
    ("observed", "expected"),
    [
        ([], "2026-10-23"),
        ([_snapshot("llm-sunset", _shutdown("2026-12-01"))], "2026-12-01"),
        ([_snapshot("litellm", _shutdown("2026-12-01"))], "2026-10-23"),  # llm-sunset stands first
        ([_snapshot("openai-python", _shutdown("2026-12-01"))], "2026-12-01"),  # and openai-python before it
        ([_snapshot("llm-sunset", _shutdown("2026-10-23"))], "2026-10-23"),
        ([_snapshot("llm-sunset", _shutdown("2026-12-01", model="o3"))], "2026-10-23"),
        ([_snapshot("llm-sunset", _shutdown("2026-12-01", host="azure"))], "2026-10-23"),
        ([_snapshot("llm-sunset", dropped=[{"model": "o1", "host": "openai", **_shutdown("2026-12-01")}])], "2026-12-01"),
    ],
)
def test_what_a_source_says_now_takes_the_place_of_what_it_said(observed: list[dict[str, Any]], expected: str) -> None:
    assert expected == _o1(_ledger(SUNSET, LITELLM, shutdown="2026-10-23"), *observed)["shutdown"]


BY_HAND = _fact("2026-10-30", "openai-changelog", by_hand=True)


@pytest.mark.parametrize(
    ("released", "observed", "expected"),
    [
        ([SUNSET, BY_HAND], _snapshot("llm-sunset", _shutdown("2026-12-01")), "2026-10-30"),
        ([SUNSET, BY_HAND], _snapshot("openai-live", _shutdown("2026-12-01")), "2026-12-01"),
        ([SUNSET, BY_HAND], _snapshot("openai-live", _shutdown("2026-10-30")), "2026-10-30"),
        # the person who wrote by hand knew that the provider said so
        ([_fact("2026-12-01", "openai-python"), BY_HAND], _snapshot("openai-live", _shutdown("2026-12-01")), "2026-10-30"),
        ([_fact("2026-12-01", "openai-python"), BY_HAND], _snapshot("openai-python", _shutdown("2027-01-01")), "2027-01-01"),
    ],
)
def test_a_fact_by_hand_stands_until_the_provider_says_something_new(
    released: list[dict[str, Any]], observed: dict[str, Any], expected: str
) -> None:
    found = _o1(_ledger(*released, shutdown="2026-10-30"), observed)

    assert expected == found["shutdown"]
    assert BY_HAND in found["facts"]  # it stays to be seen


def test_of_a_ledger_that_does_not_say_what_is_by_hand_unknown_sources_are_people() -> None:
    old = _ledger(SUNSET, {**BY_HAND, "by_hand": None}, shutdown="2026-10-30")
    later = _snapshot("llm-sunset", _shutdown("2026-12-01"))
    assert "2026-12-01" == _o1(old, later)["shutdown"]
    del old["api"], old["aliases"]

    assert "2026-10-30" == _o1(old, later)["shutdown"]


def test_fields_with_several_values_hold_what_all_sources_say() -> None:
    ledger = _ledger(
        _fact("o3", "llm-sunset", "replacement"), _fact("gpt-5", "litellm", "replacement"), replacements=["gpt-5", "o3"]
    )
    now = _snapshot("llm-sunset", {"field": "replacement", "value": "o4"}, {"field": "replacement", "value": "o5"})

    assert ["gpt-5", "o4", "o5"] == _o1(ledger, now)["replacements"]


def test_models_and_apis_that_the_release_does_not_know_are_added_in_its_shape() -> None:
    api = {"api": "endpoint:/v1/prompts", "host": "openai", "field": "shutdown", "value": "2026-11-30"}
    alias = {"alias": "gpt-5", "host": "openai", "target": "gpt-5-1", "observed": "2026-11-01", "source": "models-dev"}
    observed = _snapshot("models-dev", {"model": "o9", "field": "capability", "value": "reasoning"}, aliases=[alias])
    observed["facts"].append(api)
    found = effective_ledger(_ledger(), [observed, observed])

    new = next(one for one in found["models"] if one["id"] == "o9")
    assert (["reasoning"], None, None) == (new["capabilities"], new["family"], new["shutdown"])
    assert [("endpoint:/v1/prompts", "2026-11-30", [])] == [
        (one["id"], one["shutdown"], one["rejected_by"]) for one in found["api"]
    ]
    assert [alias] == found["aliases"]
    assert {"kind", "models", "families", "sources", "api", "aliases"} == set(found)


def test_the_day_an_api_entry_was_made_is_no_release_where_somebody_says_the_day() -> None:
    """As authors' ledgers have it: of when a model came out, the API itself speaks last."""
    known = _ledger(_fact("2024-12-17", "models-dev", "released"), released="2024-12-17")
    found = _o1(known, _snapshot("openai-live", {"field": "released", "value": "2024-12-16"}))

    assert "2024-12-17" == found["released"]
