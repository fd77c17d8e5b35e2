"""The two stores of a laptop: folders below one, `.coursewright` unless told otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coursewright.publishing.folder_store import FolderStore

DEFAULT = Path(".coursewright")


@dataclass(frozen=True, slots=True)
class Stores:
    """Candidates expire; what was released stays. Readers are given the second only."""

    candidates: FolderStore
    released: FolderStore


def folder_stores(root: Path) -> Stores:
    """Both stores below one folder."""
    return Stores(FolderStore(root / "candidates"), FolderStore(root / "released"))
