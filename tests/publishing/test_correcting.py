"""rollback, withdraw, settle and heads, as a person types them: what happened, to whom, and what to run next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from courses import STAMP
from coursewright.commands.acting import command
from coursewright.commands.publishing.correcting import heads_command, rollback_command, withdraw_command
from coursewright.commands.publishing.looking import history_command
from coursewright.commands.publishing.releasing import promote_command
from coursewright.commands.publishing.settling import settle_command
from coursewright.errors import PromotionRefusedError, StoreError, UnknownNameError, UnknownVerdictError
from coursewright.publishing.keys.signing import local_signers
from coursewright.publishing.records import log as logs
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.stores import DEFAULT, stores_at
from desks import Desk
from dying_store import fresh_copy
from small_course import small
from typed import Typed


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three editions in turn; the second has two releases."""
    desk = Desk(tmp_path_factory.mktemp("begun"))
    desk.publish(small())
    desk.publish(small(edition="2027-Q1"))
    desk.publish(small("One.", "2027-Q1"))
    desk.publish(small(edition="2027-Q2"))
    local_signers(desk.root / "keys")
    return desk.root


@pytest.fixture
def desk(begun: Path, tmp_path: Path) -> Desk:
    return Desk(fresh_copy(begun, tmp_path / "stores"))


@pytest.fixture
def typed(desk: Desk, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(desk.root, capsys)


def test_a_rollback_says_from_where_to_where_and_who_stays(typed: Typed, desk: Desk) -> None:
    said = typed(rollback_command, "stable", by="ada", why="a wrong exam")

    assert "✓ rolled back stable: 2027-Q2 → 2027-Q1, release 2027-Q1.2 (record 5)" in said
    assert "Who is pinned to 2027-Q2 stays there" in said
    assert f"coursewright withdraw 2027-Q2.1 --store {desk.root} --why REASON" in said
    assert (desk.channel()["edition"], desk.channel()["why"]) == ("2027-Q1", "a wrong exam")


def test_a_rollback_run_again_does_not_go_a_step_further(typed: Typed, desk: Desk) -> None:
    """Whoever does not know whether the first run finished can run it again."""
    typed(rollback_command, "stable")
    before = desk.files()
    said = typed(rollback_command, "stable")

    assert "stable is at 2027-Q1, release 2027-Q1.2, already; nothing was written" in said
    assert "To go further back, name the edition" in said
    assert before == desk.files()


def test_a_rollback_finishes_what_one_that_died_left(typed: Typed, desk: Desk) -> None:
    """It died after its record, before its head; and its edition moved on meanwhile."""
    typed(rollback_command, "stable")
    desk.publish(small("Two.", "2027-Q1"), "pilot")

    assert typed.json("rollback", rollback_command, "stable") == {
        "format": 1,
        "channel": "stable",
        "from": "2027-Q1",
        "to": "2027-Q1",
        "release": "2027-Q1.3",
        "moved": False,
        "record": 6,
    }


def test_after_a_promotion_a_rollback_goes_back_again(typed: Typed, desk: Desk) -> None:
    typed(rollback_command, "stable")
    desk.promote(desk.deposit(small(edition="2027-Q2")), again=True)

    assert "2027-Q2 → 2027-Q1" in typed(rollback_command, "stable")


def test_going_further_back_is_said_by_name(typed: Typed) -> None:
    typed(rollback_command, "stable")

    assert "2027-Q1 → 2026-Q4" in typed(rollback_command, "stable", to="2026-Q4")


def test_a_rollback_is_refused_where_the_channel_is_not_at_the_record_that_was_seen(typed: Typed, desk: Desk) -> None:
    before = desk.files()

    with pytest.raises(PromotionRefusedError, match=r"stable is at record 4 \(promote to 2027-Q2 by tester\), not 3; look at"):
        typed(rollback_command, "stable", seen=3)
    assert before == desk.files()
    assert "(record 5)" in typed(rollback_command, "stable", seen=4)


def test_a_withdrawal_says_where_its_edition_stands_now(typed: Typed, desk: Desk) -> None:
    desk.publish(small("One.", "2027-Q2"))
    said = typed(withdraw_command, "2027-Q2.2", why="A figure was wrong.", by="ada")

    assert said.startswith("✓ withdrew 2027-Q2.2: A figure was wrong.\n")
    assert "2027-Q2 (and with it stable) is at 2027-Q2.1." in said
    assert "2027-Q2.2 was withdrawn already" in typed(withdraw_command, "2027-Q2.2", why="again")


def test_where_no_good_release_is_left_the_way_back_is_told_for_each_channel(typed: Typed, desk: Desk) -> None:
    desk.promote(desk.deposit(small(edition="2027-Q2")), "pilot")
    for number in (1, 2):
        desk.withdraw(f"2027-Q1.{number}")
    told = typed.json("withdraw", withdraw_command, "2027-Q2.1", why="A wrong key.")

    assert (told["is_good"], told["stands_at"], told["channels"]) == (False, "2027-Q2.1", ["pilot", "stable"])
    assert told["next"] == [
        f"coursewright rollback {channel} --to 2026-Q4 --store {desk.root}" for channel in ("pilot", "stable")
    ]
    assert "no good release left" in typed(withdraw_command, "2027-Q2.1", why="A wrong key.")


def test_where_no_good_edition_is_left_no_way_back_is_told(typed: Typed, desk: Desk) -> None:
    for release in ("2026-Q4.1", "2027-Q1.1", "2027-Q1.2"):
        desk.withdraw(release)

    assert typed.json("withdraw", withdraw_command, "2027-Q2.1", why="A wrong key.")["next"] == []


def test_a_withdrawal_without_a_reason_is_refused(typed: Typed, desk: Desk) -> None:
    before = desk.files()

    with pytest.raises(PromotionRefusedError, match="a withdrawal needs a reason"):
        typed(withdraw_command, "2027-Q2.1", why="  ")
    assert before == desk.files()


@pytest.mark.parametrize(
    ("typing", "said"),
    [
        ((rollback_command, "stabel", {}), "there is no channel 'stabel'; did you mean stable?"),
        ((rollback_command, "stable", {"to": "2026-Q3"}), "there is no edition '2026-Q3'; did you mean 2026-Q4"),
        ((withdraw_command, "2027-Q2.7", {"why": "x"}), "there is no release '2027-Q2.7'; did you mean 2027-Q2.1"),
        ((promote_command, "2027-Q2-rc.7", {}), "there is no candidate '2027-Q2-rc.7'; did you mean 2027-Q2-rc.1"),
        ((history_command, "stabel", {}), "there is no channel or edition 'stabel'; did you mean stable?"),
        ((settle_command, "stabel", {}), "there is no record that waits called 'stabel'; `coursewright settle"),
    ],
)
def test_a_name_nobody_knows_is_answered_with_the_closest(
    typed: Typed, desk: Desk, typing: tuple[Callable[..., None], str, dict[str, str]], said: str
) -> None:
    before = desk.files()

    with pytest.raises(UnknownNameError) as refused:
        typed(typing[0], typing[1], **typing[2])
    assert str(refused.value).startswith(said)
    assert before == desk.files()


def test_heads_are_issued_when_they_are_due_and_only_then(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk's clock stands in the past, so all of them are due once."""
    first = typed.json("heads", heads_command)
    again = typed.json("heads", heads_command)

    assert (first["issued"], again["issued"]) == (4, 0)
    assert [head["log"] for head in again["heads"]] == [
        "editions/2026-Q4",
        "editions/2027-Q1",
        "editions/2027-Q2",
        "channels/stable",
    ]
    assert "all 4 heads are fresh; nothing was written" in typed(heads_command)
    later = replace(STAMP, at=STAMP.at + timedelta(days=9))
    monkeypatch.setattr("coursewright.commands.publishing.acts.stamp", lambda *_: later)
    assert "✓ issued 4 of 4 heads" in typed(heads_command)


def test_where_nothing_was_promoted_heads_make_no_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = Typed(tmp_path / "new", capsys)(heads_command)

    assert "Nothing was promoted" in said
    assert not (tmp_path / "new").exists()


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """A store that does not answer while this list holds something; it does what it is told where that is True."""
    writes: list[bool] = []
    put = FolderStore.put_if_absent

    def put_if_absent(store: FolderStore, key: str, data: bytes) -> bool:
        if not writes or not key.startswith("channels/"):
            return put(store, key, data)
        if writes[0]:
            put(store, key, data)
        raise StoreError("no answer")

    monkeypatch.setattr(FolderStore, "put_if_absent", put_if_absent)
    monkeypatch.setattr(logs, "_PAUSES", ())
    return writes


def test_an_unknown_verdict_is_settled_and_the_told_command_goes_no_step_further(
    typed: Typed, desk: Desk, silent: list[bool]
) -> None:
    silent.append(True)
    with pytest.raises(UnknownVerdictError, match="coursewright settle channels-stable-5 --store"):
        typed(rollback_command, "stable", by="ada", why="oops")
    waiting = typed.json("settle", settle_command)["records"]
    assert [(one["name"], one["act"], one["by"], one["verdict"]) for one in waiting] == [
        ("channels-stable-5", "rollback", "ada", "waiting")
    ]

    silent.clear()
    said = typed(settle_command, "channels-stable-5")
    assert (typed.status, "✓ won: record 5 of channels/stable is in the store (rollback by ada)" in said) == (0, True)
    assert f"coursewright rollback stable --to 2027-Q1 --why oops --store {desk.root}" in said
    assert "Nothing waits to be settled." in typed(settle_command)
    assert "already; nothing was written" in typed(rollback_command, "stable", to="2027-Q1")


def test_a_record_that_lost_its_place_is_said_to_have_lost_it_and_forgotten(typed: Typed, desk: Desk, silent: list[bool]) -> None:
    silent.append(False)
    with pytest.raises(UnknownVerdictError):
        typed(rollback_command, "stable", by="ada")
    silent.clear()
    desk.roll_back()
    told = typed.json("settle", settle_command, "channels-stable-5")["records"][0]

    assert (typed.status, told["verdict"]) == (1, "lost")
    assert "channels/stable already has record 5, made by tester" in told["message"]
    assert typed.json("settle", settle_command)["records"] == []
    assert desk.channel()["by"] == "tester"


def test_while_the_store_is_silent_a_record_stays_unknown_and_kept(typed: Typed, silent: list[bool]) -> None:
    silent.append(False)
    with pytest.raises(UnknownVerdictError):
        typed(rollback_command, "stable")
    said = typed(settle_command, "channels-stable-5")

    assert typed.status == 1
    assert "still unknown" in said
    assert "When the store answers again: coursewright settle channels-stable-5" in said
    assert [one["verdict"] for one in typed.json("settle", settle_command)["records"]] == ["waiting"]


def test_two_records_that_wait_for_one_slot_are_both_kept(typed: Typed, silent: list[bool]) -> None:
    silent.append(False)
    for _ in range(2):
        with pytest.raises(UnknownVerdictError):
            typed(rollback_command, "stable")
    silent.clear()

    assert [one["name"] for one in typed.json("settle", settle_command)["records"]] == [
        "channels-stable-5",
        "channels-stable-5-2",
    ]
    verdicts = [typed.json("settle", settle_command, f"channels-stable-5{more}")["records"][0]["verdict"] for more in ("", "-2")]
    assert verdicts == ["won", "lost"]


def test_a_command_to_type_names_the_store_only_where_it_is_another() -> None:
    assert command(stores_at(DEFAULT), "settle", "a b") == "coursewright settle 'a b'"
