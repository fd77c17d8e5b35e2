"""What functions ask of their stores is remembered in every test; here, that it is, and that what no role grants is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from asked_everywhere import not_granted, remembered
from coursewright.errors import MissingObjectError
from coursewright.publishing.keys.signing import new_signers
from coursewright.publishing.promoting.promoter import Promoter
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.serving.previewing.candidate_reading import reviewing_reader
from coursewright.serving.reader import Reader
from uploads import Desk, event_of, sound_bundle


def test_a_reader_of_keys_is_found_out() -> None:
    with remembered() as asked:
        store = Reader(MemoryStore()).store
        with pytest.raises(MissingObjectError):
            store.get("keys/aa/b")
        with pytest.raises(MissingObjectError):
            store.get("objects/aa/b")

    found = not_granted(asked)
    assert 2 == len(found)
    assert all(one.startswith("ContentApi: s3:") and "keys/" in one for one in found)


def test_all_four_functions_are_seen_and_ask_for_what_they_may(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    event = event_of(desk.upload(sound_bundle()))
    candidates, released = FolderStore(tmp_path / "candidates"), FolderStore(tmp_path / "released")
    with remembered() as asked:
        desk.publisher.take(event)
        assert "unchanged" == Promoter(candidates, released, new_signers).take({"act": "heads"})["outcome"]
        reviewing_reader(candidates, released).pins.resolve("2026-Q4-rc.1")
        assert [] == Reader(released).pins.editions()

    assert {"ContentApi", "PreviewApi", "Promote", "Publish"} == {function for function, *_ in asked}
    assert ("Publish", "PutObject", "candidates", "generations/2026-11/keys/") in asked
    assert ("Promote", "ListBucket", "released", "editions/") in asked
    assert [] == not_granted(asked)
