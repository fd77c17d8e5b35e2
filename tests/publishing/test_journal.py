"""A journal of unsigned notes: written once, in order, and nobody's but the function's that writes it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coursewright.errors import DamagedObjectError, LostRaceError
from coursewright.publishing.records.journal import Journal
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.memory_store import MemoryStore


def test_the_newest_note_is_found_by_one_listing_and_each_names_the_one_before(tmp_path: Path) -> None:
    journal = Journal(FolderStore(tmp_path), "observations/one")
    assert journal.newest() is None
    first = journal.add(None, {"act": "a"})
    for act in "bcd":
        journal.add(journal.newest(), {"act": act})

    assert ["d", "c", "b", "a"] == [note["act"] for note in journal.notes()]
    assert first.digest == journal.read(2)["previous"]
    assert 4 == len({note["token"] for note in journal.notes()})


def test_a_file_that_lies_in_a_journal_by_mistake_hides_no_note() -> None:
    store = MemoryStore()
    journal = Journal(store, "reminders/ana")
    journal.add(None, {"act": "claim"})
    store.put_if_absent("reminders/ana/0-stray.txt", b"")

    assert "claim" == journal.newest()["act"]  # type: ignore[index]


def test_of_two_who_write_the_same_note_one_is_told_and_nothing_of_theirs_is_there() -> None:
    store = MemoryStore()
    one, other = (Journal(store, "reminders/ana") for _ in range(2))
    won = one.add(None, {"by": "one"})

    with pytest.raises(LostRaceError, match="already has note 1"):
        other.add(None, {"by": "other"})
    assert (won.body, 1) == (one.read(1).body, len(store.keys("reminders/")))


def test_a_put_that_was_taken_unseen_is_known_as_ones_own() -> None:
    """S3 may take the bytes, not say so, and answer the next try that something is there."""

    class Forgetful(MemoryStore):
        def put_if_absent(self, key: str, data: bytes) -> bool:
            super().put_if_absent(key, data)
            return False

    journal = Journal(Forgetful(), "reminders/ana")
    assert 1 == journal.add(None, {"act": "claim"}).number
    assert "claim" == journal.read(1)["act"]


@pytest.mark.parametrize("data", [b"", b"[]", b"{", json.dumps({"journal": "reminders/ben", "number": 1}).encode()])
def test_what_is_no_note_of_this_journal_is_not_believed(data: bytes) -> None:
    store = MemoryStore()
    journal = Journal(store, "reminders/ana")
    store.put_if_absent(journal._key(1), data)

    with pytest.raises(DamagedObjectError, match="holds no note 1 of reminders/ana"):
        journal.newest()
