"""observe and remind, as a person types them: what is told, what is noted, and what a look leaves alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from coursewright.commands.renewing import observing
from coursewright.commands.renewing.observing import observe_command, remind_command
from coursewright.publishing.carrying.inventory import NOTES
from daily_states import sunset_file
from desks import Desk
from small_course import small
from typed import Typed

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(observing, "_now", lambda: NOON)
    made = Desk(tmp_path / "stores")
    made.publish(small())
    return made


@pytest.fixture
def typed(desk: Desk, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(desk.root, capsys)


def _notes(desk: Desk) -> list[str]:
    return [key for place in NOTES for key in desk.released.keys(f"{place}/")]


def _sunset(tmp_path: Path) -> list[str]:
    return [f"llm-sunset={sunset_file(tmp_path, ('deep-1', '2026-12-20'))}"]


def test_observe_tells_each_source_and_what_was_written_and_again_that_nothing_was(
    typed: Typed, desk: Desk, tmp_path: Path
) -> None:
    places = [*_sunset(tmp_path), f"litellm={tmp_path}/nothing.json"]
    first = typed(observe_command, places=places, only=True)
    assert "✓ llm-sunset  observed, 1 fact" in first
    assert "✗ litellm     down: " in first
    assert "✓ wrote 1 status as of 2026-11-25, of 2026-Q4.1" in first
    before = _notes(desk)

    again = typed(observe_command, places=places, only=True)
    assert "✓ llm-sunset  unchanged, 1 fact" in again
    assert "every course of 2026-Q4.1 has its status of 2026-11-25; nothing was written" in again
    assert before == _notes(desk)


def test_what_a_source_lost_is_left_alone_until_somebody_accepts_it(typed: Typed, desk: Desk, tmp_path: Path) -> None:
    rows = [(f"gpt-{number}", "2026-12-20") for number in range(1, 41)]
    typed(observe_command, places=[f"llm-sunset={sunset_file(tmp_path, *rows)}"], only=True)
    fewer = [f"llm-sunset={sunset_file(tmp_path, *rows[:10])}"]
    before = _notes(desk)

    assert "✗ llm-sunset  shrunk: 30 of 40 facts have vanished" in typed(observe_command, places=fewer, only=True)
    assert before == _notes(desk)
    assert "✓ llm-sunset  observed, 10 facts" in typed(observe_command, places=fewer, only=True, accept=["llm-sunset"])


def test_observe_in_json(typed: Typed, tmp_path: Path) -> None:
    told = typed.json("observe", observe_command, places=_sunset(tmp_path), only=True)

    assert ("2026-11-25", ["2026-Q4.1"], 1) == (told["as_of"], told["releases"], told["statuses"])
    assert [("llm-sunset", "observed", 1)] == [(one["source"], one["outcome"], one["facts"]) for one in told["sources"]]


def test_observe_where_nothing_was_promoted_reads_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed = Typed(tmp_path / "empty", capsys)

    assert "No edition is in use" in typed(observe_command, places=_sunset(tmp_path), only=True)
    assert not (tmp_path / "empty").exists()


@pytest.mark.parametrize("said", ["llm-sunset", "=snapshot.json", "llm-sunset="])
def test_a_place_without_a_source_is_misuse(typed: Typed, desk: Desk, said: str) -> None:
    with pytest.raises(typer.BadParameter, match="SOURCE=PLACE"):
        typed(observe_command, places=[said], only=True)
    assert [] == _notes(desk)


def test_remind_shows_each_owners_digest_and_notes_that_they_know(typed: Typed, desk: Desk, tmp_path: Path) -> None:
    typed(observe_command, places=_sunset(tmp_path), only=True)
    before = _notes(desk)
    look = typed(remind_command, dry_run=True)
    assert "To author: Course material: " in look
    assert "To note that they know: coursewright remind" in look
    assert before == _notes(desk)

    told = typed(remind_command)
    assert "To author: Course material: " in told
    assert "to be shut down on 2026-12-20" in told
    assert "nothing is new to any owner" in typed(remind_command)


def test_another_day_is_only_looked_at(typed: Typed, desk: Desk, tmp_path: Path) -> None:
    typed(observe_command, places=_sunset(tmp_path), only=True)
    before = _notes(desk)
    told = typed.json("remind", remind_command, as_of="2026-12-20")

    assert ("2026-12-20", False, ["author"]) == (told["as_of"], told["told"], [one["owner"] for one in told["digests"]])
    assert "no longer" in told["digests"][0]["subject"]
    assert before == _notes(desk)
    with pytest.raises(typer.BadParameter, match="is no day"):
        typed(remind_command, as_of="tomorrow")


def test_remind_in_json_says_that_it_was_noted(typed: Typed, tmp_path: Path) -> None:
    typed(observe_command, places=_sunset(tmp_path), only=True)
    told = typed.json("remind", remind_command)

    assert (True, 1) == (told["told"], len(told["digests"]))
    assert [] == json.loads(typed(remind_command, as_json=True))["digests"]
