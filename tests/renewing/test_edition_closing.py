"""An edition is closed once nothing is unmet, and everything that is unmet is said; the file stays as it is laid out."""

from __future__ import annotations

from quarters import (
    DEFAULT,
    EDITION,
    LEDGER,
    NAME,
    NOTE,
    REVIEW,
    Desk,
    finish,
    live_with_default,
)


def test_closing_twice_changes_nothing_and_what_is_undone_since_is_told(opened: Desk) -> None:
    finish(opened)
    assert 0 == opened.run("close", on="2026-12-05").code
    before = opened.files()
    again = opened.run("close", on="2026-12-09")

    assert (0, f"{NAME} was closed on 2026-12-05; nothing changed") == (again.code, again.text.splitlines()[0])
    opened.edit("ledger/overlay.yaml", "read: 2026-12-03", "read: 2026-10-01")
    undone = opened.run("close", "--json", on="2026-12-09")
    assert (1, "2026-12-05", [LEDGER]) == (undone.code, undone.json()["closed"], [one["id"] for one in undone.json()["unmet"]])
    assert before[EDITION] == opened.files()[EDITION]


def test_closing_needs_a_note_even_if_somebody_acknowledged_the_mark(opened: Desk) -> None:
    finish(opened)
    opened.edit(EDITION, "Nothing is new.", "TODO: the note.")
    opened.edit(EDITION, "acknowledged:\n", "acknowledged:\n  - {code: todo-left, reason: Later., until: 2027-03-31}\n")
    refused = opened.run("close", "--json", on="2026-12-05")

    (one,) = refused.json()["unmet"]

    assert (1, None, EDITION) == (refused.code, one["id"], one["path"].removeprefix("content/"))
    assert "Write the editor's note under `note:`: what is new in this edition, for learners." == one["do"]


def test_closing_needs_an_effective_date_in_the_period(opened: Desk) -> None:
    finish(opened)
    opened.edit(EDITION, "effective: 2027-01-01", "effective: 2026-12-31")
    refused = opened.run("close", on="2026-12-05")

    assert 1 == refused.code
    assert "the effective date 2026-12-31 is not in the edition's period, 2027-01-01 to 2027-03-31" in refused.text
    assert b"closed:" not in opened.files()[EDITION]


def test_closing_needs_every_item_and_says_where_and_what_to_do(opened: Desk) -> None:
    refused = opened.run("close", "--json", on="2026-12-05")

    assert 1 == refused.code
    assert [REVIEW, DEFAULT, NOTE, LEDGER] == [one["id"] for one in refused.json()["unmet"]]
    assert all(one["what"] and one["do"] and one["line"] and one["path"] for one in refused.json()["unmet"])
    assert b"closed:" not in opened.files()[EDITION]


def test_a_file_from_windows_stays_one(opened: Desk) -> None:
    finish(opened)
    file = opened.content / EDITION
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    live_with_default(opened)
    said = opened.run("acknowledge", "ending-model", "--reason", "All of them.", "--until", "2027-02-28")

    assert (0, 0) == (said.code, opened.run("close", on="2026-12-05").code)
    assert b"\xef\xbb\xbftitle" == file.read_bytes()[:8]
    assert file.read_bytes().count(b"\n") == file.read_bytes().count(b"\r\n")
    assert b"opened: 2026-11-25\r\nclosed: 2026-12-05\r\n" in file.read_bytes()
    assert b"reason: All of them.\r\n    until: 2027-02-28\r\n" in file.read_bytes()
