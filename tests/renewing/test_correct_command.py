"""`coursewright correct`: a false claim is begun to be corrected wherever learners read it, and nowhere else."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from courses import ARCHIVE, CONTENT, STAMP, release
from coursewright.authoring.check import check
from coursewright.authoring.sources.folder import read_folder
from coursewright.publishing.depositing.deposit import deposit
from desks import Desk
from repositories import commit, git

CLAIM = "json-mode-does-not-check-a-schema"
STATEMENT = (
    "JSON mode makes a complete reply valid JSON. It does not make the reply fit a schema, so keys and types still need a check."
)
BECAUSE = "It was the other way round."
BOTH_RUN = "2026-10-20"


def _run(cwd: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "coursewright", *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def _done(cwd: Path, *words: str) -> str:
    done = _run(cwd, *words)
    assert 0 == done.returncode, done.stderr
    return done.stdout


def _correct(cwd: Path, *words: str, claim: str = CLAIM) -> dict[str, dict[str, Any]]:
    said = _done(cwd, "correct", claim, "--because", BECAUSE, "--as-of", BOTH_RUN, "--json", *words)
    return {one["edition"]: one for one in json.loads(said)["editions"]}


def _corrections(folder: Path, edition: str) -> str:
    return (folder / "editions" / f"{edition}.yaml").read_text().partition("corrections:")[2]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in which 2026-Q3 became 2026-Q4 in one folder, both promoted."""
    root = tmp_path_factory.mktemp("quarter")
    git(root, "init", "-q", "-b", "main")
    (root / ".git" / "info" / "exclude").write_text(".coursewright/\n")
    desk = Desk(root / ".coursewright")
    for source in (ARCHIVE, CONTENT):
        shutil.rmtree(root / "material", ignore_errors=True)
        shutil.copytree(source, root / "material")
        where = {"commit": commit(root), "folder": "material"}
        desk.promote(deposit(release(source), desk.candidates, STAMP, where))
    return root


@pytest.fixture
def quarter(shipped: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copytree(shipped, tmp_path / "repository"))


def test_every_edition_in_use_gets_what_it_said_and_what_was_wrong_where_it_is_worked_on(quarter: Path) -> None:
    before = git(quarter, "rev-list", "-n1", "HEAD~1")

    begun = _correct(quarter, "--content", "material")

    assert {"2026-Q3": "begun", "2026-Q4": "begun"} == {name: one["state"] for name, one in begun.items()}
    assert ["material", ".coursewright/corrections/2026-Q3/material"] == [begun[e]["folder"] for e in ("2026-Q4", "2026-Q3")]
    assert [None, f"correct/2026-Q3/{CLAIM}"] == [begun[e]["branch"] for e in ("2026-Q4", "2026-Q3")]
    older = quarter / ".coursewright" / "corrections" / "2026-Q3"
    assert before == git(older, "rev-parse", "HEAD")
    for folder, edition in ((quarter / "material", "2026-Q4"), (older / "material", "2026-Q3")):
        assert STATEMENT == begun[edition]["statement"]
        for said in (f"claim: {CLAIM}", f"on: {BOTH_RUN}", f'was: "{STATEMENT}"', BECAUSE, "courses: [ai-foundations]"):
            assert said in _corrections(folder, edition)
        assert () == check(read_folder(folder)).findings
    stated = {one["item"]: one["path"] for one in begun["2026-Q3"]["stated_by"]}
    assert set(stated) == {"ai-foundations/structured-output", "ai-foundations/asking-well-check"}
    assert all((older / "material" / path).is_file() for path in stated.values())


def test_beginning_again_changes_nothing(quarter: Path) -> None:
    _correct(quarter, "--content", "material")
    files = {path: path.read_bytes() for path in quarter.rglob("*.yaml")}

    again = _correct(quarter, "--content", "material")

    assert {"already begun"} == {one["state"] for one in again.values()}
    assert files == {path: path.read_bytes() for path in quarter.rglob("*.yaml")}


def test_a_dry_run_writes_nothing_and_begins_no_branch(quarter: Path) -> None:
    planned = _correct(quarter, "--content", "material", "--dry-run")

    assert {"planned"} == {one["state"] for one in planned.values()}
    assert "" == git(quarter, "status", "--short")
    assert "main" == git(quarter, "branch", "--format=%(refname:short)")


def test_an_edition_whose_days_are_over_is_left_alone_unless_it_is_named(quarter: Path) -> None:
    later = ("--as-of", "2026-11-25", "--content", "material", "--dry-run")

    assert ["2026-Q4"] == list(_correct(quarter, *later))
    assert ["2026-Q3", "2026-Q4"] == sorted(_correct(quarter, *later, "--edition", "2026-Q3"))


def test_a_claim_that_no_edition_states_is_told_with_the_closest_that_one_does(quarter: Path) -> None:
    done = _run(quarter, "correct", CLAIM[:-1], "--because", BECAUSE, "--content", "material", "--as-of", BOTH_RUN)

    assert 1 == done.returncode
    assert f"did you mean {CLAIM}?" in done.stderr
    assert "" == git(quarter, "status", "--short")


def test_without_a_reason_nothing_is_begun(quarter: Path) -> None:
    done = _run(quarter, "correct", CLAIM, "--because", " ", "--content", "material")

    assert 2 == done.returncode
    assert "say what is wrong" in done.stderr
    assert "" == git(quarter, "status", "--short")


def test_an_edition_made_from_no_commit_is_told_and_the_others_are_begun(tmp_path: Path) -> None:
    """Its folder is somebody's; only they know where it is."""
    desk = Desk(tmp_path / ".coursewright")
    for source, edition in ((ARCHIVE, "2026-Q3"), (CONTENT, "2026-Q4")):
        shutil.copytree(source, tmp_path / edition)
        desk.promote(deposit(release(source), desk.candidates, STAMP, {"commit": None, "folder": None}))

    done = _run(tmp_path, "correct", CLAIM, "--because", BECAUSE, "--as-of", BOTH_RUN, "--content", "2026-Q4")

    assert 1 == done.returncode
    assert "2026-Q3.1 was not made from a commit" in " ".join(done.stdout.split())
    assert BECAUSE in _corrections(tmp_path / "2026-Q4", "2026-Q4")
    assert "" == _corrections(tmp_path / "2026-Q3", "2026-Q3")
