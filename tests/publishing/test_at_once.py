"""Many operations at once: in order, bounded, and with nothing left at work."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator

import pytest

from courses import STAMP
from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import MissingObjectError, StoreError
from coursewright.publishing.carrying.exporting import export
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.storing.at_once import each, width_of
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.publishing.storing.reachable import reachable
from coursewright.publishing.storing.store import object_key
from small_course import small

WIDTH = 4
MANY = 40


class BusyStore(MemoryStore):
    """Takes some operations at a time, each of some length; knows how many there were at most, and the order of puts."""

    at_once = WIDTH

    def __init__(self, failing: str = "") -> None:
        super().__init__()
        self.failing, self.most, self.put, self.threads = failing, 0, list[str](), set[str]()
        self._now, self._count = 0, threading.Lock()

    def get(self, key: str) -> bytes:
        with self._counted():
            return super().get(key)

    def put_if_absent(self, key: str, data: bytes) -> bool:
        with self._counted():
            if self.failing and key.startswith(self.failing):
                raise StoreError(f"{key} cannot be written")
            is_new = super().put_if_absent(key, data)
        self.put.append(key)
        return is_new

    def _counted(self) -> _Busy:
        return _Busy(self)


class _Busy:
    def __init__(self, store: BusyStore) -> None:
        self.store = store

    def __enter__(self) -> None:
        with self.store._count:
            self.store._now += 1
            self.store.most = max(self.store.most, self.store._now)
        time.sleep(0.001)

    def __exit__(self, *_: object) -> None:
        with self.store._count:
            self.store._now -= 1


def test_results_come_in_order_whatever_finishes_first() -> None:
    def slow_first(number: int) -> int:
        time.sleep(0.01 if number % WIDTH == 0 else 0)
        return number

    assert list(range(MANY)) == list(each(slow_first, range(MANY), WIDTH))
    assert _at_work() == []


def test_no_more_is_taken_from_what_is_given_than_there_is_room_for() -> None:
    taken = []

    def given() -> Iterator[int]:
        for number in range(MANY):
            taken.append(number)
            yield number

    for done, _ in enumerate(each(lambda one: one, given(), WIDTH), 1):
        assert len(taken) <= done + WIDTH
    assert len(taken) == MANY


def test_one_at_a_time_takes_no_thread_and_looks_ahead_at_nothing() -> None:
    who: list[tuple[int, str]] = []
    for done, _ in enumerate(each(lambda one: who.append((one, threading.current_thread().name)), range(3), 1), 1):
        assert len(who) == done
    assert [(number, threading.current_thread().name) for number in range(3)] == who


def test_a_failure_stops_what_has_not_begun_and_the_first_in_order_is_raised() -> None:
    begun: list[int] = []

    def failing(number: int) -> int:
        begun.append(number)
        if number == 1:
            time.sleep(0.02)
            raise StoreError("the second")
        if number == 2:
            raise StoreError("the third")
        return number

    with pytest.raises(StoreError, match="the second"):
        list(each(failing, range(MANY), WIDTH))
    assert len(begun) <= 2 * WIDTH
    assert _at_work() == []


def test_who_stops_halfway_leaves_no_thread_at_work() -> None:
    going = each(lambda one: one, range(MANY), WIDTH)
    assert next(going) == 0
    assert _at_work()
    going.close()  # type: ignore[attr-defined]  # a generator, as its callers do not know
    assert _at_work() == []


def test_a_store_takes_as_many_as_it_says_and_two_as_many_as_the_lesser() -> None:
    assert width_of(MemoryStore()) == 1
    assert width_of(BusyStore()) == WIDTH
    assert width_of(BusyStore(), MemoryStore()) == 1


def test_a_release_goes_through_stores_at_once_and_what_leads_to_others_comes_after_them() -> None:
    candidates, released = BusyStore(), BusyStore()
    seen: list[tuple[str, int, int, str]] = []

    def progress(what: str, done: int, total: int) -> None:
        seen.append((what, done, total, threading.current_thread().name))

    candidate = deposit(small(), candidates, STAMP, {}, progress)
    promoted = promote(candidate, candidates, released, "stable", STAMP, progress)

    manifest = object_key(OBJECTS, promoted.manifest)
    objects = {object_key(*place) for place in small().objects}
    for store in (candidates, released):
        assert store.most == WIDTH
        assert [key for key in store.put if key in objects][-1] == manifest
        assert all(store.put.index(key) > store.put.index(manifest) for key in store.put if key.endswith(".json"))
    assert dict(reachable(released, promoted.manifest)) == dict(small().objects)
    assert {threading.current_thread().name} == {name for *_, name in seen}
    for what in ("depositing", "copying", "verifying"):
        steps = [(done, total) for said, done, total, _ in seen if said == what]
        assert steps == [(done, len(small().objects)) for done in range(1, len(small().objects) + 1)]
    assert _at_work() == []


def test_the_file_of_a_release_is_the_same_however_many_are_read_at_once() -> None:
    one, many = MemoryStore(), BusyStore()
    files = []
    for store in (one, many):
        deposit(small(), store, STAMP, {})
        files.append(io.BytesIO())
        export(store, "2026-Q4", small().manifest, files[-1])
    assert len(files[0].getvalue()) == len(files[1].getvalue())  # signatures differ from run to run
    assert many.most == WIDTH


def test_an_object_that_is_not_taken_stops_a_deposit_before_its_manifest() -> None:
    store = BusyStore(failing="assets/") if any(space == "assets" for space, _ in small().objects) else BusyStore("keys/")
    with pytest.raises(StoreError, match="cannot be written"):
        deposit(small(), store, STAMP, {})
    assert object_key(OBJECTS, small().manifest) not in store.put
    assert store.folders("candidates/") == []
    assert _at_work() == []


def test_a_lost_object_is_told_of_however_many_are_read_at_once() -> None:
    store = BusyStore()
    deposit(small(), store, STAMP, {})
    lost = next(place for place in sorted(small().objects) if place[1] != small().manifest)
    store.forget(object_key(*lost))
    with pytest.raises(MissingObjectError, match=Digest(lost[1])):
        list(reachable(store, small().manifest))
    assert _at_work() == []


def _at_work() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name.startswith("coursewright-store")]
