"""`coursewright impact` as it is used: on content, on releases, in every form, and asked wrongly."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from courses import ARCHIVE, CONTENT, ROOT, manifest, read, release
from coursewright.renewing.observing.observations import observe
from desks import Desk
from watched import SaidNow, fact


def _run(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "coursewright", "impact", *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


OF_O1 = ("--content", str(ARCHIVE), "--as-of", "2026-10-23", "--model", "o1")


def test_the_table_names_what_with_line_and_owner() -> None:
    done = _run(*OF_O1)

    assert (0, "") == (done.returncode, done.stderr)
    lines = done.stdout.splitlines()
    assert ["What is no longer true in 2026-Q3, as of 2026-10-23", "  13 broken, 4 expiring, 5 unverified"] == lines[:2]
    row = next(line for line in lines if "final-exam/ex-o1-temperature" in line)
    assert row.endswith("courses/ai-foundations/using-answers/08-final-exam.exam.yaml:187  curriculum")


def test_every_form_says_the_same(tmp_path: Path) -> None:
    told = json.loads(_run(*OF_O1, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(_run(*OF_O1, "--format", "csv").stdout)))
    ids = [one["id"] for event in told["events"] for one in event["affected"]]

    assert ids == [row["id"] for row in rows]
    markdown = _run(*OF_O1, "--format", "markdown").stdout
    assert [] == [name for name in ids if name not in markdown]
    page = tmp_path / "page.html"
    done = _run(*OF_O1, "--format", "html", "--out", str(page))
    assert (
        f"✓ What is no longer true in 2026-Q3, as of 2026-10-23: 13 broken, 4 expiring, 5 unverified; written to {page}\n"
        == done.stdout
    )
    assert [] == [name for name in ids if name not in page.read_text()]


def test_a_release_is_judged_as_it_was_made_and_has_no_lines(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.publish(release(ARCHIVE))
    asked = ("--at", "stable", "--store", str(tmp_path), "--as-of", "2026-10-23", "--model", "o1", "--format", "json")
    told = json.loads(_run(*asked, cwd=tmp_path).stdout)
    content = json.loads(_run(*OF_O1, "--format", "json").stdout)

    assert ("2026-Q3.1", release(ARCHIVE).manifest) == (told["of"], told["manifest"])
    without = [{**one, "line": None} for event in content["events"] for one in event["affected"]]
    assert without == [one for event in told["events"] for one in event["affected"]]


def test_a_release_is_judged_by_what_was_observed_since(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.publish(release(ARCHIVE))
    asked = ("--at", "stable", "--store", str(tmp_path), "--as-of", "2026-09-01", "--format", "json")
    before = {event["id"] for event in json.loads(_run(*asked, cwd=tmp_path).stdout)["events"]}
    ledger = read(release(ARCHIVE), manifest(release(ARCHIVE))["models"])
    members = next(family["members"] for family in ledger["families"] if family["id"] == "gpt-4o")
    said = SaidNow("openai-python", facts=[fact(model, "2026-09-01", "openai-python") for model in members])
    observe(desk.released, said, "2026-08-30T00:00:00+00:00")
    after = {event["id"]: event["date"] for event in json.loads(_run(*asked, cwd=tmp_path).stdout)["events"]}

    assert "shutdown:gpt-4o" not in before
    assert "2026-09-01" == after["shutdown:gpt-4o"]


def test_since_an_older_edition_only_what_is_new_is_told() -> None:
    done = _run("--content", str(CONTENT), "--as-of", "2027-01-15", "--since", str(ARCHIVE), "--format", "json")
    events = {event["id"] for event in json.loads(done.stdout)["events"]}

    assert "shutdown:gpt-4o" in events
    assert "shutdown:o1" not in events


def test_somebody_can_ask_for_what_is_theirs() -> None:
    assert "nothing is affected" in _run(*OF_O1, "--owner", "somebody-else").stdout
    assert "13 broken" not in _run(*OF_O1, "--owner", "curriculum").stdout  # courses and credentials are nobody's
    assert "ex-o1-temperature" in _run(*OF_O1, "--owner", "curriculum").stdout


@pytest.mark.parametrize(("limit", "status"), [("broken", 1), ("unverified", 1)])
def test_a_nightly_job_can_fail_on_what_is_found(limit: str, status: int) -> None:
    assert status == _run(*OF_O1, "--fail-on", limit).returncode
    assert 0 == _run("--content", str(ARCHIVE), "--as-of", "2026-01-01", "--fail-on", limit).returncode


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("--as-of", "tomorrow"), 2, "'tomorrow' is no date like 2027-01-14"),
        (("--as-of", "20270114"), 2, "'20270114' is no date like 2027-01-14"),
        (("--retired", "2027-01-14"), 2, "name the model with --model"),
        (("--changed", "2027-01-14"), 2, "name the part of the API with --api"),
        (("--model", "gpt-99"), 1, "the ledger knows no model and no family 'gpt-99'"),
        (("--at", "2031-Q1.1", "--store", "nowhere"), 1, "2031-Q1.1"),
        (("--since", "2031-Q1.1", "--store", "nowhere"), 1, "2031-Q1.1"),
        (("--format", "html", "--out", "/dev/null/page.html"), 1, "/dev/null/page.html cannot be written"),
    ],
)
def test_who_asks_wrongly_is_told_what_to_do(words: tuple[str, ...], status: int, says: str) -> None:
    done = _run("--content", str(ARCHIVE), *words)

    assert (status, "") == (done.returncode, done.stdout)
    assert says in " ".join(done.stderr.replace("│", " ").split())


def test_content_with_errors_is_not_judged(tmp_path: Path) -> None:
    (tmp_path / "curriculum.yaml").write_text("title: [\n")
    done = _run("--content", str(tmp_path))

    assert (1, "") == (done.returncode, done.stdout)
    assert "mend them first, or judge a release with --at" in done.stderr
    assert "Traceback" not in done.stderr
