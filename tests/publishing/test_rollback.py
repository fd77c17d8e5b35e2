"""Rolling back: one more record; the channel is where it was, and whoever is pinned stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coursewright.compiling.release import Release
from coursewright.errors import LostRaceError, PromotionRefusedError, UnknownNameError
from coursewright.publishing.promoting.promotion import Promotion
from coursewright.publishing.records.log import Log
from coursewright.publishing.storing.folder_store import FolderStore
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


def test_a_promotion_that_is_merely_repeated_does_not_undo_a_rollback(desk: Desk) -> None:
    desk.roll_back()
    desk.extend("Two.")
    before = desk.files()

    with pytest.raises(
        PromotionRefusedError, match=r"stable was taken back from 2027-Q1 to 2026-Q4 by tester .*rc.1 --channel stable --again"
    ):
        desk.publish(small(edition="2027-Q1"))
    assert before == desk.files()


def test_a_corrected_release_moves_the_channel_forward_after_a_rollback(desk: Desk) -> None:
    desk.roll_back()
    done = desk.publish(small("Mended.", "2027-Q1"))

    assert (str(done.release), done.channel["from"], done.channel["to"]) == ("2027-Q1.2", "2026-Q4", "2027-Q1")


def test_after_a_rollback_the_newer_edition_can_be_promoted_again_if_that_is_meant(desk: Desk) -> None:
    desk.roll_back()
    done = desk.promote(desk.deposit(small(edition="2027-Q1")), again=True)

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


class _Interrupted(FolderStore):
    """Somebody else acts between our edition record and our channel record."""

    def __init__(self, root: Path, edition: str, act: Callable[[], object]) -> None:
        super().__init__(root)
        self.edition, self.acts = edition, [act]

    def put_if_absent(self, key: str, data: bytes) -> bool:
        put = super().put_if_absent(key, data)
        if key.startswith(f"editions/{self.edition}/") and self.acts:
            self.acts.pop()()
        return put


def _promoted(desk: Desk, made: Release, edition: str, act: Callable[[], object]) -> Promotion:
    candidate = desk.deposit(made)
    ours = Desk(desk.root)
    ours.released = _Interrupted(desk.released.root, edition, act)
    return ours.promote(candidate)


def test_who_finds_the_channel_moved_on_by_its_own_edition_has_won(desk: Desk) -> None:
    done = _promoted(desk, small("Ours.", "2027-Q1"), "2027-Q1", lambda: desk.publish(small("Theirs.", "2027-Q1")))

    assert (str(done.release), done.edition["release"], done.channel["release"]) == ("2027-Q1.2", "2027-Q1.2", "2027-Q1.3")
    assert Pins(desk.released).resolve("stable").release == "2027-Q1.3"


def test_who_extends_an_edition_has_won_though_somebody_takes_the_channel_elsewhere_meanwhile(desk: Desk) -> None:
    done = _promoted(desk, small("Ours.", "2027-Q1"), "2027-Q1", desk.roll_back)

    assert (done.edition["release"], done.channel["edition"]) == ("2027-Q1.2", "2026-Q4")
    assert Pins(desk.released).resolve("2027-Q1").release == "2027-Q1.2"


def test_who_opens_an_edition_and_loses_the_channel_is_told_which_of_the_two(desk: Desk) -> None:
    def theirs() -> None:
        desk.publish(small("Theirs.", "2027-Q3"))

    with pytest.raises(LostRaceError, match=r"2027-Q2\.1 is in edition 2027-Q2 now, and stays there; but channels/stable"):
        _promoted(desk, small("Ours.", "2027-Q2"), "2027-Q2", theirs)
    assert Pins(desk.released).resolve("2027-Q2").release == "2027-Q2.1"
    assert Pins(desk.released).resolve("stable").edition == "2027-Q3"
