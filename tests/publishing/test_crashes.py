"""Killed at any step of deposit or promotion, readers see the old release or the new one whole, and a second run completes it.

The work is done in a forked child that is killed (SIGKILL) right before or right after its n-th write, for every n.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from courses import ARCHIVE, COURSE, STAMP, added, compiled, edited, release
from coursewright.compiling.release import Release
from coursewright.errors import UnknownNameError
from coursewright.publishing.deposit import deposit
from coursewright.publishing.folder_store import FolderStore
from coursewright.publishing.promotion import promote
from coursewright.publishing.reachable import reachable
from coursewright.serving.pin import Pins


class _Dies(FolderStore):
    """A folder store whose process is killed at its n-th write; n counts over all stores of the process."""

    def __init__(self, root: Path, clock: list[int], at: int, *, after: bool) -> None:
        super().__init__(root)
        self.clock, self.at, self.after = clock, at, after

    def put_if_absent(self, key: str, data: bytes) -> bool:
        if self._path(key).exists():
            return False  # nothing is written, so this is no other point than the one before
        self.clock[0] += 1
        is_now = self.clock[0] == self.at
        if is_now and not self.after:
            os.kill(os.getpid(), signal.SIGKILL)
        written = super().put_if_absent(key, data)
        if is_now:
            os.kill(os.getpid(), signal.SIGKILL)
        return written


def _publish(made: Release, candidates: FolderStore, released: FolderStore) -> None:
    promote(deposit(made, candidates, STAMP, {}), candidates, released, "stable", STAMP)


def _in_child(work: Callable[[], None]) -> int:
    """Run in a forked child; the signal that ended it, or 0."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 - a child must not run the rest of the test session
            os._exit(9)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the child failed"
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _seen(root: Path) -> str | None:
    """The release a reader of `stable` gets, checked to be whole; None where there is none yet."""
    store = FolderStore(root / "released")
    pins = Pins(store)
    try:
        pin = pins.resolve("stable")
    except UnknownNameError:
        return None
    assert dict(reachable(store, pin.manifest))
    for edition in pins.editions():
        assert dict(reachable(store, edition.manifest))
    return pin.release


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory where there is one: a killed process loses no written page, and hundreds of stores are made."""
    memory = Path("/dev/shm")  # noqa: S108 - a place in memory, with a random name below it
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


def _small(made: Release, of: Release) -> None:
    """The second release adds few objects to the first, so that every point can be tried."""
    assert len(set(made.objects) - set(of.objects)) < 20


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_kill_at_any_write_of_an_extension_leaves_old_or_new_and_a_second_run_completes(folder: Path, *, after: bool) -> None:
    old, new = release(), compiled(edited({f"{COURSE}/asking-well/03-prompting-that-works.md": added("One more sentence.")}))
    _small(new, old)
    start = folder / "start"
    _publish(old, FolderStore(start / "candidates"), FolderStore(start / "released"))
    points = _every_point(folder, start, new, after=after, before="2026-Q4.1", finished="2026-Q4.2")

    print(f"{points} points")  # noqa: T201 - shown by pytest -s
    assert points == 2 * len(set(new.objects) - set(old.objects)) + len(("candidate", "release name", "edition"))


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_kill_at_any_write_of_a_new_edition_leaves_old_or_new_and_a_second_run_completes(folder: Path, *, after: bool) -> None:
    start = folder / "start"
    _publish(release(ARCHIVE), FolderStore(start / "candidates"), FolderStore(start / "released"))
    points = _every_point(folder, start, release(), after=after, before="2026-Q3.1", finished="2026-Q4.1", step=9)

    fresh = len(set(release().objects) - set(release(ARCHIVE).objects))
    assert points == 2 * fresh + len(("candidate", "release name", "edition", "channel"))


def _every_point(  # noqa: PLR0913 - what is done, when it dies, and what readers may see
    folder: Path, start: Path, new: Release, *, after: bool, before: str, finished: str, step: int = 1
) -> int:
    """Die at every `step`-th write, and at each of the last ten; gives how many writes there are."""
    finish = folder / "finish"
    shutil.copytree(start, finish)
    clock = [0]
    stores = [_Dies(finish / name, clock, -1, after=after) for name in ("candidates", "released")]
    _publish(new, *stores)
    writes = clock[0]
    expected = _objects(finish)
    for at in sorted({*range(1, writes + 1, step), *range(writes - 9, writes + 1)}):
        here = folder / "here"
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(start, here)
        dying = [_Dies(here / name, [0], at, after=after) for name in ("candidates", "released")]
        dying[1].clock = dying[0].clock

        assert _in_child(lambda stores=dying: _publish(new, *stores)) == signal.SIGKILL  # type: ignore[misc]  # bound now, not later
        assert _seen(here) in (before, finished)

        _publish(new, FolderStore(here / "candidates"), FolderStore(here / "released"))
        assert _seen(here) == finished
        assert _objects(here) == expected
    return writes


def _objects(root: Path) -> dict[str, int]:
    """Every key of both stores and the size of its bytes; records hold tokens, so only they differ from run to run."""
    return {
        path.relative_to(root).as_posix(): path.stat().st_size
        for path in root.rglob("*")
        if path.is_file() and path.name[0] != "."
    }
