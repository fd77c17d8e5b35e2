"""What an answer costs in reads of the store: it does not depend on how many lessons there are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from courses import compiled
from coursewright.compiling.release import Release
from library import course, library, made, promoted
from memory_store import MemoryStore
from served import Answer, api_over

COLD, WARM = 5, 1


def _long(lessons: int) -> Release:
    return made("long") if lessons == 1000 else compiled(library(course("long", lessons)))


@pytest.fixture(scope="module", params=[10, 1000])
def store(request: pytest.FixtureRequest) -> MemoryStore:
    return promoted(_long(request.param))


def _reads(store: MemoryStore, ask: Callable[[], Answer]) -> int:
    """Gets and listings that one answer takes."""
    before = store.reads
    assert 200 == ask().status
    return store.reads - before


@pytest.mark.parametrize("at", ["stable", "2026-Q4", "2026-Q4.1"])
@pytest.mark.parametrize("suffix", ["", ".md", ".html"])
def test_a_cold_process_and_a_warm_one(store: MemoryStore, at: str, suffix: str) -> None:
    api = api_over(store)
    address = f"/v1/{at}/courses/long/lessons/lesson-7{suffix}"
    cold = _reads(store, lambda: api.get(address))
    warm = _reads(store, lambda: api.get(address))
    coded = _reads(store, lambda: api.get(address, accept_encoding="gzip"))

    assert (cold <= COLD, warm <= WARM, coded <= WARM) == (True, True, True), (cold, warm, coded)


def test_a_lesson_never_read_before_costs_a_warm_process_its_leaf_and_nothing_else(store: MemoryStore) -> None:
    api = api_over(store)
    api.get("/v1/stable/courses/long/lessons/lesson-1")
    store.asked.clear()
    api.get("/v1/stable/courses/long/lessons/lesson-9")

    assert ["channels", "gzip"] == [key.split("/")[0] for key in store.asked]


@pytest.mark.parametrize("path", ["", "/courses/long", "/courses/long/status", "/courses"])
def test_other_answers_cost_the_same_for_ten_lessons_and_for_a_thousand(path: str) -> None:
    costs = []
    for lessons in (10, 1000):
        store = promoted(_long(lessons))
        api = api_over(store)
        costs.append([_reads(store, lambda api=api: api.get(f"/v1/2026-Q4{path}")) for _ in range(2)])

    assert costs[0] == costs[1]
