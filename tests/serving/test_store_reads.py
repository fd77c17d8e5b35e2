"""What an answer costs in reads of the store: it does not depend on how many lessons there are."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from counting_store import CountingStore
from courses import compiled
from coursewright.compiling.release import Release
from library import course, library, made, promoted
from served import Answer, api_over

COLD, WARM = 5, 1


@cache
def _long(lessons: int) -> Release:
    return made("long") if lessons == 1000 else compiled(library(course("long", lessons)))


@pytest.fixture(scope="module", params=[10, 1000])
def store(request: pytest.FixtureRequest) -> CountingStore:
    return promoted(_long(request.param))


def _reads(store: CountingStore, ask: Callable[[], Answer]) -> int:
    """Gets and listings that one answer takes."""
    before = store.reads
    assert 200 == ask().status
    return store.reads - before


@pytest.mark.parametrize("at", ["stable", "2026-Q4", "2026-Q4.1"])
@pytest.mark.parametrize("suffix", ["", ".md", ".html"])
def test_a_cold_process_and_a_warm_one(store: CountingStore, at: str, suffix: str) -> None:
    api = api_over(store)
    address = f"/v1/{at}/courses/long/lessons/lesson-7{suffix}"
    cold = _reads(store, lambda: api.get(address))
    warm = _reads(store, lambda: api.get(address))
    coded = _reads(store, lambda: api.get(address, accept_encoding="gzip"))

    assert (cold <= COLD, warm <= WARM, coded <= WARM) == (True, True, True), (cold, warm, coded)


def test_a_lesson_never_read_before_costs_a_warm_process_its_leaf_and_nothing_else(store: CountingStore) -> None:
    api = api_over(store)
    api.get("/v1/stable/courses/long/lessons/lesson-1")
    store.asked.clear()
    api.get("/v1/stable/courses/long/lessons/lesson-9")

    assert ["channels", "gzip"] == [key.split("/")[0] for key in store.asked]


@pytest.mark.parametrize("path", ["", "/courses/long", "/courses/long/status", "/courses"])
def test_other_answers_cost_the_same_for_ten_lessons_and_for_a_thousand(path: str) -> None:
    assert _costs(10, f"/v1/2026-Q4{path}") == _costs(1000, f"/v1/2026-Q4{path}")


def _costs(lessons: int, address: str) -> tuple[int, int]:
    """Reads for an answer of a cold process, and for the same again."""
    store = promoted(_long(lessons))
    api = api_over(store)
    return _reads(store, lambda: api.get(address)), _reads(store, lambda: api.get(address))
