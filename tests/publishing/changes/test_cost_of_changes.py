"""What changed is told at the cost of what changed, whatever the size of the rest."""

from __future__ import annotations

import pytest

from counting_store import CountingStore
from courses import compiled
from coursewright.authoring.source_tree import SourceTree
from coursewright.compiling.release import Release
from coursewright.publishing.changes.between import changes_between
from coursewright.publishing.changes.change import Changes
from coursewright.publishing.changes.side import side_of
from coursewright.publishing.storing.store import object_key
from library import course, library

COURSES, CHANGED = 25, 10
MOST_READS = 60


def _both(lessons: int) -> tuple[Release, Release]:
    """Before and after one lesson changed in each of ten courses."""
    before = library(*(course(f"course-{n:02d}", lessons) for n in range(COURSES - 1)))  # and the shipped one
    files = dict(before.files)
    for n in range(CHANGED):
        files[f"courses/course-{n:02d}/only/0002-lesson-2.md"] += b"\nThis is new.\n"
    return compiled(before), compiled(SourceTree(files))


def _read(old: Release, new: Release) -> tuple[int, Changes]:
    store = CountingStore({object_key(*place): data for one in (old, new) for place, data in one.objects.items()})
    found = changes_between(side_of(store, old.manifest), side_of(store, new.manifest))
    return store.reads, found


def _is_told(found: Changes) -> None:
    assert [(f"course-{n:02d}", "lesson-2", "content") for n in range(CHANGED)] == [
        (item.course, item.id, item.cls) for item in found.items()
    ]


def test_ten_changed_lessons_cost_the_same_reads_however_many_there_are() -> None:
    few, many = _read(*_both(4)), _read(*_both(12))

    assert few[0] == many[0] <= MOST_READS
    _is_told(few[1])
    _is_told(many[1])


@pytest.mark.endurance
def test_of_ten_thousand_lessons_too() -> None:
    reads, found = _read(*_both(10_000 // (COURSES - 1)))

    assert reads <= MOST_READS
    _is_told(found)
