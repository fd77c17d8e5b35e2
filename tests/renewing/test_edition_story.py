"""A quarter from its first day to its last: opened, worked on by commits, acknowledged, closed; and seen from the outside."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from authoring.trees import VALID, files_of
from coursewright.authoring.check import check, settle
from coursewright.authoring.sources.folder import read_folder
from coursewright.compiling.compile import compile_release
from quarters import (
    CLAIM,
    DEFAULT,
    EDITION,
    LEDGER,
    LESSON,
    NAME,
    NOTE,
    OPENED,
    REVIEW,
    Desk,
    burn_down,
    items,
    live_with_default,
    review,
)


def test_a_quarter_is_opened_worked_on_and_closed(opened: Desk) -> None:
    review(opened)
    opened.commit(on="2026-11-27")
    live_with_default(opened)
    opened.commit(on="2026-11-30")
    opened.edit(LESSON, "\n---\n", "\n---\nTODO: mend this.\n\n")
    opened.commit(on="2026-12-02")
    opened.edit(LESSON, "TODO: mend this.\n\n", "")
    opened.edit("ledger/overlay.yaml", "read: 2026-10-01", "read: 2026-12-03")
    opened.commit(on="2026-12-03")

    status = opened.status("2026-12-04")

    assert [
        (OPENED, 4, 0, 0),
        ("2026-11-27", 3, 0, 1),
        ("2026-11-30", 2, 1, 1),
        ("2026-12-02", 3, 1, 1),
        ("2026-12-03", 1, 1, 2),
        ("2026-12-04", 1, 1, 2),
    ] == burn_down(status)
    assert {REVIEW: "done", DEFAULT: "acknowledged", NOTE: "open", LEDGER: "done"} == items(status)

    refused = opened.run("close", on="2026-12-04")
    assert 1 == refused.code
    assert f'content/{EDITION}:9: "TODO" was left in the text' in refused.text
    opened.edit(EDITION, "TODO: say what is new in this edition, for learners.", "Nothing is new.")
    closed = opened.run("close", on="2026-12-05")

    assert (0, f"✓ {NAME} is closed, on 2026-12-05") == (closed.code, closed.text.splitlines()[0])
    assert "opened: 2026-11-25\nclosed: 2026-12-05\nbaseline_models" in (opened.content / EDITION).read_text()
    assert [] == list(check(read_folder(opened.content)).findings)


def test_each_day_looks_back_as_it_was(opened: Desk) -> None:
    """A point is of what was committed, whatever was worked on since; a day later than the one asked about is left out."""
    review(opened)
    opened.commit(on="2026-11-27")
    acknowledged = opened.run("acknowledge", LEDGER, "--reason", "Read elsewhere.", "--until", "2027-01-31", on="2026-11-28")
    opened.commit(on="2026-11-28")

    assert 0 == acknowledged.code
    assert [(OPENED, 4, 0, 0), ("2026-11-26", 2, 1, 1)] == burn_down(opened.status("2026-11-26"))


def test_the_last_commit_of_a_day_counts(opened: Desk) -> None:
    opened.edit(LESSON, "\n---\n", "\n---\nTODO: mend this.\n\n")
    opened.commit(on="2026-11-27")
    opened.edit(LESSON, "TODO: mend this.\n\n", "")
    review(opened)
    opened.commit(on="2026-11-27")

    assert [(OPENED, 4, 0, 0), ("2026-11-27", 3, 0, 1), ("2026-11-28", 3, 0, 1)] == burn_down(opened.status("2026-11-28"))


def test_a_point_is_counted_once_and_kept_by_its_content(opened: Desk) -> None:
    opened.status("2026-11-26")
    kept = list((opened.root / ".coursewright/cache/burn-down").glob("*.json"))
    assert ['{"open": 4, "acknowledged": 0, "done": 0}'] == [path.read_text() for path in kept]
    kept[0].write_text('{"open": 99, "acknowledged": 0, "done": 0}')

    assert (OPENED, 99, 0, 0) in burn_down(opened.status("2026-11-26"))
    kept[0].write_text("spoilt")
    assert [(OPENED, 4, 0, 0), ("2026-11-26", 4, 0, 0)] == burn_down(opened.status("2026-11-26"))
    assert "*\n" == (opened.root / ".coursewright/cache/burn-down/.gitignore").read_text()


def test_a_day_on_which_the_edition_could_not_be_read_is_passed_over(opened: Desk) -> None:
    opened.edit(EDITION, "title:", "titel:")
    opened.commit(on="2026-11-27")
    opened.edit(EDITION, "titel:", "title:")
    review(opened)
    opened.commit(on="2026-11-28")

    assert [(OPENED, 4, 0, 0), ("2026-11-28", 3, 0, 1), ("2026-11-29", 3, 0, 1)] == burn_down(opened.status("2026-11-29"))


def test_what_was_found_since_is_told_apart_and_comes_back_if_it_is_undone(opened: Desk) -> None:
    review(opened)
    assert "done" == items(opened.status("2026-11-27"))[REVIEW]
    opened.edit(CLAIM, "read: 2026-11-27", "read: 2026-10-01")
    opened.edit(LESSON, "\n---\n", "\n---\nTODO: mend this.\n\n")
    found = {item["id"]: item["is_new"] for owner in opened.status("2026-11-27")["owners"] for item in owner["items"]}

    assert {REVIEW: False, DEFAULT: False, NOTE: False, LEDGER: False, "todo-left:minimal/writing": True} == found


def test_taking_an_item_off_a_list_by_hand_does_not_do_it(opened: Desk) -> None:
    for path in (opened.content / "editions" / NAME).iterdir():
        path.unlink()

    assert {REVIEW: "open", DEFAULT: "open", NOTE: "open", LEDGER: "open"} == items(opened.status("2026-11-27"))


def test_an_item_belongs_to_whose_list_it_stands_in(opened: Desk) -> None:
    lists = opened.content / "editions" / NAME
    (lists / "_unowned.worklist.yaml").rename(lists / "reviewer.worklist.yaml")
    owners = {owner["owner"]: owner["counts"]["open"] for owner in opened.status("2026-11-27")["owners"]}

    assert {"author": 1, "reviewer": 3} == owners


def test_a_lesson_that_moves_keeps_its_item(opened: Desk) -> None:
    opened.edit(LESSON, "\n---\n", "\n---\nTODO: mend this.\n\n")
    lesson = opened.content / LESSON
    before = items(opened.status("2026-11-27"))
    lesson.rename(lesson.with_name("09-writing.md"))

    assert before.items() <= items(opened.status("2026-11-27")).items()
    assert "todo-left:minimal/writing" in before


def test_today_is_as_the_files_are_now_whatever_was_committed_today(opened: Desk) -> None:
    review(opened)

    assert [(OPENED, 3, 0, 1)] == burn_down(opened.status(OPENED))


def test_a_list_that_somebody_spoilt_is_a_finding_and_the_rest_is_told(opened: Desk) -> None:
    path = f"editions/{NAME}/author.worklist.yaml"
    opened.edit(path, "due: 2027-01-01", "due: soon")
    told = opened.status("2026-11-27")
    spoilt = f"invalid-value:{path}"

    assert {spoilt: "open", REVIEW: "open", DEFAULT: "open", NOTE: "open", LEDGER: "open"} == items(told)
    refused = opened.run("acknowledge", spoilt, "--reason", "Never mind.", "--until", "2027-03-31")
    assert refused.refusal.startswith(
        f"invalid-value in {path} is an error, and nothing can be compiled around an error; mend it"
    )


def test_without_git_there_is_no_history_and_the_rest_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    shutil.copytree(VALID, tmp_path / "desk/content")
    desk = Desk(tmp_path / "desk")
    monkeypatch.chdir(desk.root)
    assert 0 == desk.run("open", NAME).code
    status = desk.status("2026-11-26")

    assert [("2026-11-26", 4, 0, 0)] == burn_down(status)
    assert "not a git repository" in status["without"]
    assert "There is no history to draw: git rev-parse in" in desk.run("status").text


def test_everything_is_as_the_real_command_line_says_it(opened: Desk) -> None:
    coursewright = [str(Path(sys.executable).parent / "coursewright"), "edition", "status"]
    done = [
        subprocess.run([*coursewright, *arguments], cwd=opened.root, capture_output=True, text=True, check=False)
        for arguments in (["--as-of", "2026-12-01"], ["2029-Q9"])
    ]

    assert [0, 1] == [one.returncode for one in done]
    assert "4 open, 0 acknowledged, 0 done; 31 days until it begins on 2027-01-01" in done[0].stdout
    assert "4 ┤█████ █████" in done[0].stdout
    assert "\x1b" not in done[0].stdout
    assert "coursewright: there is no edition '2029-Q9'; there are: 2026-Q4, 2027-Q1\n" == done[1].stderr


def test_the_release_holds_no_worklist_and_not_the_days_of_the_work(opened: Desk) -> None:
    release = compile_release(settle(check(read_folder(opened.content))))
    everything = b"".join(release.objects.values())

    assert b"worklist" not in everything
    assert b'"opened"' not in everything
    assert b'"title":"2027, first quarter"' in everything
    assert files_of(VALID).keys() < files_of(opened.content).keys()
