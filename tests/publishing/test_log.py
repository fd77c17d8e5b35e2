"""Logs: who comes second is told, the past cannot be rewritten unseen, and a lost answer is settled by reading back."""

from __future__ import annotations

from pathlib import Path

import pytest

from courses import STAMP
from coursewright.compiling.digest import digest_of
from coursewright.errors import DamagedObjectError, LostRaceError
from coursewright.publishing.records.log import Log, record_in
from coursewright.publishing.storing.folder_store import FolderStore


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(FolderStore(tmp_path), "channels/stable")


def test_an_empty_log_has_no_head(log: Log) -> None:
    assert log.head() is None
    assert list(log.records()) == []


def test_records_are_numbered_from_one_and_read_newest_first(log: Log) -> None:
    for word in ("one", "two", "three"):
        log.append(log.head(), STAMP, {"to": word})

    assert [(record.number, record["to"]) for record in log.records()] == [(3, "three"), (2, "two"), (1, "one")]


def test_the_newest_record_is_the_first_key_of_a_listing(log: Log) -> None:
    for _ in range(12):
        log.append(log.head(), STAMP, {})

    newest = log.store.get(log.store.keys("channels/stable/", limit=1)[0])
    assert record_in(newest, "channels/stable", 12)["number"] == 12


@pytest.mark.parametrize("name", ["0.json", "0000.tmp", "0000000000.json.bak", "0/1.json", "README", "9999999999.json"])
def test_a_file_that_is_no_record_is_not_read(log: Log, name: str) -> None:
    log.store.put_if_absent(f"channels/stable/{name}", b"left by somebody")
    assert log.head() is None

    log.append(None, STAMP, {"to": "one"})
    log.append(log.head(), STAMP, {"to": "two"})

    assert ["two", "one"] == [record["to"] for record in log.records()]


def test_each_record_carries_the_digest_of_the_one_before(log: Log) -> None:
    first = log.append(None, STAMP, {})
    second = log.append(first, STAMP, {})

    assert second["previous"] == first.digest == digest_of(log.store.get("channels/stable/9999999998.json"))
    assert first["previous"] is None


def test_a_record_says_who_when_and_why(log: Log) -> None:
    record = log.append(None, STAMP, {"to": "2026-Q4"})

    assert (record["by"], record["at"], record["why"]) == ("tester", "2026-11-22T12:00:00+00:00", "a test")


def test_who_comes_second_is_told_and_nothing_of_theirs_is_written(log: Log) -> None:
    log.append(None, STAMP, {"to": "first"})

    with pytest.raises(LostRaceError, match="already has record 1, made by tester"):
        log.append(None, STAMP, {"to": "second"})
    assert [record["to"] for record in log.records()] == ["first"]


class _LosesAnswers(FolderStore):
    """A store that writes and then says that something was there: the answer to the first try was lost, and it was repeated."""

    def put_if_absent(self, key: str, data: bytes) -> bool:
        super().put_if_absent(key, data)
        return False


def test_our_own_record_is_known_by_its_token_after_a_lost_answer(tmp_path: Path) -> None:
    log = Log(_LosesAnswers(tmp_path), "channels/stable")

    assert log.append(None, STAMP, {"to": "2026-Q4"})["to"] == "2026-Q4"


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"number": 2}'])
def test_a_damaged_record_is_said_to_be_damaged(log: Log, data: bytes) -> None:
    log.store.put_if_absent("channels/stable/9999999998.json", data)

    with pytest.raises(DamagedObjectError, match="channels/stable"):
        log.head()
