"""The shipped ledger against what is really published: the pinned packages, read here once more and by other means."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date

import pytest

from courses import CONTENT, tree
from coursewright.authoring.ledger import SOURCE_PRECEDENCE
from coursewright.renewing.ledger.conflicts import conflicts
from coursewright.renewing.ledger.ledger_lines import FACTS, facts_in
from coursewright.renewing.ledger.ledger_of_files import ledger_of
from coursewright.renewing.ledger.syncing import synced
from coursewright.renewing.sources.readers import READERS
from coursewright.renewing.sources.reading import read_source
from published_packages import LITELLM_EXTRACT, OPENAI, installed_packages, litellm_wheel, published

Days = dict[str, str]
FOUR = {
    "gpt-3.5-turbo-16k": ("2024-09-13", "2026-10-23"),
    "gpt-4o-audio-preview-2024-12-17": ("2026-05-07", "2027-01-20"),
    "gpt-4o-audio-preview-2025-06-03": ("2026-05-07", "2027-01-20"),
    "gpt-4o-mini-audio-preview-2024-12-17": ("2026-05-07", "2027-01-20"),
}


def _said_by_llm_sunset() -> Days:
    rows = json.loads((installed_packages() / "llm_sunset/snapshot.json").read_bytes())
    return {row["model_id"]: row["shutdown_date"] for row in rows if row["provider"] == "OpenAI" and " " not in row["model_id"]}


def _said_by_bydtech() -> Days:
    rows = json.loads((installed_packages() / "model_retire/models.json").read_bytes())["models"]
    return {
        name: row["retires_on"] for row in rows if row["provider"] == "openai" for name in (row["id"], *row.get("aliases", ()))
    }


def _said_by_depdesk() -> Days:
    rows = json.loads((installed_packages() / "depdesk/data/catalog.json").read_bytes())["models"]
    return {row["id"]: row["retires_on"] for row in rows if row["provider"] == "openai" and row.get("retires_on")}


def _said_by_sdk() -> Days:
    return dict(_entries((installed_packages() / "openai/types/shared/chat_model.py").read_text().split('"""')[1]))


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for day in re.finditer(r"Announced\s+shutdown\s+date:\s+([0-9-]{10})", text):
        entry = text[text.rindex("\n- ", 0, day.start()) : day.start()]
        yield from ((name, day[1]) for name in re.findall(r'"([^"]+)"', entry))


def _said_by_litellm() -> Days:
    rows = json.loads(LITELLM_EXTRACT.read_bytes())
    is_model = re.compile(r"[a-z0-9][a-z0-9._-]*")
    return {name: row["deprecation_date"] for name, row in rows.items() if "deprecation_date" in row and is_model.fullmatch(name)}


SAID = {
    "openai-python": (_said_by_sdk, 72),
    "llm-sunset": (_said_by_llm_sunset, 149),
    "bydtech-model-retire": (_said_by_bydtech, 148),
    "depdesk": (_said_by_depdesk, 130),
    "litellm": (_said_by_litellm, 90),
}


@pytest.mark.parametrize("source", SAID)
def test_the_ledger_has_every_shutdown_that_a_source_states(source: str) -> None:
    said, at_least = SAID[source]
    facts = facts_in(tree().files[FACTS])
    held = {
        fact.model: fact.value for fact in facts if fact.source == source and fact.field == "shutdown" and hasattr(fact, "model")
    }
    days = said()

    assert len(days) >= at_least
    assert days == held


def test_sources_disagree_on_four_shutdowns_and_the_ledger_shows_each() -> None:
    found = {one.subject: one for one in conflicts(ledger_of(tree().files)) if one.field == "shutdown"}

    assert FOUR == {name: tuple(statement.value for statement in one.statements) for name, one in found.items()}
    assert {("openai-python", "litellm")} == {tuple(one.source for one in found[name].statements) for name in FOUR}


def test_the_ledger_agrees_with_every_source_on_every_other_shutdown() -> None:
    ledger = ledger_of(tree().files)
    stated = [(source, model, day) for source, (said, _) in SAID.items() for model, day in said().items()]
    differing = {model for _, model, day in stated if day != ledger.models[model].value("shutdown")}

    assert len(stated) > 550
    assert set(FOUR) == differing


@pytest.mark.parametrize("day", [date(2026, 11, 25), date(2027, 5, 1)], ids=str)
def test_syncing_what_is_published_again_changes_no_byte_of_the_shipped_ledger(day: date) -> None:
    result = synced(tree().files, published(), day)

    assert {} == result.files
    assert [] == [outcome.source for outcome in result.outcomes if outcome.refusal or outcome.changes or outcome.vanished]
    assert [] == [finding for finding in result.findings if finding.severity != "hint"]


def test_the_shipped_ledger_is_written_as_sync_writes_it() -> None:
    lines = (CONTENT / FACTS).read_text().splitlines()

    assert sorted(set(lines)) == lines


def test_the_parts_of_the_api_come_from_depdesk() -> None:
    api = {(fact.api, fact.field): fact.value for fact in published()["depdesk"].facts if hasattr(fact, "api")}

    assert "2026-11-30" == api["endpoint:/v1/prompts", "shutdown"]
    assert "2026-11-30" == api["product:evals-platform", "shutdown"]
    assert "2024-12-18" == api["header:OpenAI-Beta=assistants=v1", "shutdown"]
    assert len({name for name, _ in api}) >= 13


def test_parameters_that_models_reject_come_from_depdesk() -> None:
    facts = read_source("depdesk", str(installed_packages()), frozenset({"anthropic"}), {}).facts
    rejected = {
        fact.value for fact in facts if fact.field == "rejected_by" and getattr(fact, "api", "") == "parameter:temperature"
    }

    assert rejected >= {"claude-opus-4-7", "claude-opus-5"}
    assert "claude-fable-5" not in rejected  # of which the catalogue is not certain


def test_what_an_alias_pointed_to_is_an_observation_with_a_day() -> None:
    seen = {one.alias: (one.target, one.observed) for one in published()["bydtech-model-retire"].aliases}

    assert ("gpt-4-0613", date(2026, 10, 16)) == seen["gpt-4"]
    assert ("o1-2024-12-17", date(2026, 10, 16)) == seen["o1"]


def test_the_readers_stand_in_the_order_of_precedence() -> None:
    assert SOURCE_PRECEDENCE == tuple(READERS)


@pytest.mark.endurance
def test_the_extract_of_litellm_says_what_its_wheel_does() -> None:
    wheel, extract = read_source("litellm", str(litellm_wheel()), OPENAI, {}), published()["litellm"]

    assert "1.109.1" == wheel.version
    assert wheel.facts == extract.facts
    assert wheel.models == extract.models
