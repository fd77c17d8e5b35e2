"""A store whose process is killed at its n-th operation, and a way to try every n in child processes."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from coursewright.publishing.storing.folder_store import FolderStore

T = TypeVar("T")
Work = Callable[[FolderStore, FolderStore], None]
"""What is done to the candidates' and the released store."""


class DyingStore(FolderStore):
    """Counts operations, of both stores of a process together, and kills the process right before or right after one."""

    def __init__(self, root: Path, clock: list[int], at: int = -1, *, after: bool = False) -> None:
        super().__init__(root)
        self.clock, self.at, self.after = clock, at, after

    def _counted(self, operation: Callable[[], T]) -> T:
        self.clock[0] += 1
        if self.clock[0] == self.at and not self.after:
            os.kill(os.getpid(), signal.SIGKILL)
        try:
            return operation()
        finally:
            if self.clock[0] == self.at and self.after:
                os.kill(os.getpid(), signal.SIGKILL)

    def get(self, key: str) -> bytes:
        return self._counted(lambda: FolderStore.get(self, key))

    def put_if_absent(self, key: str, data: bytes) -> bool:
        return self._counted(lambda: FolderStore.put_if_absent(self, key, data))

    def keys(self, prefix: str, limit: int | None = None) -> list[str]:
        return self._counted(lambda: FolderStore.keys(self, prefix, limit))

    def folders(self, prefix: str) -> list[str]:
        return self._counted(lambda: FolderStore.folders(self, prefix))


def operations_of(work: Work, root: Path) -> int:
    """Do the work to the end; gives how many operations it took."""
    clock = [0]
    work(DyingStore(root / "candidates", clock), DyingStore(root / "released", clock))
    return clock[0]


def die_at(work: Work, root: Path, at: int, *, after: bool) -> None:
    """Do the work in a child process that is killed at its `at`-th operation."""
    child = os.fork()
    if child == 0:
        try:
            clock = [0]
            work(*(DyingStore(root / name, clock, at, after=after) for name in ("candidates", "released")))
        finally:
            os._exit(9)  # it should have been killed; a child must not run the rest of the test session
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status), f"operation {at} was not reached"
    assert os.WTERMSIG(status) == signal.SIGKILL


def fresh_copy(start: Path, here: Path) -> Path:
    """Both stores anew."""
    shutil.rmtree(here, ignore_errors=True)
    shutil.copytree(start, here)
    return here


def in_memory() -> Path | None:
    """Where there is a file system in memory: a killed process loses no written page, and hundreds of stores are made."""
    memory = Path("/dev/shm")  # noqa: S108 - a place in memory, with a random name below it
    return memory if memory.is_dir() else None
