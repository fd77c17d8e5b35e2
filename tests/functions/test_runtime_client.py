"""The entry points under Lambda's own runtime client: requests, errors, time-outs, and what is wrong from the beginning."""

from __future__ import annotations

import json
import shutil
import site
from pathlib import Path

import pytest

from courses import ROOT
from daily_states import sunset_file
from runtime_api import InitError, Runtime, asked

OURS = (ROOT / "functions", Path(site.getsitepackages()[0]))
HERE = Path(__file__).parent


def test_the_content_api_answers_under_the_runtime_client(released: Path) -> None:
    with Runtime("content_api.handler", OURS, {"COURSEWRIGHT_RELEASED": str(released)}) as runtime:
        first, second = (runtime.invoke(asked("/v1/stable/courses/ai-foundations")) for _ in range(2))
        missing = runtime.invoke(asked("/v1/stable/courses/nothing"))

    assert (first.kind, first.body["statusCode"]) == ("response", 200)
    assert first.body == second.body
    assert json.loads(missing.body["body"])["status"] == 404


def test_an_event_that_no_api_sends_is_an_error_and_the_next_is_answered(released: Path) -> None:
    with Runtime("content_api.handler", OURS, {"COURSEWRIGHT_RELEASED": str(released)}) as runtime:
        broken = runtime.invoke({"not": "an event"})
        after = runtime.invoke(asked("/v1"))

    assert broken.kind == "error" or broken.body["statusCode"] >= 400
    assert (after.kind, after.body["statusCode"]) == ("response", 200)


def test_a_handler_that_raises_is_told_and_lives_on() -> None:
    with Runtime("handlers.failing", (HERE,), {}) as runtime:
        failed = runtime.invoke({"fail": True})
        process = runtime.process
        after = runtime.invoke({})

        assert (failed.kind, failed.body["errorType"], failed.body["errorMessage"]) == ("error", "ValueError", "told to")
        assert after.kind == "response"
        assert runtime.process is process


def test_an_invocation_that_runs_out_of_time_is_killed_and_the_next_starts_anew() -> None:
    with Runtime("handlers.slow", (HERE,), {}, seconds=1) as runtime:
        late = runtime.invoke({"seconds": 30})
        assert runtime.process is None
        after = runtime.invoke({"seconds": 0})

    assert late.kind == "timeout"
    assert after.kind == "response"
    assert 0 < after.body <= 1000


def test_a_process_that_ends_in_the_middle_is_told_at_once_and_the_next_starts_anew() -> None:
    with Runtime("handlers.ending", (HERE,), {}) as runtime:
        ended = runtime.invoke({"end": True})
        after = runtime.invoke({})

    assert ended.kind == "exit"
    assert ended.seconds < 5
    assert after.kind == "response"


def test_a_function_whose_settings_are_wrong_says_so_when_it_starts(released: Path) -> None:
    environment = {"COURSEWRIGHT_RELEASED": str(released), "COURSEWRIGHT_TOKEN_ISSUER": "https://issuer.example"}
    with (
        Runtime("content_api.handler", OURS, environment) as runtime,
        pytest.raises(InitError, match="tokens cannot be verified without COURSEWRIGHT_TOKEN_AUDIENCE"),
    ):
        runtime.start()


def test_a_module_that_is_missing_says_so_when_it_starts(tmp_path: Path) -> None:
    with Runtime("content_api.handler", (tmp_path,), {}) as runtime, pytest.raises(InitError, match="ImportModuleError"):
        runtime.start()


def test_observe_and_remind_do_the_work_of_a_day_under_the_runtime_client(stores: Path, tmp_path: Path) -> None:
    """On a copy, since they write; a source that is down stops nothing."""
    released = shutil.copytree(stores / "released", tmp_path / "released")
    place = sunset_file(tmp_path, ("gpt-6.1-sol", "2026-12-01"))
    others = dict.fromkeys(("openai-deprecations", "models-dev"))
    sources = json.dumps({**others, "llm-sunset": place, "litellm": str(tmp_path / "nothing.json")})
    environment = {"COURSEWRIGHT_RELEASED": str(released), "COURSEWRIGHT_SOURCES": sources}
    with Runtime("observe.handler", OURS, environment) as runtime:
        first, second = (runtime.invoke({"time": "2026-11-25T00:23:00Z"}) for _ in range(2))
        refused = runtime.invoke({"time": "tomorrow"})
    with Runtime("remind.handler", OURS, environment) as runtime:
        told, again = (runtime.invoke({"time": "2026-11-25T05:41:00Z"}) for _ in range(2))

    assert ("response", {"llm-sunset": "observed", "litellm": "down"}, 1) == (
        first.kind,
        first.body["sources"],
        first.body["statuses"],
    )
    assert ({"llm-sunset": "unchanged", "litellm": "down"}, 0) == (second.body["sources"], second.body["statuses"])
    assert ("error", "InvalidRequestError") == (refused.kind, refused.body["errorType"])
    assert (True, []) == (len(told.body["digests"]) > 0, again.body["digests"])


@pytest.mark.parametrize(
    ("entry", "environment"),
    [
        ("publish", {"COURSEWRIGHT_INCOMING": "incoming", "COURSEWRIGHT_CANDIDATES": "candidates"}),
        ("promote", {"COURSEWRIGHT_CANDIDATES": "candidates"}),
    ],
)
def test_the_other_functions_start_and_answer_what_is_no_event(tmp_path: Path, entry: str, environment: dict[str, str]) -> None:
    folders = {name: str(tmp_path / value) for name, value in environment.items()}
    settings = {**folders, "COURSEWRIGHT_RELEASED": str(tmp_path / "released"), "COURSEWRIGHT_KEYS": str(tmp_path / "keys")}
    with Runtime(f"{entry}.handler", OURS, settings) as runtime:
        answer = runtime.invoke({"Event": "s3:TestEvent"})

    assert answer.kind == "response"
    assert answer.body == [] or answer.body["outcome"] == "invalid"
