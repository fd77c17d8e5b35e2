"""`coursewright models`: what each verb prints, writes and ends with."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest
import time_machine
from typer.testing import CliRunner, Result

from courses import ARCHIVE, CONTENT, ROOT, release
from coursewright.commands.renewing.models import group
from coursewright.renewing.ledger.ledger_lines import FACTS
from coursewright.renewing.ledger.source_entries import OVERLAY
from desks import Desk

UTC = ZoneInfo("UTC")
DAY, LATER = datetime(2026, 11, 26, 12, tzinfo=UTC), datetime(2027, 3, 1, 12, tzinfo=UTC)
ROW = {"provider": "OpenAI", "model_id": "gpt-4o", "shutdown_date": "2027-02-14", "deprecation_date": "2026-10-14"}
ARGUMENTS = ["sync", "list", "show", "diff", "timeline"]


@pytest.fixture
def content(tmp_path: Path) -> Iterator[Path]:
    """A copy of the shipped content, on a certain day, with no source at hand."""
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder, ignore=shutil.ignore_patterns("courses"))  # the ledger and the editions are enough
    with time_machine.travel(DAY, tick=False):
        yield folder


@pytest.fixture(autouse=True)
def _nothing_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coursewright.commands.renewing.models_sync.is_at_hand", lambda *_: False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(group, [str(argument) for argument in arguments], catch_exceptions=False)


def _json(verb: str, *arguments: object) -> dict[str, Any]:
    """What a verb prints with --json, after it was held against its schema."""
    printed = json.loads(_run(verb, *arguments, "--json").stdout)
    schema = json.loads((ROOT / "schemas" / "renewing" / f"models-{verb}.schema.json").read_bytes())
    jsonschema.validate(printed, schema)
    assert isinstance(printed, dict)
    return printed


def _snapshot(folder: Path, *rows: Mapping[str, Any]) -> str:
    path = folder.parent / "snapshot.json"
    path.write_text(json.dumps([{**ROW, **row} for row in rows]))
    return f"llm-sunset={path}"


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_sync_writes_two_files_and_leaves_nothing_beside_them(content: Path) -> None:
    before = _bytes(content)
    done = _run("sync", "--content", content, "--from", _snapshot(content, {}))
    after = _bytes(content)

    assert 1 == done.exit_code  # of the rest of llm-sunset, nothing is in this file
    assert {OVERLAY, FACTS} == {path for path in {*before, *after} if before.get(path) != after.get(path)}
    assert b'"model": "gpt-4o", "source": "llm-sunset", "value": "2027-02-14"' in after[FACTS]
    assert "[vanished-row]" in done.stdout
    assert "gpt-4o shutdown: 2027-01-14 (openai-python); 2027-02-14 (llm-sunset)" in done.stdout


def test_sync_again_on_another_day_changes_no_byte(content: Path) -> None:
    told = _snapshot(content, {"last_observed": "2026-11-20"})
    _run("sync", "--content", content, "--from", told)
    once = _bytes(content)
    with time_machine.travel(LATER, tick=False):
        again = _run("sync", "--content", content, "--from", told)

    assert once == _bytes(content)
    assert "no byte changed" in again.stdout


def test_a_dry_run_tells_the_same_and_writes_nothing(content: Path) -> None:
    before, told = _bytes(content), _snapshot(content, {})
    dry = _json("sync", "--content", content, "--from", told, "--dry-run")

    assert before == _bytes(content)
    assert dry["dry_run"]
    assert dry == {**_json("sync", "--content", content, "--from", told), "dry_run": True}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[", "source-malformed"),
        (json.dumps([ROW, {**ROW, "shutdown_date": "2027-03-14"}]), "source-contradictory"),
        (json.dumps([{**ROW, "last_observed": "2020-01-01"}]), "source-stale"),
        (None, "source-down"),
    ],
)
def test_a_source_that_is_refused_leaves_every_byte_as_it_was(text: str | None, code: str, content: Path) -> None:
    _run("sync", "--content", content, "--from", _snapshot(content, {"last_observed": "2026-11-20"}))
    before, path = _bytes(content), content.parent / "other.json"
    if text is not None:
        path.write_text(text)
    done = _run("sync", "--content", content, "--from", f"llm-sunset={path}")

    assert 1 == done.exit_code
    assert f"[{code}]" in done.stdout
    assert "llm-sunset was left as it was in the ledger" in done.stdout
    assert before == _bytes(content)


def test_a_file_that_cannot_be_written_is_refused_and_stays(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before, told = _bytes(content), _snapshot(content, {})
    monkeypatch.setattr("os.fsync", full)
    refused = CliRunner().invoke(group, ["sync", "--content", str(content), "--from", told])

    assert "overlay.yaml cannot be written: No space left on device" in str(refused.exception)
    assert before == _bytes(content)


@pytest.mark.parametrize(
    "arguments",
    [
        ("sync",),
        ("sync", "--from", "nothing=x"),
        ("sync", "--from", "llm-sunset"),
        ("sync", "--from", "llm-sunset="),
        ("sync", "--from", "llm-sunset=a", "--from", "llm-sunset=b"),
        ("list", "--family", "gpt-4p"),
        ("list", "--status", "dead"),
        ("list", "--ending-within", "0"),
        ("list", "--ending-within", "3", "--ending-before", "2027-01-01"),
        ("list", "--ending-within", "99999999"),
    ],
)
def test_misuse_is_told_and_nothing_is_written(arguments: tuple[str, ...], content: Path) -> None:
    before = _bytes(content)

    assert 2 == _run(*arguments, "--content", content).exit_code
    assert before == _bytes(content)


def test_list_filters_by_family_end_and_state(content: Path) -> None:
    def ids(*arguments: object) -> list[str]:
        return [model["id"] for model in _json("list", "--content", content, *arguments)["models"]]

    assert ["o1", "o1-2024-12-17"] == sorted(ids("--family", "o1"))
    assert {"gpt-5", "o3", "o3-2025-04-16"} <= set(ids("--ending-within", 16))
    assert set() == {"gpt-4o", "o1"} & set(ids("--ending-within", 16))
    assert "gpt-4o" in ids("--ending-before", "2027-01-15")
    assert "gpt-4o" not in ids("--ending-before", "2027-01-14")
    assert ["o1", "o1-2024-12-17"] == sorted(ids("--family", "o1", "--status", "shutdown"))
    assert [] == ids("--family", "o1", "--status", "shutdown", "--as-of", "2026-10-22")
    assert ["o1", "o1-2024-12-17"] == sorted(ids("--family", "o1", "--status", "deprecated", "--as-of", "2026-10-22"))
    assert len(ids("--all")) >= len(ids())


def test_a_state_is_of_the_day_that_is_asked_for(content: Path) -> None:
    days = ("2024-12-04", "2026-04-21", "2026-04-22", "2026-10-22", "2026-10-23")
    states = [
        next(
            m["state"] for m in _json("list", "--content", content, "--family", "o1", "--as-of", day)["models"] if m["id"] == "o1"
        )
        for day in days
    ]

    assert ["unreleased", "active", "deprecated", "deprecated", "shutdown"] == states


def test_show_has_every_fact_and_why_what_counts_does(content: Path) -> None:
    shown = _json("show", "gpt-4", "--content", content)
    output = next(one for one in shown["stated"] if one["field"] == "max_output")
    lines = [json.loads(line) for line in (content / FACTS).read_text().splitlines()]
    held = {(fact["field"], fact["source"], fact["value"]) for fact in lines if fact.get("model") == "gpt-4"}

    assert held == {
        (one["field"], said["source"], said["value"])
        for one in shown["stated"]
        for said in one["statements"]
        if not said["by_hand"]
    }
    assert ([8192], "by hand") == (output["counts"], output["why"])
    assert "entered by hand, which counts before all sources" in _run("show", "gpt-4", "--content", content).stdout
    assert {"gpt-4-0314", "gpt-4-0613"} <= set(shown["snapshots"])


def test_show_tells_of_a_part_of_the_api_when_it_ends(content: Path) -> None:
    row = {"id": "/v1/gone", "provider": "openai", "deprecated_on": "2026-06-03", "retires_on": "2026-11-30"}
    (content.parent / "catalog.json").write_text(json.dumps({"models": [], "endpoints": [row]}))
    _run("sync", "--content", content, "--from", f"depdesk={content.parent / 'catalog.json'}")
    first = _run("show", "endpoint:/v1/gone", "--content", content).stdout.splitlines()[0]

    assert "endpoint:/v1/gone  deprecated 2026-06-03; shutdown 2026-11-30" == first


def test_show_says_what_is_meant_instead(content: Path) -> None:
    def refusal(name: str) -> str:
        return str(CliRunner().invoke(group, ["show", name, "--content", str(content)]).exception)

    assert "the ledger knows no gpt-55; did you mean gpt-5.5?" == refusal("gpt-55")
    assert refusal("gpt-codex").startswith("gpt-codex is a family; its models are codex-mini-latest, ")


def test_diff_of_two_folders_says_what_ends_now(content: Path) -> None:
    found = _json("diff", ARCHIVE, content)
    by_subject = {one["subject"]: one for one in found["differences"]}

    assert "appeared" == by_subject["gpt-6-luna"]["kind"]
    assert "ends" == by_subject["gpt-4o"]["kind"]
    assert {"field": "shutdown", "before": [], "after": ["2027-01-14"]} in by_subject["gpt-4o"]["fields"]
    assert "no longer ends" == {one["subject"]: one for one in _json("diff", content, ARCHIVE)["differences"]}["gpt-4o"]["kind"]
    assert {"counts": {}, "differences": []}.items() <= _json("diff", content, content).items()


def test_diff_reads_a_git_revision_and_what_moved_since(content: Path) -> None:
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x"]):
        subprocess.run(["git", "-C", content.parent, *command], check=True)
    facts = content / FACTS
    facts.write_text(facts.read_text().replace("2027-01-14", "2027-01-15"))
    found = _json("diff", "HEAD", "--content", content)

    assert {"moved": 9} == {kind: count for kind, count in found["counts"].items() if kind == "moved"}
    assert "shutdown 2027-01-14 → 2027-01-15" in _run("diff", "HEAD", "--content", content).stdout


def test_diff_of_releases_reads_the_store(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "stores")
    for folder in (ARCHIVE, CONTENT):
        desk.deposit(release(folder))
    found = _json("diff", "2026-Q3-rc.1", "2026-Q4-rc.1", "--store", tmp_path / "stores")

    assert ("2026-Q3-rc.1", "2026-Q4-rc.1") == (found["old"], found["new"])
    assert found["differences"] == _json("diff", ARCHIVE, CONTENT)["differences"]


def test_the_command_line_knows_the_group_and_says_no_in_a_sentence(content: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "coursewright", "models", "show", "o1", "--content", content],
        capture_output=True,
        text=True,
        check=True,
    )
    unknown = subprocess.run(
        [sys.executable, "-m", "coursewright", "models", "show", "gpt-55", "--content", content],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "2026-10-23" in shown.stdout
    assert (1, "coursewright: the ledger knows no gpt-55; did you mean gpt-5.5?\n") == (unknown.returncode, unknown.stderr)


def test_diff_says_of_what_it_does_not_know_that_it_is_nothing(content: Path) -> None:
    refused = CliRunner().invoke(group, ["diff", "2020-Q1", "--content", str(content), "--store", str(content.parent / "none")])

    assert "2020-Q1 is no content folder, no release in " in str(refused.exception)
    assert not (content.parent / "none").exists()


def test_timeline_draws_a_bar_a_model_and_writes_a_picture(content: Path, tmp_path: Path) -> None:
    picture = tmp_path / "models.svg"
    drawn = _json("timeline", "--content", content, "--family", "o3", "--family", "gpt-6-luna", "--svg", picture)
    text = _run("timeline", "--content", content, "--family", "o3", "--family", "gpt-6-luna").stdout.splitlines()

    assert ["o3", "o3-2025-04-16", "gpt-6-luna"] == [model["id"] for model in drawn["models"]]
    assert ["2026-Q3", "2026-Q4"] == [period["edition"] for period in drawn["periods"]]
    assert ["o3", "o3-2025-04-16", "gpt-6-luna"] == [line.split()[0] for line in text if "✕" in line[:-1] or line.endswith("▸")][
        :3
    ]
    assert picture.read_text().startswith("<svg ")


@pytest.mark.parametrize("verb", ARGUMENTS)
def test_every_verb_has_help(verb: str) -> None:
    done = _run(verb, "--help")

    assert 0 == done.exit_code
    assert "--json" in done.stdout


def test_worklists_are_no_editions_on_the_timeline(content: Path) -> None:
    before = _json("timeline", "--content", content)
    worklist = content / "editions" / "2026-Q4" / "curriculum.worklist.yaml"
    worklist.parent.mkdir()
    worklist.write_text("opened: 2026-07-20\nitems: []\n")

    assert before == _json("timeline", "--content", content)
