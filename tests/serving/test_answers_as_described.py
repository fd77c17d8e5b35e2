"""Every JSON answer over both shipped editions has the shape that the OpenAPI document promises, each lesson in every outcome."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest

from coursewright.compiling.digest import Digest
from coursewright.publishing.records.logs import channel_log, edition_log
from coursewright.publishing.storing.store import get_verified
from described import assert_shaped, faults
from served import Api

EDITIONS = ("2026-Q3", "2026-Q4")
COURSE = "courses/ai-foundations"


def _course(api: Api, edition: str) -> dict[str, Any]:
    course: dict[str, Any] = assert_shaped(api.get(f"/v1/{edition}/{COURSE}"), "CourseAnswer")["course"]
    return course


def _learners(course: dict[str, Any], item: dict[str, Any]) -> list[str]:
    """A query for each combination of values that the lesson's decision tells apart."""
    axes = [course["axes"][number] for number in item["decision"]["axes"]]
    values = []
    for axis in axes:
        dimension = axis["dimension"]
        known = course["dimensions"][dimension]["values"]
        values.append([f"{dimension}={known[axis['classes'].index(one)]}" for one in sorted(set(axis["classes"]))])
    return ["&".join(chosen) for chosen in product(*values)]


def test_what_there_is_to_read(api: Api) -> None:
    overview = assert_shaped(api.get("/v1"), "Overview")

    assert list(EDITIONS) == sorted(one["edition"] for one in overview["editions"])


@pytest.mark.parametrize("at", [*EDITIONS, "stable", "2026-Q3.1"])
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("", "Release"),
        ("/courses", "Catalogue"),
        ("/courses?limit=1&model=gpt-4o&role=developer&level=foundation&q=model", "Catalogue"),
        ("/programs", "Programs"),
        ("/models", "Models"),
        ("/manifest", "Manifest"),
        ("/attestation", "AttestationAnswer"),
        (f"/{COURSE}", "CourseAnswer"),
        (f"/{COURSE}/status", "StatusAnswer"),
    ],
)
def test_what_belongs_to_a_release(api: Api, at: str, path: str, name: str) -> None:
    assert_shaped(api.get(f"/v1/{at}{path}"), name)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_lesson_in_every_outcome(api: Api, edition: str) -> None:
    course = _course(api, edition)
    lessons = {name: item for name, item in course["items"].items() if item["kind"] == "lesson"}
    seen: set[str] = set()
    kinds: set[str] = set()
    for name, item in lessons.items():
        for learner in _learners(course, item):
            answer = api.get(f"/v1/{edition}/{COURSE}/lessons/{name}?{learner}")
            lesson = assert_shaped(answer, "LessonAnswer")["lesson"]
            seen.add(json.dumps(lesson))
            kinds |= {block["kind"] for block in lesson["blocks"]}

    assert sum(len(item["outcomes"]) for item in lessons.values()) == len(seen)
    assert {"paragraph", "heading", "list", "table", "figure", "try", "code"} <= kinds


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_stored_outcome_has_the_shape_of_a_lesson(api: Api, edition: str) -> None:
    for item in _course(api, edition)["items"].values():
        for outcome in item.get("outcomes", ()):
            data = get_verified(api.released, "objects", Digest(outcome["json"]))

            assert [] == faults(json.loads(data), "Lesson")


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_lesson_in_parts(api: Api, edition: str) -> None:
    for name, item in _course(api, edition)["items"].items():
        if item["kind"] == "lesson":
            part = assert_shaped(api.get(f"/v1/{edition}/{COURSE}/lessons/{name}?budget=200"), "LessonAnswer")
            rest = f"/v1/{edition}/{COURSE}/lessons/{name}?from={part['budget']['next']}"

            assert part["budget"]["of"] > assert_shaped(api.get(rest), "LessonAnswer")["budget"]["blocks"] > 0


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_activity(api: Api, edition: str) -> None:
    kinds = set()
    for name, item in _course(api, edition)["items"].items():
        if item["kind"] != "lesson":
            answer = api.get(f"/v1/{edition}/{COURSE}/activities/{name}")
            kinds.add(assert_shaped(answer, "ActivityAnswer")["activity"]["kind"])

    assert {"survey", "practice", "quiz", "exam", "roleplay"} == kinds


def test_a_scored_quiz_with_its_key_would_not_pass(api: Api) -> None:
    """So that the shapes are a second guard, behind the compiler."""
    formative = api.get(f"/v1/2026-Q4/{COURSE}/activities/asking-well-check").json()
    leaking = {**formative, "activity": {**formative["activity"], "formative": False}}

    assert [] == faults(formative, "ActivityAnswer")
    assert [] != faults(leaking, "ActivityAnswer")


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_claim_of_the_release(api: Api, edition: str) -> None:
    manifest = api.get(f"/v1/{edition}/manifest").json()
    claims = json.loads(get_verified(api.released, "objects", Digest(manifest["claims"])))["claims"]

    assert len(claims) > 10
    for name in claims:
        assert name == assert_shaped(api.get(f"/v1/{edition}/claims/{name}"), "ClaimAnswer")["claim"]["id"]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("day", ["2026-08-01", "2026-10-22", "2026-10-23", "2026-12-11", "2027-02-01", "2036-01-01"])
def test_the_status_on_any_day(api: Api, edition: str, day: str) -> None:
    assert_shaped(api.get(f"/v1/{edition}/{COURSE}/status?as_of={day}"), "StatusAnswer")


def test_every_record_and_head(api: Api) -> None:
    logs = {f"/v1/editions/{edition}": edition_log(api.released, edition) for edition in EDITIONS}
    logs["/v1/channels/stable"] = channel_log(api.released, "stable")
    for address, log in logs.items():
        for record in log.records():
            assert_shaped(api.get(f"{address}/records/{record.number}"), "SignedRecord")
        assert_shaped(api.get(f"{address}/head"), "SignedHead")


@pytest.mark.parametrize(
    ("address", "method", "status"),
    [
        ("/v1/stable/courses?limit=0", "GET", 400),
        ("/v1/%00", "GET", 400),
        ("/v1/nowhere", "GET", 404),
        ("/v2", "GET", 404),
        ("/v1", "POST", 405),
        ("/v1/2026-Q4/courses/ai-foundations/activities/prompt-for-o1", "GET", 410),
        (f"/v1/{'a' * 5000}", "GET", 414),
    ],
)
def test_refusals(api: Api, address: str, method: str, status: int) -> None:
    answer = api.get(address.replace("%00", "\0"), method)

    assert status == answer.status
    assert "application/problem+json" == answer.headers["content-type"]
    assert [] == faults(answer.json(), "Problem")
