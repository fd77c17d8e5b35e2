"""`coursewright serve --watch` as an author uses it: files are saved, addresses are asked for, the terminal is read."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from authoring.trees import VALID, files_of
from courses import STAMP
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.storing.folder_store import FolderStore
from served import COURSEWRIGHT, api_over
from serving.desk import READING, Desk
from small_course import small

REWRITING = "courses/minimal/second/01-rewriting.md"
NEXT = "/v1/next/courses/minimal"


def _promoted(store: Path, *channels: str) -> FolderStore:
    candidates, released = FolderStore(store / "candidates"), FolderStore(store / "released")
    for channel in channels:
        promote(deposit(small(), candidates, STAMP, {}), candidates, released, channel, STAMP)
    return released


def test_the_very_next_request_has_what_was_saved(sit_down: Callable[[], Desk]) -> None:
    desk = sit_down()
    before = desk.text()
    for edit in range(20):
        desk.save(f"{before}\nThis is edit {edit:02}.\n")

        assert f"This is edit {edit:02}." in desk.lesson()
    assert ": reading" in desk.heard("-NEXT.21 after")


def test_an_error_is_told_though_nobody_asks_and_the_last_good_lesson_stays(sit_down: Callable[[], Desk]) -> None:
    desk = sit_down()
    good, start = desk.text(), len(desk.said)
    desk.save(good.replace("minutes: 5", "minutes: some"))

    assert 'error: "minutes" must be a whole number' in desk.heard(f"content/{READING}:5:10", start)
    assert "^^^^" in desk.heard("^", start)
    assert "next stays at" in desk.heard("last without errors", start)
    assert "Begin at the beginning." in desk.lesson()

    start = len(desk.said)
    desk.save(good.replace("Begin at the", "Start from the"))
    assert "✓ next has" in desk.heard(": reading", start)
    assert "Start from the beginning." in desk.lesson()


def test_a_lesson_can_go_and_come_back_under_another_name(sit_down: Callable[[], Desk]) -> None:
    desk = sit_down()
    file = desk.content / REWRITING
    kept = file.rename(file.with_name(".kept"))
    assert desk.get(f"{NEXT}/lessons/rewriting")[0] == 404
    desk.heard("rewriting is gone")

    kept.rename(file.with_name("01-polishing.md"))
    assert "Go back to" in desk.lesson("polishing")
    desk.heard("polishing is new")
    assert desk.get(f"{NEXT}/lessons/rewriting")[0] == 404


def test_what_was_promoted_stays_byte_for_byte_and_readable(sit_down: Callable[[], Desk], tmp_path: Path) -> None:
    released = _promoted(tmp_path / "store", "stable", "next")
    stored = files_of(tmp_path / "store")
    api = api_over(released)
    addresses = [f"/v1/{at}/courses/minimal/lessons/reading" for at in ("stable", "2026-Q4", "2026-Q4.1")]
    desk = sit_down()
    desk.heard("The store has a channel next as well")
    for edit in range(3):
        desk.save(f"{VALID.joinpath(READING).read_text()}\nEdit {edit}.\n")
        assert f"Edit {edit}." in desk.lesson()
    overview = json.loads(desk.get("/v1")[1])

    assert [api.get(address).body.decode() for address in addresses] == [desk.get(address)[1] for address in addresses]
    assert {"next", "stable"} == {channel["channel"] for channel in overview["channels"]}
    assert ["2026-Q4"] == [e["edition"] for e in overview["editions"] if "NEXT" not in e["edition"]]
    desk.server.terminate()
    desk.server.wait()
    assert stored == files_of(tmp_path / "store")


def test_a_lesson_learners_have_cannot_go_without_a_word(sit_down: Callable[[], Desk], tmp_path: Path) -> None:
    """It is judged as a deposit is: against what was promoted."""
    _promoted(tmp_path / "store", "stable")
    desk = sit_down()
    (desk.content / REWRITING).unlink()

    assert "Go back to" in desk.lesson("rewriting")
    assert "error" in desk.heard('"rewriting"')


def test_it_begins_with_nothing_promoted_and_with_errors(sit_down: Callable[[], Desk], tmp_path: Path) -> None:
    course = tmp_path / "content/courses/minimal/course.yaml"
    good = course.read_text()
    course.write_text(good.replace("level: foundation", "level: lofty"))
    desk = sit_down()

    assert {"channels": [], "editions": []} == json.loads(desk.get("/v1")[1])
    assert desk.get("/v1/next")[0] == 404
    assert "next has nothing yet" in desk.heard("✗ errors")
    course.write_text(good)
    assert desk.get("/v1/next")[0] == 200
    assert not (tmp_path / "store").exists()


def test_an_editor_may_save_in_two_steps_or_take_everything_away_for_a_moment(sit_down: Callable[[], Desk]) -> None:
    desk = sit_down()
    good, away = desk.text(), desk.content.with_name("away")
    desk.save(good[:30])
    assert "Begin at the beginning." in desk.lesson()
    desk.content.rename(away)
    assert "Begin at the beginning." in desk.lesson()
    assert "next stays at" in desk.heard("content is not a folder")
    away.rename(desk.content)
    desk.save(f"{good}\nSaved whole.\n")

    assert "Saved whole." in desk.lesson()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--content", "."], 2, "only --watch reads content"),
        (["--watch", "--content", "."], 1, "holds no curriculum.yaml"),
        (["--watch", "--content", "a.tar.gz"], 1, "only a content folder can be watched"),
    ],
)
def test_what_cannot_be_watched_is_refused_at_once(tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    (tmp_path / "a.tar.gz").write_bytes(b"")
    done = subprocess.run([str(COURSEWRIGHT), "serve", *arguments], capture_output=True, text=True, check=False, cwd=tmp_path)

    assert done.returncode == code
    assert said in done.stderr
