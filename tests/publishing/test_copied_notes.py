"""Backups hold what daily functions noted, and no note ever stops one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coursewright.publishing.carrying.copying import Copying
from coursewright.publishing.carrying.inventory import NOTES
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.renewing.observing.observer import Observer
from coursewright.renewing.reminding.reminder import Digest, Reminder
from small_store import ROOT, copied, past
from watched import ScriptedSource, fact

AT = datetime(2026, 11, 25, 0, 23, tzinfo=UTC)


class _Quiet:
    def tell(self, digest: Digest) -> None:
        """Nobody is told."""


def _observed(store: FolderStore, at: datetime, day: str) -> None:
    Observer(store, [ScriptedSource("llm-sunset", [fact("deep-1", day)])], lambda _: None).run(at)
    Reminder(store, _Quiet(), lambda: at, lambda _: None).run(at.date())


@pytest.fixture
def here(tmp_path: Path) -> FolderStore:
    store = copied(past().whole, tmp_path / "here")
    _observed(store, AT, "2026-12-20")
    return store


def _notes(store: FolderStore) -> dict[str, bytes]:
    return {key: store.get(key) for place in NOTES for key in store.keys(f"{place}/")}


def test_a_backup_holds_every_note_and_a_second_run_copies_what_is_new(here: FolderStore, tmp_path: Path) -> None:
    kept = FolderStore(tmp_path / "kept")
    first = Copying(here, kept).run()
    assert (len(_notes(here)), len(_notes(here))) == (first.notes, first.written_notes)
    assert {place for place in NOTES if kept.keys(f"{place}/")} == set(NOTES)
    _observed(here, AT + timedelta(days=1), "2026-12-21")

    second = Copying(here, kept).run()
    assert _notes(here) == _notes(kept)
    assert 0 < second.written_notes < second.notes
    assert 0 == Copying(here, kept).run().written_notes


def test_a_restored_store_goes_on_where_the_old_one_was(here: FolderStore, tmp_path: Path) -> None:
    """No source is unlike before, and no owner is told again."""
    restored = FolderStore(tmp_path / "restored")
    Copying(here, restored).run()
    before = _notes(restored)
    _observed(restored, AT + timedelta(hours=1), "2026-12-20")

    assert before == _notes(restored)


def test_what_nobody_signed_is_not_copied_where_a_trust_root_decides(here: FolderStore, tmp_path: Path) -> None:
    restored = FolderStore(tmp_path / "restored")
    done = Copying(here, restored, ROOT).run()

    assert ({}, 0) == (_notes(restored), done.written_notes)
    _observed(restored, AT, "2026-12-20")
    assert {place for place in NOTES if restored.keys(f"{place}/")} == set(NOTES)


def test_a_damaged_note_and_one_that_the_target_has_otherwise_are_left_out_and_stop_nothing(
    here: FolderStore, tmp_path: Path
) -> None:
    kept = FolderStore(tmp_path / "kept")
    Copying(here, kept, ROOT).run()
    _observed(kept, AT + timedelta(minutes=1), "2026-12-22")
    damaged = next(key for key in _notes(here) if key.startswith("observed/"))
    (here.root / damaged).chmod(0o644)
    (here.root / damaged).write_bytes(b"{}")
    theirs = _notes(kept)

    done = Copying(here, kept).run(full=True)
    assert damaged in done.left_out
    assert any(key.startswith("observations/") for key in done.left_out)
    assert theirs == {key: data for key, data in _notes(kept).items() if key in theirs}
