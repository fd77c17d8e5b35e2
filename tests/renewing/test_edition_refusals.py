"""What `coursewright edition` refuses, in a sentence; and after a refusal the content is as it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from authoring.trees import VALID, files_of
from coursewright.commands import writing
from quarters import (
    EDITION,
    NAME,
    OPENED,
    Desk,
    desk_with,
)

OLD = "editions/2026-Q4.yaml"
LAST = "2027-03-31"
CODE = "ending-model"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("2027-1", "'2027-1' is no quarter; name an edition like 2027-Q1"),
        ("2027-Q5", "'2027-Q5' is no quarter"),
        ("2027-Q1\n", "'2027-Q1\\n' is no quarter"),
        ("../2027-Q1", "'../2027-Q1' is no quarter"),
        ("2026-Q4", "editions/2026-Q4.yaml is already there, and nothing is overwritten; coursewright edition status 2026-Q4"),
        ("2026-Q3", "2026-Q3 comes before 2026-Q4, which is there already; open one that comes after it"),
    ],
)
def test_an_edition_that_cannot_be_opened(name: str, sentence: str, desk: Desk) -> None:
    before = desk.files()
    said = desk.run("open", name)

    assert 1 == said.code
    assert said.refusal.startswith(sentence)
    assert before == desk.files()


def test_an_edition_is_opened_once(opened: Desk) -> None:
    before = opened.files()
    said = opened.run("open", NAME)

    assert f"{EDITION} is already there, and nothing is overwritten; coursewright edition status {NAME}" == said.refusal
    assert before == opened.files()


def test_a_period_that_an_edition_before_it_takes_up(desk: Desk) -> None:
    desk.edit(OLD, "until: 2026-12-31", "until: 2027-04-30")
    before = desk.files()

    assert "2027-Q1 ends on 2027-03-31, and an edition before it lasts until 2027-04-30" == desk.run("open", NAME).refusal
    assert before == desk.files()


@pytest.mark.parametrize(
    ("path", "old", "new", "sentence"),
    [
        ("claims/deep-1-reasons.yaml", "owner: author", "owner: nemo", "the content holds 1 error, and what depends on them"),
        (OLD, "title:", "titel:", "the content holds 2 errors"),
        ("ledger/overlay.yaml", "families:", "family:", "the content holds 2 errors"),
        ("people.yaml", "people:", "- people:", "the content holds 1 error"),
    ],
)
def test_content_with_errors_is_mended_first(path: str, old: str, new: str, sentence: str, desk: Desk) -> None:
    desk.edit(path, old, new)
    before = desk.files()

    assert desk.run("open", NAME).refusal.startswith(sentence)
    assert before == desk.files()


def test_a_dry_run_writes_nothing_and_says_what_a_run_writes(desk: Desk) -> None:
    before = desk.files()
    tried = desk.run("open", NAME, "--dry-run", "--json").json()

    assert before == desk.files()
    done = desk.run("open", NAME, "--json").json()
    assert {**tried, "is_written": True} == done
    assert sorted(set(desk.files()) - set(before)) == sorted(path[path.index("editions/") :] for path in done["files"])


def test_a_list_that_is_there_already_is_not_overwritten(desk: Desk) -> None:
    stray = desk.content / "editions" / NAME / "author.worklist.yaml"
    stray.parent.mkdir()
    stray.write_text("opened: 2026-01-01\nitems: []\n")
    before = desk.files()
    said = desk.run("open", NAME)

    assert said.refusal.endswith(
        f"editions/{NAME}/author.worklist.yaml is already there, and nothing is overwritten; remove it, or keep it"
    )
    assert before == desk.files()


def test_a_disk_that_fails_leaves_no_half_an_edition(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before, whole = desk.files(), writing._write

    def failing(target: Path, text: str) -> None:
        if target.name == f"{NAME}.yaml":
            raise OSError(28, "No space left on device", str(target))
        whole(target, text)

    monkeypatch.setattr(writing, "_write", failing)
    said = desk.run("open", NAME)

    assert said.refusal.endswith(f"{NAME}.yaml cannot be written (No space left on device); nothing was")
    assert before == desk.files()


def test_opening_again_after_a_crash_between_two_files_finishes(opened: Desk) -> None:
    whole = opened.files()
    (opened.content / EDITION).unlink()

    assert 0 == opened.run("open", NAME).code
    assert whole == opened.files()


@pytest.mark.parametrize("verb", ["status", "close"])
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("2028-Q1", "there is no edition '2028-Q1'; there are: 2026-Q4, 2027-Q1"),
        ("2026-Q4", "2026-Q4 was worked on before 2027-Q1, which is the newest"),
        ("x\x1b[31m", "there is no edition 'x\\x1b[31m'; there are: 2026-Q4, 2027-Q1"),
    ],
)
def test_only_the_newest_edition_is_worked_on(verb: str, name: str, sentence: str, opened: Desk) -> None:
    before = opened.files()

    assert sentence == opened.run(verb, name).refusal
    assert before == opened.files()


def test_who_has_nothing_to_do_is_told_who_has(opened: Desk) -> None:
    assert "'nemo' has no item of 2027-Q1; owners: author" == opened.run("status", "--owner", "nemo").refusal


def test_content_without_an_edition_can_only_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {path: data for path, data in files_of(VALID).items() if not path.startswith("editions/")}
    desk = desk_with(tmp_path, files)
    monkeypatch.chdir(desk.root)

    for arguments in (["status"], ["close"], ["acknowledge", CODE, "--reason", "Told.", "--until", LAST]):
        assert desk.run(*arguments).refusal.endswith(
            "content has no edition that can be read; coursewright edition open 2027-Q1 makes one"
        )
    assert 0 == desk.run("open", NAME).code
    assert b"from: 2027-01-01\n  until: 2027-03-31\n" in desk.files()[EDITION]


def test_a_drawing_that_cannot_be_written_is_a_sentence(opened: Desk) -> None:
    assert opened.run("status", "--svg", "nowhere/x.svg").refusal.startswith("nowhere/x.svg cannot be written")


def test_refusals_of_the_real_command_line_are_no_tracebacks(opened: Desk) -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "coursewright", "edition", "open", "2027-1"], cwd=opened.root, capture_output=True,
        text=True, check=False,
    )  # fmt: skip

    assert (1, "", "coursewright: '2027-1' is no quarter; name an edition like 2027-Q1\n") == (
        done.returncode,
        done.stdout,
        done.stderr,
    )
    assert OPENED in opened.files()[EDITION].decode()
