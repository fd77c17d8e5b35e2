"""A small released store with a history: two editions, one extended, two channels, one taken back; and its keys."""

from __future__ import annotations

import atexit
import shutil
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from courses import STAMP
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.keys.trust_root import trust_root_of
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.promoting.rollback import rollback
from coursewright.publishing.records.log import Stamp
from coursewright.publishing.storing.folder_store import FolderStore
from small_course import small

ROOT = trust_root_of(STAMP.signers)
SOON = STAMP.at + timedelta(hours=1)
"""When what was just released is verified."""


@dataclass(frozen=True)
class Past:
    """The released store as it was after each step, in folders of their own."""

    opened: Path
    extended: Path
    whole: Path


def publish(root: Path, channel: str = "stable", stamp: Stamp = STAMP, more: str = "", edition: str | None = None) -> None:
    """Deposit and promote a small curriculum in the stores below a folder."""
    candidates, released = FolderStore(root / "candidates"), FolderStore(root / "released")
    promote(deposit(small(more, edition), candidates, stamp, {"commit": "c" * 40}), candidates, released, channel, stamp)


def later(hours: float, stamp: Stamp = STAMP) -> Stamp:
    """The same person, some hours later."""
    return Stamp(stamp.by, stamp.at + timedelta(hours=hours), stamp.why, stamp.signers)


@cache
def past() -> Past:
    """Made once; copy what is to be changed."""
    root = Path(mkdtemp(prefix="coursewright-past-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    found = [root / name for name in ("opened", "extended", "whole")]
    now = root / "now"
    publish(now)
    publish(now, "pilot")
    shutil.copytree(now / "released", found[0])
    publish(now, more="One more sentence.")
    shutil.copytree(now / "released", found[1])
    publish(now, edition="2027-Q1")
    rollback(FolderStore(now / "released"), "stable", STAMP)
    shutil.copytree(now / "released", found[2])
    return Past(*found)


def copied(source: Path, to: Path) -> FolderStore:
    """A store that may be harmed."""
    shutil.copytree(source, to)
    return FolderStore(to)


def keys_of(store: Path) -> list[str]:
    """Every key of a store."""
    return sorted(str(path.relative_to(store)) for path in store.rglob("*") if path.is_file())
