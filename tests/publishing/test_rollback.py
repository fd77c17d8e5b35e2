"""Rolling back: one more record; the channel is where it was, and whoever is pinned stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursewright.errors import LostRaceError, PromotionRefusedError, UnknownNameError
from coursewright.publishing.folder_store import FolderStore
from coursewright.publishing.log import Log
from coursewright.serving.pin import Pins
from desks import Desk
from small_course import small


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.publish(small())
    desk.extend("One.")
    desk.publish(small(edition="2027-Q1"))
    return desk


def test_a_channel_goes_back_to_where_the_edition_before_stands_now(desk: Desk) -> None:
    record, moved = desk.roll_back()

    assert (record["act"], record["from"], record["to"], record["release"], moved) == (
        "rollback",
        "2027-Q1",
        "2026-Q4",
        "2026-Q4.2",
        True,
    )
    assert Pins(desk.released).resolve("stable").release == "2026-Q4.2"
    assert Pins(desk.released).resolve("2027-Q1").release == "2027-Q1.1"


def test_nothing_is_undone_the_log_only_grows(desk: Desk) -> None:
    before = desk.files()
    desk.roll_back()

    assert before.items() <= desk.files().items()


def test_going_back_to_where_it_is_writes_nothing(desk: Desk) -> None:
    desk.roll_back(to="2026-Q4")
    before = desk.files()

    assert desk.roll_back(to="2026-Q4")[1] is False
    assert before == desk.files()


def test_after_a_rollback_the_newer_edition_can_be_promoted_again(desk: Desk) -> None:
    desk.roll_back()
    done = desk.publish(small(edition="2027-Q1"))

    assert (str(done.release), done.channel["from"], done.channel["to"]) == ("2027-Q1.1", "2026-Q4", "2027-Q1")


def test_a_channel_that_was_rolled_back_follows_its_edition(desk: Desk) -> None:
    desk.roll_back()
    desk.extend("Two.")

    assert Pins(desk.released).resolve("stable").release == "2026-Q4.3"


@pytest.mark.parametrize(
    ("channel", "to", "error", "why"),
    [
        ("stable", "2026-Q1", UnknownNameError, "no edition '2026-Q1'"),
        ("unheard-of", None, UnknownNameError, "no channel 'unheard-of'"),
        ("pilot", "2027-Q1", PromotionRefusedError, "newer than 2026-Q4"),
        ("pilot", None, PromotionRefusedError, "never stood at an edition before"),
    ],
)
def test_what_is_no_way_back_is_refused(desk: Desk, channel: str, to: str | None, error: type[Exception], why: str) -> None:
    desk.promote(desk.deposit(small("One.")), "pilot")
    before = desk.files()

    with pytest.raises(error, match=why):
        desk.roll_back(channel, to)
    assert before == desk.files()


def test_an_edition_whose_releases_are_all_withdrawn_is_no_way_back(desk: Desk) -> None:
    for number in (1, 2):
        desk.withdraw(f"2026-Q4.{number}")

    with pytest.raises(PromotionRefusedError, match="was withdrawn"):
        desk.roll_back()


def test_who_rolls_back_second_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = desk.channel()
    desk.roll_back()
    monkeypatch.setattr(Log, "head", lambda log: seen if log.prefix == "channels/stable" else Log(log.store, log.prefix).get(2))

    with pytest.raises(LostRaceError, match="already has record"):
        desk.roll_back()


def test_a_promotion_that_finds_the_channel_moved_on_by_its_own_edition_has_won(desk: Desk) -> None:
    """Somebody else extended the edition between our edition record and our channel record: the channel is where it should be."""

    class Interrupted(FolderStore):
        def put_if_absent(self, key: str, data: bytes) -> bool:
            put = super().put_if_absent(key, data)
            if key.startswith("editions/2027-Q1/") and not others:
                others.append(desk.publish(small("Theirs.", "2027-Q1")))
            return put

    others: list[object] = []
    candidate = desk.deposit(small("Ours.", "2027-Q1"))
    released, desk.released = desk.released, Interrupted(desk.released.root)
    ours, desk.released = desk.promote(candidate), released

    assert (str(ours.release), ours.edition["release"]) == ("2027-Q1.2", "2027-Q1.2")
    assert Pins(desk.released).resolve("stable").release == "2027-Q1.3"
