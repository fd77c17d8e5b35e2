"""Promoters in several processes on a real S3 server, also through a proxy that loses answers: nobody is told what is not so.

What was promoted is in the history once, with the token its promoter was told of; what was lost is not in it. The control is a
client as it is often written: boto3's own retries, and whatever the last answer was is the verdict.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from courses import STAMP
from coursewright.compiling.spaces import ASSETS, COACH, KEYS, OBJECTS, PRIVATE
from coursewright.errors import LostRaceError, PromotionRefusedError, StoreError, UnknownVerdictError
from coursewright.publishing.depositing.deposit import Candidate, deposit
from coursewright.publishing.promoting.promotion import Promotion, promote
from coursewright.publishing.records import log as logs
from coursewright.publishing.records.log import Pending, Record, settle
from coursewright.publishing.records.logs import edition_log
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.s3_store import S3Store
from coursewright.publishing.storing.store import Store
from dying_store import in_memory
from faulty_proxy import FaultyProxy
from naive_client import HURRY, naive_promoter, naive_recorder, naive_store
from promoters import EDITION, by, check_promotions, told_of, told_wrongly
from racing import Told, at_once
from s3_server import SeaweedFS
from small_course import reworded, small

_MOST_TIMES = 100
_PAUSES = logs._PAUSES
_FOR_EVER = tuple(f"{space}/" for space in (ASSETS, COACH, KEYS, OBJECTS, PRIVATE))

pytestmark = pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")


@pytest.fixture
def candidates() -> Iterator[FolderStore]:
    """What is promoted; only where it goes is tried here."""
    with tempfile.TemporaryDirectory(dir=in_memory()) as folder:
        yield FolderStore(Path(folder))


@pytest.mark.parametrize(
    ("processes", "promotions"), [(3, 5), pytest.param(8, 100, marks=[pytest.mark.endurance, pytest.mark.timeout(1800)])]
)
def test_through_faults_everybody_is_told_what_is_so(
    seaweed: SeaweedFS, candidates: FolderStore, tmp_path: Path, processes: int, promotions: int
) -> None:
    bucket, began = _opened(seaweed, candidates), time.perf_counter()
    some = _deposited(candidates, processes, promotions)
    with FaultyProxy(seaweed.ports["s3"]) as proxy:
        workers = [
            _promoter(mine, candidates, lambda: _hurried(seaweed, bucket, proxy.endpoint), f"worker {number}")
            for number, mine in enumerate(some)
        ]
        told = [one for each in at_once(tmp_path / "told", workers) for one in each]

    check_promotions(seaweed.store(bucket), told, processes * promotions)
    assert min(proxy.counts[fault] for fault in ("lost_after_a_put_took_effect", "lost_before", "503", "409")) > 0
    _print(f"through faults, {processes} processes, {promotions} promotions each", began, told, proxy.counts)


@pytest.mark.endurance
@pytest.mark.timeout(1200)
@pytest.mark.parametrize(("processes", "promotions"), [(8, 25)])
def test_the_control_a_naive_client_is_told_what_is_not_so(
    seaweed: SeaweedFS, candidates: FolderStore, tmp_path: Path, processes: int, promotions: int
) -> None:
    bucket, began = _opened(seaweed, candidates), time.perf_counter()
    some = _deposited(candidates, processes, promotions)
    with FaultyProxy(seaweed.ports["s3"]) as proxy:
        workers = [
            naive_promoter(mine, candidates, lambda: naive_store(bucket, proxy), f"worker {number}")
            for number, mine in enumerate(some)
        ]
        told = [one for each in at_once(tmp_path / "told", workers) for one in each]

    released = seaweed.store(bucket)
    wrong = told_wrongly(edition_log(released, EDITION), told)
    _print(f"naive client, {processes} processes, {promotions} promotions each", began, told, proxy.counts)
    assert wrong
    with pytest.raises(AssertionError):
        check_promotions(released, told, processes * promotions)
    _print(f"  told lost or failed, and in the history: {len(wrong)} of {len(told)} verdicts", began, wrong, {})


def test_the_control_a_naive_client_is_told_of_records_what_is_not_so(seaweed: SeaweedFS, tmp_path: Path) -> None:
    """The same in a moment: no promotions, only their records."""
    bucket = seaweed.bucket()
    with FaultyProxy(seaweed.ports["s3"]) as proxy:
        workers = [naive_recorder(lambda: naive_store(bucket, proxy), f"worker {number}") for number in range(2)]
        told = [one for each in at_once(tmp_path / "told", workers) for one in each]

    assert told_wrongly(edition_log(seaweed.store(bucket), EDITION), told)


class _RememberingStore:
    """What an object is, it is for ever: it is read once. What is tried here are records, and those are asked for each time."""

    def __init__(self, store: S3Store) -> None:
        self.put_if_absent, self.keys, self.folders = store.put_if_absent, store.keys, store.folders
        self._store, self._known = store, dict[str, bytes]()

    def get(self, key: str) -> bytes:
        if not key.startswith(_FOR_EVER):
            return self._store.get(key)
        if key not in self._known:
            self._known[key] = self._store.get(key)
        return self._known[key]


def _hurried(server: SeaweedFS, bucket: str, address: str) -> Store:
    """The store as it is, with pauses of a twentieth: of those an hour would be made."""
    logs._PAUSES = (_PAUSES[0] / HURRY, _PAUSES[1] / HURRY, _PAUSES[2] / HURRY)
    return _RememberingStore(S3Store(server.client(endpoint=address), bucket, lambda pause: time.sleep(pause / HURRY)))


def _opened(server: SeaweedFS, candidates: FolderStore) -> str:
    """A bucket whose edition is open, with two channels at it."""
    bucket = server.bucket()
    for channel in ("stable", "pilot"):
        promote(deposit(small(), candidates, STAMP, {}), candidates, server.store(bucket), channel, STAMP)
    return bucket


def _deposited(candidates: FolderStore, processes: int, promotions: int) -> list[list[Candidate]]:
    """Releases of its own for each process."""
    return [
        [deposit(reworded(f"{worker} {turn}"), candidates, STAMP, {}) for turn in range(promotions)]
        for worker in range(processes)
    ]


def _promoter(some: list[Candidate], candidates: Store, opened: Callable[[], Store], name: str) -> Callable[[], Told]:
    def work() -> Told:
        released, told = opened(), Told()
        for number, candidate in enumerate(some):
            tries = 0
            while tries == 0 or told[-1]["verdict"] == "lost":
                tries += 1
                began = time.perf_counter()
                told.append(_promoted(candidate, candidates, released, f"{name}, {number}, try {tries}"))
                told[-1]["seconds"] = time.perf_counter() - began
                if told[-1]["verdict"] == "lost":
                    time.sleep(random.uniform(0, 0.02 * 2 ** min(tries, 4)))  # noqa: S311 - who looks again at once wastes both cores
        return told

    return work


def _promoted(candidate: Candidate, candidates: Store, released: Store, why: str) -> dict[str, Any]:
    """The verdict on one promotion: it is run again as long as there is none, as its promoter would."""
    troubles: list[str] = []
    for again in range(_MOST_TIMES):
        try:
            done = promote(candidate, candidates, released, "stable", by(why))
        except LostRaceError:
            return {"verdict": "lost", "why": why, "again": again}
        except UnknownVerdictError as unknown:
            record = _settled(released, unknown.pending)
            if unknown.pending.prefix == f"editions/{EDITION}" and record is None:
                return {"verdict": "lost", "why": why, "again": again}
        except PromotionRefusedError as refused:
            if f"{EDITION} was at" not in str(refused):
                raise
            # it was promoted, and others have gone on
            return {"verdict": "won", "why": why, "again": again, **_found(candidate, released)}
        except StoreError as error:  # it went away on the way; where everything stands is found out by running it again
            troubles.append(f"{type(error).__name__}: {error}")
        else:
            return {"verdict": "won", "why": why, "again": again, **_told(done)}
    raise AssertionError(f"{why}: no verdict after {_MOST_TIMES} times; at last: {troubles[-3:]}")


def _settled(released: Store, pending: Pending) -> Record | None:
    for _ in range(_MOST_TIMES):
        with suppress(UnknownVerdictError):
            try:
                return settle(released, pending)
            except LostRaceError:
                return None
    raise AssertionError(f"{pending.key}: not settled after {_MOST_TIMES} times")


def _found(candidate: Candidate, released: Store) -> dict[str, object]:
    """What the history says of a release that others have gone on from."""
    log = edition_log(released, EDITION)
    for _ in range(_MOST_TIMES):
        with suppress(StoreError):
            record = next(one for one in log.records() if one["manifest"] == candidate.record["manifest"])
            return {"release": record["release"], **told_of(record)}
    raise AssertionError(f"{candidate.name}: not found after {_MOST_TIMES} times")


def _told(done: Promotion) -> dict[str, object]:
    return {"release": str(done.release), **told_of(done.edition)}


def _print(what: str, began: float, told: Told, counts: Mapping[str, int]) -> None:
    verdicts = dict(Counter(one["verdict"] for one in told))
    again = sum(one.get("again", 0) for one in told)
    slowest = max((one.get("seconds", 0.0) for one in told), default=0.0)
    took = time.perf_counter() - began
    print(f"{what}: {took:.1f} s, verdicts {verdicts}, run again {again} times, slowest {slowest:.1f} s, proxy {counts}")  # noqa: T201
