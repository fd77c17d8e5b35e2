"""Withdrawing: reads still work and say so, the edition moves to its newest good release, and the channels with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursewright.errors import PromotionRefusedError, UnknownNameError
from coursewright.publishing.storing.reachable import reachable
from coursewright.serving.pin import Pins
from desks import Desk
from small_course import small


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.publish(small())
    desk.publish(small(), "pilot-health")
    for more in ("One.", "Two."):
        desk.extend(more)
    return desk


def test_the_edition_and_every_channel_at_it_move_to_the_newest_good_release(desk: Desk) -> None:
    done = desk.withdraw("2026-Q4.3")
    pins = Pins(desk.released)

    assert (done.standing.release, done.channels, done.moved) == ("2026-Q4.2", ("pilot-health", "stable"), True)
    assert [pins.resolve(at).release for at in ("2026-Q4", "stable", "pilot-health")] == ["2026-Q4.2"] * 3
    assert desk.edition()["act"] == "withdraw"
    assert desk.channel()["act"] == "follow"


def test_the_withdrawn_release_can_still_be_read_whole_and_says_why(desk: Desk) -> None:
    desk.withdraw("2026-Q4.3", "It named a model that does not exist.")
    pin = Pins(desk.released).resolve("2026-Q4.3")

    assert pin.withdrawn == "It named a model that does not exist."
    assert dict(reachable(desk.released, pin.manifest))


def test_an_older_release_can_be_withdrawn_and_the_edition_stays(desk: Desk) -> None:
    done = desk.withdraw("2026-Q4.2")

    assert done.standing.release == "2026-Q4.3"
    assert Pins(desk.released).resolve("2026-Q4.2").withdrawn == "A figure was wrong."
    assert Pins(desk.released).resolve("stable").withdrawn is None


def test_where_no_good_release_is_left_the_edition_stays_and_says_so(desk: Desk) -> None:
    for number in (1, 2, 3):
        done = desk.withdraw(f"2026-Q4.{number}")

    assert done.standing.release == "2026-Q4.3"
    assert Pins(desk.released).resolve("stable").withdrawn == "A figure was wrong."


def test_withdrawing_again_changes_nothing(desk: Desk) -> None:
    desk.withdraw("2026-Q4.3")
    before = desk.files()

    assert not desk.withdraw("2026-Q4.3", "Another reason.").moved
    assert before == desk.files()


def test_a_withdrawn_release_is_not_promoted_again(desk: Desk) -> None:
    desk.withdraw("2026-Q4.3")

    with pytest.raises(PromotionRefusedError, match=r"2026-Q4\.3 was withdrawn: A figure was wrong"):
        desk.extend("Two.")


def test_after_a_withdrawal_the_next_release_extends_the_edition(desk: Desk) -> None:
    desk.withdraw("2026-Q4.3")
    done = desk.extend("Three.")

    assert (str(done.release), done.edition["from"]) == ("2026-Q4.4", "2026-Q4.2")
    assert Pins(desk.released).resolve("pilot-health").release == "2026-Q4.4"


def test_a_withdrawal_needs_a_reason_and_a_release_that_was_promoted(desk: Desk) -> None:
    before = desk.files()

    with pytest.raises(PromotionRefusedError, match="needs a reason"):
        desk.withdraw("2026-Q4.3", " ")
    with pytest.raises(UnknownNameError, match=r"never stood at 2026-Q4\.9"):
        desk.withdraw("2026-Q4.9")
    with pytest.raises(UnknownNameError, match="no edition '2031-Q1'"):
        desk.withdraw("2031-Q1.1")
    assert before == desk.files()
