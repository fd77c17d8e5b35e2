"""One store laid over another: which of the two is seen, and which is written to."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursewright.errors import MissingObjectError
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.publishing.storing.overlay_store import OverlayStore


@pytest.fixture
def behind(tmp_path: Path) -> FolderStore:
    store = FolderStore(tmp_path)
    for key in ("objects/1", "objects/3", "channels/next/1", "channels/next/2", "channels/stable/1"):
        store.put_if_absent(key, b"behind")
    return store


@pytest.fixture
def overlay(behind: FolderStore) -> OverlayStore:
    store = OverlayStore(MemoryStore(), behind, ["channels/next/"])
    store.put_if_absent("objects/2", b"in front")
    return store


def test_what_is_behind_shows_through(overlay: OverlayStore) -> None:
    assert (b"behind", b"in front") == (overlay.get("objects/1"), overlay.get("objects/2"))
    assert ["objects/1", "objects/2", "objects/3"] == overlay.keys("objects/")
    assert ["objects/1", "objects/2"] == overlay.keys("objects/", limit=2)


def test_nothing_is_written_behind(overlay: OverlayStore, behind: FolderStore) -> None:
    before = behind.keys("objects/")

    assert overlay.put_if_absent("objects/4", b"new")
    assert not overlay.put_if_absent("objects/1", b"another")
    assert before == behind.keys("objects/")
    assert overlay.get("objects/1") == b"behind"


def test_what_is_hidden_is_nowhere(overlay: OverlayStore) -> None:
    with pytest.raises(MissingObjectError):
        overlay.get("channels/next/1")
    assert [] == overlay.keys("channels/next/")
    assert ["channels/stable/1"] == overlay.keys("channels/")
    assert ["stable"] == overlay.folders("channels/")


def test_what_is_hidden_can_be_put_in_front(overlay: OverlayStore, behind: FolderStore) -> None:
    assert overlay.put_if_absent("channels/next/1", b"in front")
    assert ["channels/next/1"] == overlay.keys("channels/next/", limit=1)
    assert ["next", "stable"] == overlay.folders("channels/")
    assert behind.get("channels/next/1") == b"behind"


def test_what_was_forgotten_in_memory_is_missing(overlay: OverlayStore) -> None:
    assert isinstance(overlay.front, MemoryStore)
    overlay.front.forget("objects/2")
    overlay.front.forget("objects/2")

    with pytest.raises(MissingObjectError):
        overlay.get("objects/2")
