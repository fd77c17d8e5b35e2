"""Killed at any store operation, readers see the old state or the new one whole, and a second run ends at the same digests.

Each verb runs in a forked child that is killed (SIGKILL) right before and right after its n-th operation on a store, for every n:
reads and listings as well as writes.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from courses import STAMP
from coursewright.errors import UnknownNameError
from coursewright.publishing.depositing.deposit import deposit, find_candidate
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.promoting.rollback import rollback
from coursewright.publishing.promoting.withdrawal import withdraw
from coursewright.publishing.records.log import Log
from coursewright.publishing.records.logs import channel_log, edition_log, heads_of
from coursewright.publishing.records.names import parse_candidate, parse_numbered
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.reachable import reachable
from coursewright.publishing.storing.store import Store
from coursewright.serving.pin import Pins
from dying_store import Work, die_at, fresh_copy, in_memory, operations_of
from small_course import small

CORRECTED = "One more sentence."
State = tuple[tuple[str, str, str, str | None], ...]


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=in_memory()) as name:
        yield Path(name)


def _deposit(more: str = "", edition: str | None = None) -> Work:
    def work(candidates: FolderStore, _released: FolderStore) -> None:
        deposit(small(more, edition), candidates, STAMP, {})

    return work


def _promote(name: str, channel: str = "stable") -> Work:
    def work(candidates: FolderStore, released: FolderStore) -> None:
        candidate = find_candidate(candidates, parse_candidate(name))
        assert candidate
        promote(candidate, candidates, released, channel, STAMP)

    return work


def _roll_back(_candidates: FolderStore, released: FolderStore) -> None:
    rollback(released, "stable", STAMP, "2026-Q4")


def _withdraw(_candidates: FolderStore, released: FolderStore) -> None:
    name = parse_numbered("2026-Q4.2")
    assert name
    withdraw(released, name, replace(STAMP, why="It was wrong."))


OPENED = (_deposit(), _promote("2026-Q4-rc.1"), _promote("2026-Q4-rc.1", "pilot-health"))
EXTENDED = (*OPENED, _deposit(CORRECTED), _promote("2026-Q4-rc.2"))
MOVED_ON = (*EXTENDED, _deposit(edition="2027-Q1"), _promote("2027-Q1-rc.1"))
VERBS: dict[str, tuple[tuple[Work, ...], Work]] = {
    "deposit": (OPENED, _deposit(CORRECTED)),
    "promote into an open edition": ((*OPENED, _deposit(CORRECTED)), _promote("2026-Q4-rc.2")),
    "promote into a new edition": ((*EXTENDED, _deposit(edition="2027-Q1")), _promote("2027-Q1-rc.1")),
    "roll back": (MOVED_ON, _roll_back),
    "withdraw": (EXTENDED, _withdraw),
}


AT_LENGTH = {("promote into a new edition", False), ("promote into a new edition", True), ("promote into an open edition", True)}
"""What `make thorough` tries: the longest."""


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize(
    ("verb", "after"),
    [
        pytest.param(verb, after, marks=[pytest.mark.thorough] if (verb, after) in AT_LENGTH else [], id=f"{verb}-{when}")
        for verb in VERBS
        for after, when in ((False, "before"), (True, "after"))
    ],
)
def test_a_kill_at_any_operation_leaves_old_or_new_and_a_second_run_completes(folder: Path, verb: str, *, after: bool) -> None:
    before, work = VERBS[verb]
    start = folder / "start"
    for step in before:
        operations_of(step, start)
    shutil.copytree(start, folder / "finish")
    points = operations_of(work, folder / "finish")
    old, new, expected = _seen(start), _seen(folder / "finish"), _sizes(folder / "finish")
    for at in range(1, points + 1):
        here = fresh_copy(start, folder / "here")
        die_at(work, here, at, after=after)
        assert all(one in (*old, *new) for one in _seen(here)), f"a reader saw something else after operation {at}"

        work(FolderStore(here / "candidates"), FolderStore(here / "released"))
        assert _seen(here) == new
        assert _sizes(here) == expected

    print(f"{verb}: killed {'after' if after else 'before'} each of {points} store operations")  # noqa: T201 - the figure


def test_the_control_a_verb_that_names_before_it_copies_is_caught(folder: Path) -> None:
    """Without its objects a record leads readers into nothing: the check above must see that."""
    start = folder / "start"
    for step in OPENED:
        operations_of(step, start)
    lost = next(path for path in sorted((start / "released" / "objects").rglob("*")) if path.is_file())
    lost.unlink()

    with pytest.raises(Exception, match="is not in"):
        _seen(start)


def _seen(root: Path) -> State:
    """What a reader of each channel and edition gets, each checked to be whole, its log unbroken, its head true."""
    store = FolderStore(root / "released")
    pins = Pins(store)
    found = []
    for name in (*store.folders("channels/"), *store.folders("editions/")):
        try:
            pin = pins.resolve(name)
        except UnknownNameError:
            continue
        assert dict(reachable(store, pin.manifest))
        found.append((name, pin.edition, pin.release, pin.withdrawn))
        _check_chain(store, channel_log if name[0].isalpha() else edition_log, name)
    return tuple(found)


def _check_chain(store: Store, log_of: Callable[[Store, str], Log], name: str) -> None:
    """Every record follows the one before it, and the newest head speaks of a record that is there."""
    log = log_of(store, name)
    records = list(log.records())
    assert [record.number for record in records] == list(range(len(records), 0, -1))
    assert [record["previous"] for record in records[:-1]] == [record.digest for record in records[1:]]
    head = heads_of(log).head()
    assert head is None or head["digest"] == records[-head["record"]].digest


def _sizes(root: Path) -> dict[str, int]:
    """Every key of both stores and the size of its bytes; records hold tokens, so only these differ from run to run."""
    return {
        path.relative_to(root).as_posix(): path.stat().st_size
        for path in root.rglob("*")
        if path.is_file() and path.name[0] != "."
    }
