"""What a release or a candidate will read like on a day, asked of the preview; learners' API has no such question."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from catalogues import catalogue_of
from counting_store import CountingStore
from courses import ARCHIVE, STAMP, compiled, manifest, read, release
from coursewright.authoring.source_tree import SourceTree
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.renewing.impact.impact import impact
from coursewright.renewing.impact.reports.document import document
from coursewright.renewing.observing.observer import Observer
from coursewright.serving.previewing.preview_application import Everyone, preview_api
from library import course, library
from served import Api, api_over
from serving.known_callers import TOKEN, Known
from watched import ScriptedSource, fact

CANDIDATE = "2026-Q4-rc.1"


@pytest.fixture(scope="module")
def stores() -> tuple[CountingStore, CountingStore]:
    """The edition before, promoted, and a candidate of the next."""
    candidates, released = CountingStore(), CountingStore()
    promote(deposit(release(ARCHIVE), candidates, STAMP, {}), candidates, released, "stable", STAMP)
    deposit(release(), candidates, STAMP, {})
    return candidates, released


@pytest.fixture
def api(stores: tuple[CountingStore, CountingStore]) -> Api:
    return Api(preview_api(*stores, Everyone()), stores[1])


def _events(answer: Any) -> set[str]:  # noqa: ANN401 - JSON
    return {event["id"] for event in answer.json()["impact"]["events"]}


def test_what_a_candidate_will_read_like_on_a_day_is_one_question(api: Api) -> None:
    answer = api.get(f"/v1/{CANDIDATE}/impact?as_of=2027-01-15")

    expected = document(impact(catalogue_of(release(), CANDIDATE), date(2027, 1, 15)))
    assert (200, expected) == (answer.status, answer.json()["impact"])
    assert ("no-store", "application/json") == (answer.headers["cache-control"], answer.headers["content-type"])
    assert (CANDIDATE, f"/v1/{CANDIDATE}/impact?as_of=2027-01-15") == (
        answer.json()["release"],
        answer.headers["content-location"],
    )


def test_a_retired_model_and_a_changed_parameter_can_be_asked_about(api: Api) -> None:
    assert {"shutdown:o1"} == _events(api.get("/v1/stable/impact?as_of=2026-10-23&model=o1"))
    assert "shutdown:gpt-4o" in _events(api.get("/v1/stable/impact?as_of=2026-09-02&model=gpt-4o&retired=2026-09-01"))
    assert {"api:parameter:temperature"} == _events(
        api.get("/v1/stable/impact?as_of=2026-09-02&api=parameter:temperature&changed=2026-09-01")
    )


def test_it_costs_three_objects_and_three_a_course_and_no_lesson(stores: tuple[CountingStore, CountingStore]) -> None:
    api = Api(preview_api(*stores, Everyone()), stores[1])
    api.get(f"/v1/{CANDIDATE}/manifest")
    before = stores[0].reads
    api.get(f"/v1/{CANDIDATE}/impact?as_of=2027-01-15")

    assert stores[0].reads - before <= 8


def test_a_release_is_judged_by_what_was_observed_since_and_a_candidate_by_its_own_ledger() -> None:
    candidates, released = CountingStore(), CountingStore()
    promote(deposit(release(ARCHIVE), candidates, STAMP, {}), candidates, released, "stable", STAMP)
    deposit(release(), candidates, STAMP, {})
    members = next(
        family["members"] for family in read(release(), manifest(release())["models"])["families"] if family["id"] == "gpt-4o"
    )
    source = ScriptedSource("openai-python", [fact(model, "2026-09-01", "openai-python") for model in members])
    Observer(released, [source]).run(datetime(2026, 8, 30, 1, tzinfo=UTC))
    api = Api(preview_api(candidates, released, Everyone()), released)

    assert "shutdown:gpt-4o" in _events(api.get("/v1/stable/impact?as_of=2026-09-02"))
    assert "shutdown:gpt-4o" not in _events(api.get(f"/v1/{CANDIDATE}/impact?as_of=2026-09-02"))


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("as_of=tomorrow", 400), ("retired=2027-01-14", 400), ("changed=2027-01-14", 400), ("model=o1&retired=soon", 400),
        ("model=gpt-99", 400), ("model=", 400), ("api=parameter:none", 200), ("as_of=9999-12-31", 200), ("as_of=0001-01-01", 200),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_understood_is_a_problem(api: Api, query: str, status: int) -> None:
    assert status == api.get(f"/v1/{CANDIDATE}/impact?{query}").status


def test_learners_have_no_such_question(stores: tuple[CountingStore, CountingStore]) -> None:
    assert 404 == api_over(stores[1]).get("/v1/stable/impact").status


def test_courses_that_a_caller_may_not_read_are_not_spoken_of() -> None:
    files = dict(library(course("closed", availability="invited")).files)
    lesson = "courses/closed/only/0001-lesson-1.md"
    files[lesson] = files[lesson].replace(b"minutes: 5", b"minutes: 5\nmodels: [gpt-4o]")
    candidates, released = CountingStore(), CountingStore()
    deposit(compiled(SourceTree(files)), candidates, STAMP, {})
    api = Api(preview_api(candidates, released, Known()), released)
    address = f"/v1/{CANDIDATE}/impact?as_of=2027-01-15"

    assert b"closed/lesson-1" not in api.get(address).decoded
    assert b"closed/lesson-1" in api.get(address, **TOKEN).decoded
