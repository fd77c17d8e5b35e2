"""Drafts beside what was promoted: what readers find of them, and what they never find."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from authoring.trees import with_files
from courses import STAMP, compiled
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import ASSETS, OBJECTS, SPACES
from coursewright.errors import UnknownNameError
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.publishing.storing.reachable import reachable
from coursewright.serving.pin import Pins
from coursewright.serving.previewing.changed_items import changed_items
from coursewright.serving.previewing.preview import Preview
from small_course import VALID, small

NOW = datetime(2026, 11, 25, tzinfo=UTC)
READING = "courses/minimal/first/01-reading.md"


def test_next_is_at_the_newest_draft_for_a_reader_who_knew_the_one_before() -> None:
    preview = Preview(MemoryStore(), 2026)
    pins = Pins(preview.store)
    for more in ("One.", "Two.", "Three."):
        name = preview.show(small(more), NOW)

        assert (str(name), small(more).manifest) == (pins.resolve("next").release, pins.resolve("next").manifest)
        assert pins.resolve("next").manifest == pins.resolve(preview.edition).manifest


def test_the_last_drafts_can_be_read_by_name_and_older_ones_take_no_room() -> None:
    preview = Preview(MemoryStore(), 2026, kept=2)
    drafts = [preview.show(small(f"Edit {n}."), NOW) for n in range(5)]
    pins = Pins(preview.store)

    assert [small(f"Edit {n}.").manifest for n in (3, 4)] == [pins.resolve(str(draft)).manifest for draft in drafts[3:]]
    with pytest.raises(UnknownNameError):
        pins.resolve(str(drafts[2]))
    kept = {place for n in (3, 4) for place in small(f"Edit {n}.").objects if place[0] in (OBJECTS, ASSETS)}
    assert len(kept) == sum(len(preview.store.keys(f"{space}/")) for space in SPACES)


def test_no_key_and_no_coach_note_is_among_what_readers_are_given() -> None:
    preview = Preview(MemoryStore(), 2026)
    preview.show(small(), NOW)

    assert {space for space, _ in small().objects} == set(SPACES)
    assert [OBJECTS, ASSETS] == [space for space in SPACES if preview.store.keys(f"{space}/")]


def test_an_edition_that_was_promoted_under_the_drafts_name_keeps_it(tmp_path: Path) -> None:
    candidates, released = FolderStore(tmp_path / "candidates"), FolderStore(tmp_path / "released")
    taken = replace(small(), edition="2026-NEXT")
    promote(deposit(taken, candidates, STAMP, {}), candidates, released, "stable", STAMP)
    preview = Preview(released, 2026)
    preview.show(small("A draft."), NOW)
    pins = Pins(preview.store)

    assert "2026-NEXT2" == preview.edition
    assert [taken.manifest, small("A draft.").manifest] == [pins.resolve(at).manifest for at in ("2026-NEXT.1", "next")]
    assert len(list(reachable(released, taken.manifest))) == len(taken.objects)


def test_a_promoted_channel_next_is_not_seen_and_may_move_meanwhile(tmp_path: Path) -> None:
    candidates, released = FolderStore(tmp_path / "candidates"), FolderStore(tmp_path / "released")
    promote(deposit(small(), candidates, STAMP, {}), candidates, released, "next", STAMP)
    preview = Preview(released, 2026)
    pins = Pins(preview.store)
    assert preview.shadows
    with pytest.raises(UnknownNameError):
        pins.resolve("next")

    for edition in ("2027-Q1", "2027-Q2"):
        draft = preview.show(small(f"Written while {edition} was promoted."), NOW)
        promote(deposit(small(edition=edition), candidates, STAMP, {}), candidates, released, "next", STAMP)

        assert str(draft) == pins.resolve("next").release
    assert ("2027-Q2.1", "2027-Q2.1") == (Pins(released).resolve("next").release, pins.resolve("2027-Q2").release)


def _with(path: str, old: str, new: str) -> Release:
    before = (VALID / path).read_text()
    assert old in before
    return compiled(with_files({path: before.replace(old, new)}))


def test_changes_are_told_by_item_or_else_by_part() -> None:
    gone = compiled(with_files({"courses/minimal/second/01-rewriting.md": None}))

    assert ["all of it"] == changed_items(None, small())
    assert [] == changed_items(small(), small())
    assert ["reading"] == changed_items(small(), small("More."))
    assert ["rewriting is gone"] == changed_items(small(), gone)
    assert ["rewriting is new"] == changed_items(gone, small())
    assert ["answer keys, coach notes, people or acknowledgements"] == changed_items(
        small(), _with(READING, "what the learner read last", "anything")
    )
    assert ["a course's outline", "the catalogue"] == changed_items(
        small(), _with("courses/minimal/course.yaml", "Whoever reads the tests", "Everybody")
    )
