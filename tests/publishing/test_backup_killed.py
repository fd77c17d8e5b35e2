"""A backup that is killed at any store operation leaves whole releases or nothing, and the next run makes it whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursewright.publishing.carrying.copying import Copying
from coursewright.publishing.carrying.inventory import inventory
from coursewright.publishing.records.log import Log
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.reachable import reachable
from coursewright.publishing.storing.store import Store
from coursewright.serving.pin import Pins
from drills import held
from dying_store import die_at, fresh_copy, in_memory, operations_of
from small_store import past


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=in_memory()) as name:
        yield Path(name)


def _back_up(source: Store, target: Store) -> None:
    """The harness calls its two stores otherwise: here, `candidates` is what is backed up, and `released` is the backup."""
    Copying(source, target).run()


CASES = pytest.mark.parametrize(
    ("first", "after"),
    [(True, False), (True, True), (False, False), (False, True)],
    ids=["first", "first-after", "more", "more-after"],
)
FORKS = pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")


@FORKS
@CASES
def test_a_kill_leaves_whole_releases_or_nothing(folder: Path, *, first: bool, after: bool) -> None:
    """At every eleventh operation; `make endurance` tries every one."""
    _try_kills(folder, first=first, after=after, step=11)


@FORKS
@CASES
@pytest.mark.endurance
def test_a_kill_at_any_operation_leaves_whole_releases_or_nothing(folder: Path, *, first: bool, after: bool) -> None:
    _try_kills(folder, first=first, after=after, step=1)


def _try_kills(folder: Path, *, first: bool, after: bool, step: int) -> None:
    """Kill a first backup, or one that adds to another; look at what readers of it see; run it again."""
    start = folder / "start"
    shutil.copytree(past().opened if first else past().whole, start / "candidates")
    if not first:
        Copying(FolderStore(past().opened), FolderStore(start / "released")).run()
    shutil.copytree(start, folder / "finish")
    points = operations_of(_back_up, folder / "finish")
    whole = held(FolderStore(folder / "finish" / "released"))
    assert held(FolderStore(start / "candidates")) == whole
    tried = range(1, points + 1, step)
    for at in tried:
        here = fresh_copy(start, folder / "here")
        die_at(_back_up, here, at, after=after)
        _assert_readers_see_whole_releases(FolderStore(here / "released"))

        _back_up(FolderStore(here / "candidates"), FolderStore(here / "released"))
        assert held(FolderStore(here / "released")) == whole

    print(f"killed {'after' if after else 'before'} {len(tried)} of {points} store operations")  # noqa: T201 - the figure


def test_the_control_records_before_objects_are_caught(folder: Path) -> None:
    source, target = FolderStore(past().opened), FolderStore(folder / "backup")
    for key in (*source.keys("releases/"), *source.keys("editions/")):
        target.put_if_absent(key, source.get(key))

    with pytest.raises(Exception, match="is not in"):
        _assert_readers_see_whole_releases(target)


def _assert_readers_see_whole_releases(store: Store) -> None:
    """Every name that can be read leads to a whole release, and every log has no gap."""
    pins = Pins(store)
    for prefix, numbers in inventory(store).logs.items():
        assert numbers == set(range(1, len(numbers) + 1)), prefix
        assert len(list(Log(store, prefix).records())) == len(numbers)
    for name in (*store.folders("channels/"), *store.folders("editions/")):
        assert dict(reachable(store, pins.resolve(name).manifest))
