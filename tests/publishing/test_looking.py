"""releases, history, show and diff: what stands where, how it came to, what is in it, and what differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursewright.commands.publishing.comparing import diff_command
from coursewright.commands.publishing.looking import history_command, releases_command
from coursewright.commands.publishing.showing import show_command
from coursewright.errors import UnknownNameError
from desks import Desk
from small_course import small
from typed import Typed


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A story: opened, extended, withdrawn; a pilot that stays; on to the next edition and back; a candidate that waits."""
    desk = Desk(tmp_path_factory.mktemp("story"))
    desk.publish(small())
    desk.publish(small(), "pilot")
    desk.extend("One.")
    desk.withdraw("2026-Q4.2")
    desk.publish(small(edition="2027-Q1"))
    desk.roll_back()
    desk.deposit(small("Two."))
    return desk


@pytest.fixture
def typed(desk: Desk, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(desk.root, capsys)


def test_releases_show_what_stands_where(typed: Typed) -> None:
    shown = [" ".join(line.split()) for line in typed(releases_command).splitlines()]

    for line in (
        "pilot → 2026-Q4 2026-Q4.1 2026-11-22 12:00:00Z tester A figure was wrong.",
        "stable → 2026-Q4 2026-Q4.1 2026-11-22 12:00:00Z tester a test",
        "2026-Q4 ← pilot, stable",
        f"2026-Q4.2 {small('One.').manifest[:12]} 2026-11-22 12:00:00Z tester ✗ withdrawn: A figure was wrong.",
        f"● 2026-Q4.1 {small().manifest[:12]} 2026-11-22 12:00:00Z tester a test",
        f"2026-Q4-rc.3 {small('Two.').manifest[:12]} 2026-11-22 12:00:00Z tester a test",
        f"2026-Q4-rc.2 {small('One.').manifest[:12]} 2026-11-22 12:00:00Z tester released as 2026-Q4.2 a test",
    ):
        assert line in shown


def test_releases_as_a_document(typed: Typed) -> None:
    told = typed.json("releases", releases_command)

    assert [(one["name"], one["edition"], one["release"], one["record"]) for one in told["channels"]] == [
        ("pilot", "2026-Q4", "2026-Q4.1", 3),
        ("stable", "2026-Q4", "2026-Q4.1", 5),
    ]
    assert [(edition["name"], edition["channels"]) for edition in told["editions"]] == [
        ("2027-Q1", []),
        ("2026-Q4", ["pilot", "stable"]),
    ]
    assert [(one["name"], one["is_current"], one["withdrawn"]) for one in told["editions"][1]["releases"]] == [
        ("2026-Q4.2", False, "A figure was wrong."),
        ("2026-Q4.1", True, None),
    ]
    assert [(one["name"], one["released_as"]) for one in told["candidates"]] == [
        ("2027-Q1-rc.1", "2027-Q1.1"),
        ("2026-Q4-rc.3", None),
        ("2026-Q4-rc.2", "2026-Q4.2"),
        ("2026-Q4-rc.1", "2026-Q4.1"),
    ]


def test_releases_of_nothing_are_an_empty_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nothing = Typed(tmp_path, capsys)

    assert nothing.json("releases", releases_command) == {"format": 1, "channels": [], "editions": [], "candidates": []}
    assert "Nothing was promoted" in nothing(history_command)
    assert nothing.json("history", history_command)["logs"] == []


def test_hints_name_the_store_that_was_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nothing = Typed(tmp_path, capsys)

    assert f"Next: coursewright deposit --store {tmp_path}" in nothing(releases_command)
    for command in (show_command, history_command):
        with pytest.raises(UnknownNameError, match=f"`coursewright releases --store {tmp_path}` lists what there is"):
            nothing(command, "stable")


def test_the_history_of_a_channel_is_drawn_with_a_column_for_each_edition(typed: Typed) -> None:
    assert typed(history_command, "stable").splitlines() == [
        "◀ │  5  rollback  2027-Q1 → 2026-Q4  2026-Q4.1  tester  2026-11-22 12:00:00Z  a test",
        "│ ●  4  promote   2026-Q4 → 2027-Q1  2027-Q1.1  tester  2026-11-22 12:00:00Z  a test",
        "○    3  follow    at 2026-Q4         2026-Q4.1  tester  2026-11-22 12:00:00Z  A figure was wrong.",
        "●    2  promote   at 2026-Q4         2026-Q4.2  tester  2026-11-22 12:00:00Z  a test",
        "●    1  promote   → 2026-Q4          2026-Q4.1  tester  2026-11-22 12:00:00Z  a test",
    ]


def test_the_history_of_an_edition_says_what_was_withdrawn(typed: Typed) -> None:
    assert typed(history_command, "2026-Q4").splitlines() == [
        "✗ │  3  withdraw  2026-Q4.2 → 2026-Q4.1  tester  2026-11-22 12:00:00Z  A figure was wrong.",
        "│ ●  2  promote   2026-Q4.1 → 2026-Q4.2  tester  2026-11-22 12:00:00Z  a test",
        "●    1  promote   → 2026-Q4.1            tester  2026-11-22 12:00:00Z  a test",
    ]


def test_the_history_of_all_channels_as_a_document(typed: Typed) -> None:
    logs = typed.json("history", history_command)["logs"]

    assert [(log["name"], [record["act"] for record in log["records"]]) for log in logs] == [
        ("pilot", ["follow", "follow", "promote"]),
        ("stable", ["rollback", "promote", "follow", "promote", "promote"]),
    ]
    assert logs[1]["records"][0] | {"digest": "", "manifest": ""} == {
        "log": "channels/stable",
        "number": 5,
        "act": "rollback",
        "from": "2027-Q1",
        "to": "2026-Q4",
        "release": "2026-Q4.1",
        "manifest": "",
        "withdrawn": None,
        "by": "tester",
        "at": "2026-11-22T12:00:00+00:00",
        "why": "a test",
        "digest": "",
        "review": None,
    }


def test_only_the_newest_are_shown_where_only_they_are_wanted(typed: Typed) -> None:
    [log] = typed.json("history", history_command, "stable", most=2)["logs"]

    assert [5, 4] == [record["number"] for record in log["records"]]
    assert 2 == len(typed(history_command, "stable", most=2).splitlines())


@pytest.mark.parametrize(
    ("name", "exact", "kind"),
    [
        ("stable", "2026-Q4.1", "channel"),
        ("2026-Q4", "2026-Q4.1", "edition"),
        ("2026-Q4.1", "2026-Q4.1", "release"),
        ("2026-Q4-rc.1", "2026-Q4-rc.1", "candidate"),
    ],
)
def test_a_release_can_be_shown_by_each_of_its_names(typed: Typed, name: str, exact: str, kind: str) -> None:
    told = typed.json("show", show_command, name)
    made = small()

    assert (told["name"], told["kind"], told["edition"], told["manifest"]) == (exact, kind, "2026-Q4", made.manifest)
    assert (told["objects"], told["bytes"]) == (len(made.objects), made.size)
    assert [(one["id"], one["modules"], one["lessons"], one["activities"]) for one in told["courses"]] == [("minimal", 2, 3, 6)]
    assert [(one["commit"], one["by"]) for one in told["origins"]] == [("c" * 40, "tester")]
    assert (told["withdrawn"], told["superseded_by"]) == (None, None)


def test_what_was_done_with_a_release_is_shown_in_order(typed: Typed) -> None:
    told = typed.json("show", show_command, "2026-Q4.2")

    assert (told["withdrawn"], told["superseded_by"], told["channels"]) == ("A figure was wrong.", "2026-Q4.1", [])
    assert [(record["act"], record["log"], record["number"]) for record in told["records"]] == [
        ("deposit", "candidates/2026-Q4", 2),
        ("name", "releases/2026-Q4", 2),
        ("promote", "editions/2026-Q4", 2),
        ("withdraw", "editions/2026-Q4", 3),
    ]
    assert "✗ withdrawn: A figure was wrong." in typed(show_command, "2026-Q4.2")


def test_two_releases_are_compared_by_any_of_their_names(typed: Typed) -> None:
    assert typed(diff_command, "stable", "2026-Q4-rc.3").splitlines() == [
        "2026-Q4.1 → 2026-Q4-rc.3",
        "  ~ minimal",
        "    ~ reading  lesson    text",
        "  1 changed",
    ]
    assert "the same release, byte for byte" in typed(diff_command, "stable", "2026-Q4-rc.1")
    told = typed.json("diff", diff_command, "2026-Q4.1", "2027-Q1")
    assert (told["old"]["name"], told["new"]["name"], told["changed"]) == ("2026-Q4.1", "2027-Q1.1", ["editions"])


@pytest.mark.parametrize("name", ["2026-Q4.7", "2026-Q4-rc.9", "2026-Q5", "stabel", "no name at all"])
def test_what_nobody_knows_is_answered_with_what_comes_close(typed: Typed, name: str) -> None:
    with pytest.raises(UnknownNameError, match=r"there is no release, candidate, edition or channel .*(did you mean|lists what)"):
        typed(show_command, name)
