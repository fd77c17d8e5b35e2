"""To live with something takes a reason and an end, is written where it is laid out, and is work again once it ends."""

from __future__ import annotations

import pytest
import yaml

from quarters import (
    DEFAULT,
    EDITION,
    LEDGER,
    Desk,
    items,
    live_with_default,
)
from repositories import git

LAST = "2027-03-31"
CODE = "ending-model"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([CODE, "--reason", "Told.", "--until", "2026-11-24"], "2026-11-24 is past; name a last day up to 2027-03-31, when the"),
        ([CODE, "--reason", "Told.", "--until", "2026-12-31"], "2026-12-31 is before 2027-Q1 begins on 2027-01-01"),
        ([CODE, "--reason", "Told.", "--until", "2027-04-01"], "2027-04-01 is after 2027-Q1 ends on 2027-03-31"),
        ([CODE, "--reason", " \n ", "--until", LAST], "say why it is all right to live with it, in one line of at most 300"),
        ([CODE, "--reason", "x" * 301, "--until", LAST], "say why it is all right to live with it"),
        ([CODE, "--path", "claims", "--reason", "Told.", "--until", LAST], "nothing is found by ending-model in claims now"),
        (["dead-model", "--reason", "Told.", "--until", LAST], "nothing is found by dead-model now"),
        (["dead-modle", "--reason", "Told.", "--until", LAST], "no finding is called 'dead-modle'; coursewright check prints"),
        (["Dead Model", "--reason", "Told.", "--until", LAST], "name a finding's code, like dead-model, or an item's id"),
        (
            ["ending-model:nowhere", "--reason", "Told.", "--until", LAST],
            "2027-Q1 has no item ending-model:nowhere; coursewright",
        ),
        (
            ["ending-model:curriculum.yaml", "--path", "claims", "--reason", "Told.", "--until", LAST],
            "an item's id says where it is; leave --path out, or name a code",
        ),
        ([f"todo-left:{EDITION}", "--reason", "Later.", "--until", LAST], "learners would read it; write the note of 2027-Q1"),
    ],
)
def test_an_acknowledgement_that_cannot_be(arguments: list[str], sentence: str, opened: Desk) -> None:
    before = opened.files()
    said = opened.run("acknowledge", *arguments)

    assert 1 == said.code
    assert said.refusal.startswith(sentence)
    assert before == opened.files()


@pytest.mark.parametrize("without", ["--reason", "--until"])
def test_an_acknowledgement_has_a_reason_and_an_end(without: str, opened: Desk) -> None:
    options = {"--reason": "Told.", "--until": LAST}
    del options[without]
    before = opened.files()

    assert 2 == opened.run("acknowledge", CODE, *(word for option in options.items() for word in option)).code
    assert before == opened.files()


def test_an_error_is_not_acknowledged(opened: Desk) -> None:
    opened.edit("claims/deep-1-reasons.yaml", "owner: author", "owner: nemo")
    before = opened.files()
    said = opened.run("acknowledge", "unknown-person", "--reason", "Told.", "--until", LAST)

    assert said.refusal.startswith("unknown-person is an error, and nothing can be compiled around an error; mend it: ")
    assert before == opened.files()


def test_an_entry_about_an_entry_is_not_acknowledged(opened: Desk) -> None:
    opened.edit(EDITION, "note: |", "acknowledged:\n  - {code: ending-model, reason: Told., until: 2026-12-31}\nnote: |")
    said = opened.run("acknowledge", "acknowledgement-ended", "--reason", "Told.", "--until", LAST)

    assert "acknowledgement-ended is about an entry itself; acknowledge anew what it names, or remove the entry" == said.refusal


def test_acknowledging_twice_changes_nothing_and_anew_changes_the_entry(opened: Desk) -> None:
    first = ["acknowledge", CODE, "--path", "curriculum.yaml", "--reason", "Learners are told.", "--until", LAST]
    opened.edit(EDITION, "effective: 2027-01-01\n", "effective: 2027-01-01  # a Friday\n")
    assert opened.run(*first, "--json").json()["changed"]
    before = opened.files()
    again = opened.run(*first, "--json").json()

    assert (False, 1) == (again["changed"], again["covers"])
    assert before == opened.files()
    assert 0 == opened.run(*first[:-3], "Until we have moved.", "--until", "2027-02-01").code
    text = opened.files()[EDITION].decode()
    assert text.endswith(
        "acknowledged:\n  - code: ending-model\n    path: curriculum.yaml\n"
        "    reason: Until we have moved.\n    until: 2027-02-01\n"
    )
    assert "effective: 2027-01-01  # a Friday\n" in text


def test_an_entry_says_who_decided_so_where_people_yaml_maps_them(opened: Desk) -> None:
    """Whose word it is follows the words: who changes them is named, and nobody who has nothing to do with them is."""
    words = ["acknowledge", CODE, "--path", "curriculum.yaml", "--until", LAST, "--json", "--reason"]

    def entry(address: str, reason: str) -> tuple[str | None, bool]:
        git(opened.root, "config", "user.email", address)
        said = opened.run(*words, reason).json()
        written = yaml.safe_load(opened.files()[EDITION])["acknowledged"]
        assert [reason] == [one["reason"] for one in written]
        assert said["entry"]["by"] == written[0].get("by")
        return written[0].get("by"), said["changed"]

    assert ("author", True) == entry("Test@Example.org", "Told.")
    assert ("author", False) == entry("test@example.org", "Told.")
    assert ("author", False) == entry("stranger@example.org", "Told.")
    assert (None, True) == entry("stranger@example.org", "Told twice.")
    assert ("author", True) == entry("test@example.org", "Told twice.")
    opened.edit("people.yaml", "name: The reviewer", "name: The reviewer\n    sign_in: [test@example.org]")
    assert (None, True) == entry("test@example.org", "Told by one of two.")


def test_a_layout_that_is_not_understood_is_left_alone(opened: Desk) -> None:
    opened.edit(
        EDITION,
        "note: |",
        "acknowledged:\n  - code: ending-model\n    reason: >-\n      Told\n      twice.\n    until: 2027-02-01\nnote: |",
    )
    before = opened.files()
    said = opened.run("acknowledge", CODE, "--reason", "Told.", "--until", LAST)

    assert said.refusal == (
        f"{EDITION} is laid out in a way that cannot be written to; write `reason:` and `until:` of entry 1 of its "
        "`acknowledged:` yourself"
    )
    assert before == opened.files()


def test_an_acknowledgement_that_ends_is_work_again(opened: Desk) -> None:
    """One with a day in the middle of the period holds for the edition's beginning; one that is set back to before does not."""
    live_with_default(opened)
    opened.edit(EDITION, "Learners are told.\n    until: 2027-03-31", "Learners are told.\n    until: 2026-12-31")

    assert "open" == items(opened.status("2026-12-01"))[DEFAULT]
    live_with_default(opened)
    assert 1 == (opened.content / EDITION).read_text().count("code: ending-model")
    assert "acknowledged" == items(opened.status("2026-12-01"))[DEFAULT]


def test_of_work_that_check_does_not_look_for_it_is_the_same(opened: Desk) -> None:
    said = opened.run("acknowledge", LEDGER, "--reason", "Read elsewhere.", "--until", "2027-03-31")
    assert (0, "acknowledged") == (said.code, items(opened.status("2026-12-01"))[LEDGER])

    opened.edit(EDITION, "Read elsewhere.\n    until: 2027-03-31", "Read elsewhere.\n    until: 2026-12-31")
    assert "open" == items(opened.status("2026-12-01"))[LEDGER]
    assert [] == opened.status("2026-12-01")["idle"]

    opened.edit("ledger/overlay.yaml", "read: 2026-10-01", "read: 2026-12-03")
    assert "done" == items(opened.status("2026-12-04"))[LEDGER]
    assert ["unread-ledger"] == [entry["code"] for entry in opened.status("2026-12-04")["idle"]]
    assert "Nothing is found by unread-ledger in ledger/overlay.yaml any more: remove its entry" in opened.run("status").text
