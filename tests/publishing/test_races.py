"""Eight processes at once: every acknowledged act is in the history once, nothing is lost, and nobody is told lost who won."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from courses import STAMP
from coursewright.errors import LostRaceError
from coursewright.publishing.depositing.deposit import Candidate, deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.promoting.rollback import rollback
from coursewright.publishing.records.channels import is_at
from coursewright.publishing.records.log import Record
from coursewright.publishing.records.logs import channel_log, edition_log
from coursewright.publishing.storing.folder_store import FolderStore
from desks import Desk
from dying_store import in_memory
from promoters import by, check_promotions, check_verdicts, told_of
from racing import OverwritingStore, Told, at_once
from small_course import reworded, small

PROCESSES = 8
TURNS = 60

pytestmark = pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")


@pytest.fixture
def desk() -> Iterator[Desk]:
    """An edition that is open, with two channels at it; in memory where there is one, for what is tried here is not the disk."""
    with tempfile.TemporaryDirectory(dir=in_memory()) as folder:
        desk = Desk(Path(folder))
        for channel in ("stable", "pilot"):
            desk.publish(small(), channel)
        yield desk


@pytest.mark.parametrize("promotions", [40, pytest.param(100, marks=pytest.mark.thorough)])
def test_eight_promoters_at_once_lose_nothing(desk: Desk, tmp_path: Path, promotions: int) -> None:
    began = time.perf_counter()
    told = _promote_at_once(desk, tmp_path / "told", PROCESSES, promotions, FolderStore)

    check_promotions(desk.released, told, PROCESSES * promotions)
    lost = sum(one["verdict"] == "lost" for one in told)
    print(f"{PROCESSES} processes, {promotions} promotions each: {time.perf_counter() - began:.1f} s, {lost} times lost")  # noqa: T201


def test_the_control_a_store_that_overwrites_fails_the_check(desk: Desk, tmp_path: Path) -> None:
    told = _promote_at_once(desk, tmp_path / "told", 4, 10, OverwritingStore)

    with pytest.raises(AssertionError):
        check_promotions(desk.released, told, 4 * 10)


def test_rolling_back_promoting_and_extending_at_once(desk: Desk, tmp_path: Path) -> None:
    """Half of them take the channel back while the others move it on, and both editions are extended meanwhile."""
    desk.publish(small(edition="2027-Q1"))
    newer = desk.deposit(small(edition="2027-Q1"))
    words = [[desk.deposit(reworded(f"{worker} {turn}")) for turn in range(TURNS)] for worker in range(2)]
    back: Callable[[str], tuple[Record, bool]] = lambda why: rollback(desk.released, "stable", by(why), "2026-Q4")  # noqa: E731
    workers = [
        *(_turns(f"back {worker}", back) for worker in range(3)),
        *(_turns(f"on {worker}", lambda why: _moved_on(desk, newer, why)) for worker in range(3)),
        *(_promoter(desk, some, f"extend {worker}", FolderStore, "pilot") for worker, some in enumerate(words)),
    ]
    told = [one for some in at_once(tmp_path / "told", workers) for one in some]

    check_verdicts(channel_log(desk.released, "stable"), [one for one in told if not one["why"].startswith("extend")])
    check_verdicts(edition_log(desk.released, "2026-Q4"), [one for one in told if one["why"].startswith("extend")])
    assert {"won", "nothing to do"} <= {one["verdict"] for one in told}
    for channel in ("stable", "pilot"):
        assert is_at(desk.channel(channel), desk.edition(desk.channel(channel)["edition"]))


def _promote_at_once(desk: Desk, folder: Path, processes: int, promotions: int, kind: type[FolderStore]) -> Told:
    """Each process deposits and promotes releases of its own, again after each lost race."""
    candidates = [
        [deposit(reworded(f"{worker} {turn}"), desk.candidates, STAMP, {}) for turn in range(promotions)]
        for worker in range(processes)
    ]
    workers = [_promoter(desk, some, f"worker {worker}", kind) for worker, some in enumerate(candidates)]
    return [one for some in at_once(folder, workers) for one in some]


def _promoter(
    desk: Desk, some: list[Candidate], name: str, kind: type[FolderStore], channel: str = "stable"
) -> Callable[[], Told]:
    def work() -> Told:
        told: Told = []
        for number, candidate in enumerate(some):
            tries = 0
            while not told or told[-1]["verdict"] == "lost" or tries == 0:
                tries += 1
                why = f"{name}, {number}, try {tries}"
                try:
                    done = promote(candidate, desk.candidates, kind(desk.released.root), channel, by(why))
                except LostRaceError:
                    told.append({"verdict": "lost", "why": why})
                    time.sleep(random.uniform(0, 0.02 * 2 ** min(tries, 4)))  # noqa: S311 - who looks again at once wastes both cores
                else:
                    told.append({"verdict": "won", "why": why, "release": str(done.release), **told_of(done.edition)})
        return told

    return work


def _turns(name: str, act: Callable[[str], tuple[Record, bool]]) -> Callable[[], Told]:
    def work() -> Told:
        told: Told = []
        for turn in range(TURNS):
            why = f"{name}, {turn}"
            try:
                record, moved = act(why)
            except LostRaceError:
                told.append({"verdict": "lost", "why": why})
            else:
                told.append({"verdict": "won" if moved else "nothing to do", "why": why, **told_of(record)})
        return told

    return work


def _moved_on(desk: Desk, candidate: Candidate, why: str) -> tuple[Record, bool]:
    done = promote(candidate, desk.candidates, desk.released, "stable", by(why), again=True)
    return done.channel, done.moved and done.channel["why"] == why
