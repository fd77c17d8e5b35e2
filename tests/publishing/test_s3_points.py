"""Every S3 call of a deposit and of a promotion made to fail, one by one, in every way.

Readers always see the old release or the new one, whole; a fault that passes is not noticed; one that lasts ends in a sentence;
and a second run ends where an undisturbed one does, at the same digests. A sample of the calls is tried by `make test`, all of
them by `make endurance`, and the number of calls is told.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache

import pytest

from courses import STAMP
from coursewright.compiling.digest import Digest
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import CoursewrightError, MissingObjectError, UnknownNameError
from coursewright.publishing.depositing import deposit as depositing
from coursewright.publishing.depositing.deposit import claim, deposit, find_candidate
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.records.log import Log
from coursewright.publishing.records.logs import candidates, channel_log, edition_log, heads_of
from coursewright.publishing.records.names import parse_candidate
from coursewright.publishing.storing.generations import ExpiringStore, objects_of
from coursewright.publishing.storing.reachable import reachable
from coursewright.publishing.storing.store import Store, object_key
from coursewright.serving.pin import Pins
from faulty_s3 import CANDIDATES, KILLS, RELEASED, TROUBLES, FaultyS3, Held, Killed, held_in
from small_course import reworded, small

Work = Callable[[FaultyS3], None]
State = tuple[tuple[str, ...], ...]


def _expiring(s3: FaultyS3) -> Store:
    return ExpiringStore(s3.candidates)


def _deposit_of(release: Callable[[], Release]) -> Work:
    return lambda s3: void(deposit(release(), _expiring(s3), STAMP, {"commit": "c" * 40}))


def _promote(name: str) -> Work:
    def work(s3: FaultyS3) -> None:
        candidate = find_candidate(s3.candidates, parse_candidate(name))
        assert candidate
        promote(candidate, _expiring(s3), s3.released, "stable", STAMP)

    return work


def void(_: object) -> None:
    """A result that is not looked at."""


FIRST, NEXT = _deposit_of(small), _deposit_of(lambda: reworded("corrected"))
ALL_VERBS: Mapping[str, tuple[tuple[Work, ...], Work]] = {
    "deposit of the first": ((), FIRST),
    "deposit of the next": ((FIRST, _promote("2026-Q4-rc.1")), NEXT),
    "promotion of the first": ((FIRST,), _promote("2026-Q4-rc.1")),
    "promotion of the next": ((FIRST, _promote("2026-Q4-rc.1"), NEXT), _promote("2026-Q4-rc.2")),
}
WAYS = [*((kind, False) for kind in (*TROUBLES, *KILLS)), *((kind, True) for kind in TROUBLES)]
SAMPLE = 31
"""Every so many-th call is tried by each way in `make test`; which of them, differs from way to way."""


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)


@cache
def _told(verb: str, width: int = 1) -> tuple[Held, Held, int]:
    """What is held before and after an undisturbed run of a verb, and how many calls it makes."""
    before, work = ALL_VERBS[verb]
    s3 = FaultyS3(width=width)
    for step in before:
        step(s3)
    start, calls = s3.state(), s3.calls
    work(s3)
    return start, s3.state(), s3.calls - calls


def _try(verb: str, way: tuple[str, bool], at: int, width: int = 1) -> None:
    start, finish, _ = _told(verb)
    (kind, lasting), work = way, ALL_VERBS[verb][1]
    s3 = FaultyS3(start, {**TROUBLES, **KILLS}[kind], at, lasting, width)
    if kind in KILLS:
        with pytest.raises(Killed):
            work(s3)
    elif lasting:
        with pytest.raises(CoursewrightError) as told:
            work(s3)
        assert "\n" not in str(told.value)
        assert str(told.value)
    else:
        work(s3)
        assert _seen(s3.state()) == _seen(finish)
    assert all(one in (*_seen(start), *_seen(finish)) for one in _seen(s3.state()))

    again = FaultyS3(s3.state())
    work(again)
    assert _seen(again.state()) == _seen(finish)
    assert _outline(again.state()) == _outline(finish)


def _points(verb: str, step: int = 1) -> Iterator[tuple[tuple[str, bool], int]]:
    count = _told(verb)[2]
    step = min(step, count)  # each way at one call at least
    for number, way in enumerate(WAYS):
        yield from ((way, at) for at in range(1, count + 1) if (at + number) % step == 0)


@pytest.mark.parametrize("verb", ALL_VERBS)
def test_a_sample_of_calls_that_go_wrong_in_every_way(verb: str) -> None:
    _try_all(verb, SAMPLE)


@pytest.mark.endurance
@pytest.mark.parametrize("verb", ALL_VERBS)
def test_every_call_that_goes_wrong_in_every_way(verb: str) -> None:
    tried = _try_all(verb, 1)
    assert tried == _told(verb)[2] * len(WAYS)


def _try_all(verb: str, step: int) -> int:
    tried = 0
    for way, at in _points(verb, step):
        try:
            _try(verb, way, at)
        except BaseException as error:
            error.add_note(f"{verb}: call {at}, {way[0]}{', lasting' * way[1]}")
            raise
        tried += 1
    count = _told(verb)[2]
    assert tried >= len(WAYS)
    print(f"{verb}: {count} S3 calls, {len(WAYS)} ways to fail, {tried} points tried")  # noqa: T201 - the figure
    return tried


@pytest.mark.parametrize("verb", ALL_VERBS)
def test_with_many_at_once_as_well(verb: str) -> None:
    """Which call is the n-th differs from run to run; what must hold does not."""
    count = _told(verb)[2]
    for number, way in enumerate(WAYS):
        _try(verb, way, 1 + (number * 7) % count, width=8)


def test_the_control_a_deposit_that_claims_its_name_first_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def hasty(release: Release, store: Store, *_: object) -> int:
        before = candidates(store, str(release.edition)).head()
        claim(store, str(release.edition), release.manifest, release.private_root, STAMP, {"tree": ""}, before)
        return sum(store.put_if_absent(object_key(*place), data) for place, data in release.objects.items())

    start, _, count = _told("deposit of the next")
    monkeypatch.setattr(depositing, "_put_objects", hasty)
    left = []
    for at in range(1, count + 1):
        s3 = FaultyS3(start, KILLS["killed before"], at)
        with pytest.raises(Killed):
            NEXT(s3)
        left.append(s3.state())
    with pytest.raises(MissingObjectError):
        list(map(_seen, left))


def test_the_control_a_store_that_loses_what_it_acknowledged_is_caught() -> None:
    finish = _told("promotion of the next")[1]
    manifest = str(channel_log(held_in(finish[RELEASED]), "stable").head()["manifest"])  # type: ignore[index]  # it is there
    finish = {bucket: dict(objects) for bucket, objects in finish.items()}
    del finish[RELEASED][object_key(OBJECTS, Digest(manifest))]
    with pytest.raises(MissingObjectError):
        _seen(finish)


def _seen(held: Held) -> State:
    """What every reader of a channel, an edition or a candidate gets, each checked to be whole, logs unbroken, heads true."""
    return (*_released(held_in(held[RELEASED])), *_deposited(held_in(held[CANDIDATES])))


def _released(store: Store) -> Iterator[tuple[str, ...]]:
    pins = Pins(store)
    for name in (*store.folders("channels/"), *store.folders("editions/")):
        try:
            pin = pins.resolve(name)
        except UnknownNameError:
            continue
        assert dict(reachable(store, pin.manifest))
        _check_chain(channel_log(store, name) if name[0].isalpha() else edition_log(store, name))
        yield name, pin.edition, pin.release, str(pin.manifest)


def _deposited(store: Store) -> Iterator[tuple[str, ...]]:
    for edition in store.folders("candidates/"):
        for record in candidates(store, edition).records():
            manifest = Digest(record["manifest"])
            assert dict(reachable(objects_of(store, record), manifest))
            yield "candidate", edition, str(record.number), manifest


def _check_chain(log: Log) -> None:
    records = list(log.records())
    assert [record.number for record in records] == list(range(len(records), 0, -1))
    assert [record["previous"] for record in records[:-1]] == [record.digest for record in records[1:]]
    head = heads_of(log).head()
    assert head is None or head["digest"] == records[-head["record"]].digest


def _outline(held: Held) -> dict[str, int]:
    """Every key and the size of its bytes; records hold tokens, so only these differ from run to run."""
    return {f"{bucket}/{key}": len(data) for bucket, objects in held.items() for key, data in objects.items()}
