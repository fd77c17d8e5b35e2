"""What `/v1/{at}/changes` reads: what changed and what was begun, however many courses and lessons there are."""

from __future__ import annotations

from functools import cache

from counting_store import CountingStore
from courses import ARCHIVE, compiled, release
from coursewright.authoring.source_tree import SourceTree
from coursewright.compiling.release import Release
from coursewright.publishing.changes.record import changes_key
from library import course, library, promoted
from served import api_over


def test_a_warm_process_reads_two_records_and_nothing_that_it_knows() -> None:
    store = CountingStore()
    promoted(release(ARCHIVE), release(), store=store)
    own = api_over(store)
    own.get("/v1/2026-Q4/changes?since=2026-Q3")
    store.asked.clear()
    own.get("/v1/2026-Q4/changes?since=2026-Q3&completed=what-a-model-is")

    assert {"editions"} == {key.split("/")[0] for key in store.asked if not key.startswith("status/")}
    assert 2 == sum(key.startswith("editions/") for key in store.asked)


def test_it_costs_what_changed_whatever_the_rest_is() -> None:
    """Ten of 25 courses changed, one lesson each; also where promotion kept nothing."""
    store = promoted(_quarter("2026-Q3", 0), _quarter("2026-Q4", 10))
    with_record = _cold(store)
    learner = _cold(store, "?since=2026-Q3&course=course-01&completed=lesson-1,lesson-2", 1)
    elsewhere = _cold(store, "?since=2026-Q3&completed=course-01/lesson-1,course-20/lesson-2", 10)
    store.kept.pop(changes_key(_quarter("2026-Q3", 0).manifest, _quarter("2026-Q4", 10).manifest))
    without, alone = _cold(store), _cold(store, "?since=2026-Q3&course=course-01&completed=lesson-1", 1)

    cost = with_record, learner, elsewhere, without, alone
    assert [True] * 5 == [reads <= most for reads, most in zip(cost, (40, 20, 42, 60, 60), strict=True)], cost


def _cold(store: CountingStore, query: str = "", courses: int = 10) -> int:
    api = api_over(store)
    store.asked.clear()
    assert courses == len(api.get(f"/v1/2026-Q4/changes{query}").json()["changes"]["offered"]["courses"])
    return store.reads


@cache
def _quarter(edition: str, changed: int) -> Release:
    files = dict(library(*(course(f"course-{number:02d}", 3) for number in range(25))).files)
    for number in range(changed):
        files[f"courses/course-{number:02d}/only/0003-lesson-3.md"] += b"\n\nAnother paragraph of this lesson.\n"
    if edition == "2026-Q3":
        files.pop("editions/2026-Q4.yaml")
    return compiled(SourceTree(files))
