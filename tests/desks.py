"""Two stores and the verbs on them, over a small curriculum."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from courses import STAMP
from coursewright.compiling.release import Release
from coursewright.publishing.depositing.deposit import Candidate, deposit
from coursewright.publishing.promoting.promotion import Promotion, promote
from coursewright.publishing.promoting.rollback import rollback
from coursewright.publishing.promoting.withdrawal import Withdrawal, withdraw
from coursewright.publishing.records.log import Record
from coursewright.publishing.records.logs import channel_log, edition_log
from coursewright.publishing.records.names import Numbered, parse_numbered
from coursewright.publishing.storing.folder_store import FolderStore
from small_course import small


@dataclass
class Desk:
    """Somebody who deposits and promotes."""

    root: Path
    candidates: FolderStore = field(init=False)
    released: FolderStore = field(init=False)

    def __post_init__(self) -> None:
        self.candidates, self.released = FolderStore(self.root / "candidates"), FolderStore(self.root / "released")

    def deposit(self, made: Release) -> Candidate:
        return deposit(made, self.candidates, STAMP, {"commit": "c" * 40})

    def promote(self, candidate: Candidate, channel: str = "stable", *, again: bool = False, full: bool = False) -> Promotion:
        return promote(candidate, self.candidates, self.released, channel, STAMP, again=again, full=full)

    def publish(self, made: Release, channel: str = "stable") -> Promotion:
        return self.promote(self.deposit(made), channel)

    def extend(self, more: str, channel: str = "stable") -> Promotion:
        """One more editorial release of the edition 2026-Q4."""
        return self.publish(small(more), channel)

    def roll_back(self, channel: str = "stable", to: str | None = None) -> tuple[Record, bool]:
        return rollback(self.released, channel, STAMP, to)

    def withdraw(self, release: str, why: str = "A figure was wrong.") -> Withdrawal:
        return withdraw(self.released, numbered(release), replace(STAMP, why=why))

    def edition(self, name: str = "2026-Q4") -> Record:
        return _head(edition_log(self.released, name).head())

    def channel(self, name: str = "stable") -> Record:
        return _head(channel_log(self.released, name).head())

    def files(self) -> dict[str, bytes]:
        """Every byte of both stores."""
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in self.root.rglob("*") if path.is_file()}


def numbered(name: str) -> Numbered:
    """The release of this name."""
    found = parse_numbered(name)
    assert found
    return found


def _head(record: Record | None) -> Record:
    assert record
    return record
