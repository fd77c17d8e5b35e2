"""What sources do to the ledger: each its own part, nothing twice, nothing lost; and what leaves everything as it was."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coursewright.authoring.findings.finding import Finding
from coursewright.authoring.shapes.ledger_files import Fact
from coursewright.errors import SourceDownError, SourceError
from coursewright.renewing.ledger.ledger_lines import FACTS, facts_in
from coursewright.renewing.ledger.source_entries import OVERLAY
from coursewright.renewing.ledger.syncing import Reading, Synced, synced
from coursewright.renewing.sources.readers import READERS
from coursewright.renewing.sources.source_data import SourceData

TODAY, LATER = date(2026, 11, 25), date(2027, 3, 1)
SETTINGS = b"""title: Test
publisher: Test
locales: [en]
providers: [openai]
default_model: gpt-x
dimensions: {}
blind: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
"""
HEAD = """# Kept by hand; this comment stays.
sources:
  # the SDK
  openai-python:
    title: "openai 3.54.0: its ids"  # of November
    url: https://example.org/openai
    read: 2026-11-01
    version: 3.54.0
  by-hand:
    title: A page
    url: https://example.org/page
    read: 2026-11-01

families:
  - {id: gpt-x, title: GPT-X, provider: openai, kind: chat, members: [gpt-x, gpt-x-2026-01-02]}
"""


def _fact(model: str, field: str, value: str | int, source: str, host: str = "openai") -> dict[str, Any]:
    return {"model": model, "host": host, "field": field, "value": value, "source": source}


def _files(*facts: Mapping[str, Any], overlay: str = HEAD) -> dict[str, bytes]:
    lines = sorted(json.dumps(fact, sort_keys=True) for fact in facts)
    return {"curriculum.yaml": SETTINGS, OVERLAY: overlay.encode(), FACTS: "".join(f"{line}\n" for line in lines).encode()}


def _says(source: str, *said: tuple[str, str, str | int], version: str | None = None, as_of: date | None = None) -> SourceData:
    facts = tuple(Fact.model_validate(_fact(*one, source)) for one in said)
    return SourceData(source, version, as_of, facts, models=frozenset(fact.model for fact in facts))


def _sync(files: Mapping[str, bytes], *readings: SourceData | tuple[str, Reading], today: date = TODAY) -> Synced:
    named = {
        (one.source if isinstance(one, SourceData) else one[0]): (one if isinstance(one, SourceData) else one[1])
        for one in readings
    }
    return synced(files, named, today)


def _after(files: Mapping[str, bytes], *readings: SourceData, today: date = TODAY) -> dict[str, bytes]:
    return {**files, **_sync(files, *readings, today=today).files}


def _codes(result: Synced) -> list[str]:
    return [finding.code for finding in result.findings]


def _only(result: Synced, code: str) -> Finding:
    (found,) = [finding for finding in result.findings if finding.code == code]
    return found


BEFORE = _files(
    _fact("gpt-x", "shutdown", "2027-01-02", "openai-python"),
    _fact("gpt-x", "shutdown", "2027-01-09", "litellm"),
    _fact("gpt-x", "capability", "tools", "litellm"),
    _fact("gpt-x", "capability", "vision", "litellm"),
    _fact("gpt-x", "context_window", 8, "rates"),
    overlay=HEAD.replace(
        "  by-hand:", "  litellm:\n    title: l\n    url: https://example.org/l\n    read: 2026-11-01\n  by-hand:"
    ),
)


def test_a_new_value_takes_the_place_of_the_old_one_of_its_source_only() -> None:
    result = _sync(BEFORE, _says("openai-python", ("gpt-x", "shutdown", "2027-02-03"), version="3.55.0"))
    lines = result.files[FACTS].decode().splitlines()

    assert 5 == len(lines)
    assert sorted(lines) == lines
    assert {("2027-02-03", "openai-python"), ("2027-01-09", "litellm")} == {
        (fact.value, fact.source) for fact in facts_in(result.files[FACTS]) if fact.field == "shutdown"
    }
    assert [(("gpt-x", "openai", "shutdown"), ("2027-01-02",), ("2027-02-03",))] == [
        (change.cell, change.before, change.after) for change in result.outcomes[0].changes
    ]


def test_of_a_field_with_several_values_all_are_replaced() -> None:
    said = _says(
        "litellm", ("gpt-x", "shutdown", "2027-01-09"), ("gpt-x", "capability", "reasoning"), ("gpt-x", "capability", "tools")
    )
    result = _sync(BEFORE, said)

    assert {"reasoning", "tools"} == {fact.value for fact in facts_in(result.files[FACTS]) if fact.field == "capability"}
    assert {"vanished-row"}.isdisjoint(_codes(result))


def test_the_entry_says_what_was_read_and_all_else_stays() -> None:
    result = _sync(BEFORE, _says("openai-python", ("gpt-x", "shutdown", "2027-01-02"), version="3.55.0"))
    before, after = BEFORE[OVERLAY].decode(), result.files[OVERLAY].decode()

    assert FACTS not in result.files
    assert after == before.replace("3.54.0", "3.55.0").replace("2026-11-01", "2026-11-25", 1)


def test_a_source_without_an_entry_gets_one_where_precedence_puts_it() -> None:
    result = _sync(BEFORE, _says("llm-sunset", ("gpt-x", "shutdown", "2027-01-02"), version="0.3.1", as_of=date(2026, 10, 2)))
    after = result.files[OVERLAY].decode()

    assert after.index("openai-python:") < after.index("llm-sunset:") < after.index("litellm:")
    assert (
        "  llm-sunset:\n    title: llm-sunset 0.3.1, snapshot.json, which mirrors deprecations.info up to 2026-10-02\n"
        "    url: https://github.com/Ashveil1/llm-sunset\n    read: 2026-11-25\n    version: 0.3.1\n    as_of: 2026-10-02\n"
    ) in after
    assert after.replace(after[after.index("  llm-sunset:") : after.index("  litellm:")], "") == BEFORE[OVERLAY].decode()


def test_the_same_again_changes_no_byte_on_any_day() -> None:
    said = _says("openai-python", ("gpt-x", "shutdown", "2027-02-03"), version="3.55.0", as_of=date(2026, 11, 20))
    unversioned = _says("openai-live", ("gpt-x", "shutdown", "2027-02-03"))
    once = _after(BEFORE, said, unversioned)

    assert once != BEFORE
    assert {} == _sync(once, said, unversioned, today=LATER).files


REFUSED: dict[str, tuple[str, Reading, str]] = {
    "down": ("openai-python", SourceDownError("it gives no answer"), "source-down"),
    "older version": (
        "openai-python",
        _says("openai-python", ("gpt-x", "shutdown", "2028-01-02"), version="3.53.9"),
        "source-stale",
    ),
    "says nothing": ("openai-python", _says("openai-python", version="3.55.0"), "source-malformed"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_source_that_is_refused_leaves_its_part_as_it_was(case: str) -> None:
    name, reading, code = REFUSED[case]
    result = _sync(BEFORE, (name, reading))
    beside = _sync(BEFORE, (name, reading), _says("litellm", ("gpt-x", "shutdown", "2027-02-02")))

    assert {} == result.files
    assert code == result.findings[0].code
    assert f"{name} was left as it was in the ledger: " in result.findings[0].message
    assert (OVERLAY, 5) == (result.findings[0].place.path, result.findings[0].place.line)
    assert {("2027-01-02", "openai-python"), ("2027-02-02", "litellm")} == {
        (fact.value, fact.source) for fact in facts_in(beside.files[FACTS]) if fact.field == "shutdown"
    }


def test_data_of_an_older_day_are_stale() -> None:
    said = _says("llm-sunset", ("gpt-x", "shutdown", "2027-01-02"), as_of=date(2026, 10, 2))
    once = _after(BEFORE, said)
    older = _sync(once, replace(said, as_of=date(2026, 10, 1)))

    assert {} == older.files
    assert "its data are of 2026-10-01, and the ledger was written from those of 2026-10-02" in older.findings[0].message
    assert {OVERLAY} == set(_sync(once, replace(said, as_of=date(2026, 10, 3))).files)


def test_versions_are_compared_as_numbers() -> None:
    files = _after(BEFORE, _says("litellm", ("gpt-x", "shutdown", "2027-01-09"), version="1.98.2"))

    assert "source-stale" not in _codes(_sync(files, _says("litellm", ("gpt-x", "shutdown", "2027-01-09"), version="1.109.1")))


def test_what_vanished_is_kept_and_told_at_its_line() -> None:
    result = _sync(BEFORE, _says("litellm", ("gpt-x", "capability", "tools")))
    found = _only(result, "vanished-row")
    line = result.files[FACTS].decode().splitlines()[found.place.line - 1]

    assert _fact("gpt-x", "shutdown", "2027-01-09", "litellm") == json.loads(line)
    assert "litellm says nothing of shutdown of gpt-x any more; what it said before is kept" == found.message
    assert "warning" == found.severity
    assert (
        "hint" == _only(_sync(BEFORE, _says("litellm", ("gpt-x", "capability", "tools")), today=LATER), "vanished-row").severity
    )


def test_a_row_deleted_by_hand_stays_deleted() -> None:
    said = _says("litellm", ("gpt-x", "capability", "tools"))
    kept = _after(BEFORE, said)
    deleted = {**kept, FACTS: b"".join(line for line in kept[FACTS].splitlines(keepends=True) if b"2027-01-09" not in line)}

    assert {} == _sync(deleted, said).files
    assert "vanished-row" not in _codes(_sync(deleted, said))


def test_withheld_days_have_not_vanished() -> None:
    said = replace(_says("litellm", ("gpt-x", "capability", "tools")), withheld=frozenset({("gpt-x", "openai", "shutdown")}))
    result = _sync(BEFORE, said)

    assert "vanished-row" not in _codes(result)
    assert "2027-01-09" in result.files[FACTS].decode()


def test_a_new_model_is_told_once() -> None:
    said = _says("litellm", ("gpt-x", "shutdown", "2027-01-09"), ("gpt-new", "shutdown", "2027-05-05"))
    result = _sync(BEFORE, said)

    assert "gpt-new is new, by litellm, and in no family" == _only(result, "new-model").message
    assert "new-model" not in _codes(_sync({**BEFORE, **result.files}, said))


def test_a_model_of_a_family_that_no_source_knows_is_told() -> None:
    found = _only(_sync(BEFORE, _says("litellm", ("gpt-x", "shutdown", "2027-01-09"))), "unsourced-model")
    heard_of = replace(_says("openai-python", ("gpt-x", "shutdown", "2027-01-02")), models=frozenset({"gpt-x-2026-01-02"}))

    assert "no source says anything of gpt-x-2026-01-02" == found.message
    assert OVERLAY == found.place.path
    assert "gpt-x-2026-01-02" == BEFORE[OVERLAY].decode().splitlines()[found.place.line - 1][found.place.column - 1 :][:16]
    assert "unsourced-model" not in _codes(_sync(BEFORE, heard_of))


def test_days_of_two_sources_the_wrong_way_round_are_told() -> None:
    result = _sync(BEFORE, _says("llm-sunset", ("gpt-x", "deprecated", "2027-01-03")))

    found = _only(result, "shutdown-before-announcement")
    assert "by the days that count, gpt-x was shut down on 2027-01-02, before that was announced on 2027-01-03" == found.message
    assert "deprecated" in result.files[FACTS].decode()


def test_a_replacement_that_nobody_knows_is_told() -> None:
    result = _sync(BEFORE, _says("llm-sunset", ("gpt-x", "replacement", "gpt-typo-1")))

    assert (
        "llm-sunset would replace gpt-x by gpt-typo-1, which no source knows as a model"
        == _only(result, "unknown-replacement").message
    )


def test_disagreements_are_shown_with_what_counts() -> None:
    conflict = _sync(BEFORE, _says("openai-python", ("gpt-x", "shutdown", "2027-01-02"))).conflicts[0]

    assert ("gpt-x", "shutdown", ("2027-01-02",), "first in precedence") == (
        conflict.subject, conflict.field, conflict.counting, conflict.why,
    )  # fmt: skip
    assert [("2027-01-02", "openai-python"), ("2027-01-09", "litellm")] == [
        (one.value, one.source) for one in conflict.statements
    ]


@pytest.mark.parametrize(
    ("path", "data", "message"),
    [
        (FACTS, b'{"model": "gpt-x"}\n', r"facts\.jsonl:1: "),
        (OVERLAY, b"sources: [", r"overlay\.yaml:\d+: "),
        ("curriculum.yaml", b"title: x\n", r"curriculum\.yaml:1: "),
    ],
)
def test_a_ledger_that_cannot_be_read_is_refused_before_anything(path: str, data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        _sync({**BEFORE, path: data}, _says("litellm", ("gpt-x", "shutdown", "2027-01-09")))


MODELS = st.sampled_from(["gpt-x", "gpt-x-2026-01-02", "gpt-new"])
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(date.isoformat)
STATED = st.one_of(
    st.tuples(MODELS, st.sampled_from(["shutdown", "deprecated", "released"]), DAYS),
    st.tuples(MODELS, st.sampled_from(["capability", "endpoint", "replacement"]), st.sampled_from(["a-1", "b-2"])),
)


@st.composite
def sources(draw: st.DrawFn) -> dict[str, SourceData]:
    """Some of the sources, each with something to say, of some version and day."""
    names = draw(st.lists(st.sampled_from(list(READERS)), min_size=1, unique=True))
    said = {}
    for name in names:
        stated = draw(
            st.lists(
                STATED,
                min_size=1,
                max_size=6,
                unique_by=lambda one: one if one[1] in "capability endpoint replacement" else one[:2],
            )
        )
        version, as_of = draw(st.sampled_from([None, "4.0", "1.10.2"])), draw(st.sampled_from([None, date(2026, 10, 2)]))
        if name == "openai-python" and version == "1.10.2":
            version = "3.54.0"
        said[name] = _says(name, *stated, version=version, as_of=as_of)
    return said


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sources(), st.randoms(use_true_random=False))
def test_any_order_and_any_grouping_give_the_same_bytes(said: dict[str, SourceData], chance: Any) -> None:  # noqa: ANN401 - Random
    together = _after(BEFORE, *said.values())
    order = list(said.values())
    chance.shuffle(order)
    cut = chance.randint(0, len(order))
    one_by_one: dict[str, bytes] = BEFORE
    for one in order:
        one_by_one = _after(one_by_one, one)
    in_two = _after(_after(BEFORE, *order[:cut]), *order[cut:])

    assert together == one_by_one
    assert together == in_two
    assert {} == _sync(together, *said.values(), today=LATER).files
