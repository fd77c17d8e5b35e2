"""Each route, as the chat app's developer would try it."""

from __future__ import annotations

import json
import re

import pytest

from courses import ARCHIVE, CONTENT, curriculum, index, release
from coursewright.authoring.curriculum import Lesson
from coursewright.compiling.spaces import ASSETS, OBJECTS
from served import Api

COURSE = "/v1/stable/courses/ai-foundations"


def test_the_overview_names_channels_and_editions(api: Api) -> None:
    found = api.get("/v1").json()

    assert [{"channel": "stable", "edition": "2026-Q4", "release": "2026-Q4.1"}] == found["channels"]
    assert [("2026-Q4", "2026-Q4.1"), ("2026-Q3", "2026-Q3.1")] == [(e["edition"], e["release"]) for e in found["editions"]]


@pytest.mark.parametrize(("at", "release_name"), [("stable", "2026-Q4.1"), ("2026-Q4", "2026-Q4.1"), ("2026-Q3.1", "2026-Q3.1")])
def test_a_channel_an_edition_and_a_release_all_lead_to_an_exact_release(api: Api, at: str, release_name: str) -> None:
    answer = api.get(f"/v1/{at}/courses/ai-foundations")

    assert release_name == answer.json()["release"]
    assert f"/v1/{release_name}/courses/ai-foundations" == answer.headers["content-location"]
    assert f"/v1/{release_name[:-2]}/courses/ai-foundations" == answer.json()["pin"]


def test_a_release_says_where_it_came_from_and_what_it_was_checked_on(api: Api) -> None:
    found = api.get("/v1/stable").json()

    assert release().manifest == found["manifest"]
    assert curriculum().tree_id == found["tree"]
    assert "c" * 40 == found["commit"]
    assert list(curriculum().editions["2026-Q4"].baseline_models) == found["baseline_models"]
    assert "2026-10-26" == found["effective"]
    assert "o1" in found["note"]


def test_the_catalogue_lists_courses_and_the_dimensions_learners_differ_in(api: Api) -> None:
    found = api.get("/v1/stable/courses").json()

    assert ["ai-foundations"] == [course["id"] for course in found["courses"]]
    assert ["model", *curriculum().settings.dimensions] == [dimension["id"] for dimension in found["dimensions"]]
    assert [curriculum().settings.default_model, "general", "any"] == [dimension["default"] for dimension in found["dimensions"]]
    assert "developer" in [value["id"] for value in found["dimensions"][1]["values"]]


def test_an_outline_has_every_item_once_in_its_module(api: Api) -> None:
    course = api.get(COURSE).json()["course"]
    listed = [item for module in course["modules"] for item in module["items"]]

    assert [item.id for _, item in curriculum().courses[0].outline()] == listed
    assert sorted(listed) == sorted(course["items"])


@pytest.mark.parametrize("name", [item.id for _, item in curriculum().courses[0].outline() if isinstance(item, Lesson)])
def test_every_lesson_is_answered_in_json_and_in_markdown(api: Api, name: str) -> None:
    lesson = api.get(f"{COURSE}/lessons/{name}").json()["lesson"]
    markdown = api.get(f"{COURSE}/lessons/{name}.md")

    assert name == lesson["id"]
    assert markdown.headers["content-type"] == "text/markdown; charset=utf-8"
    assert markdown.body.decode().startswith(f"# {lesson['title']}\n")
    for block in lesson["blocks"]:
        assert block["markdown"] in markdown.body.decode()


def test_model_and_role_choose_the_outcome_and_the_answer_says_which(api: Api) -> None:
    address = f"{COURSE}/lessons/choosing-a-model"
    plain = api.get(address).json()
    other = api.get(f"{address}?model=gpt-4o&role=developer").json()

    assert {"model": "gpt-6-luna", "role": "general", "industry": "any", "locale": "en"} == plain["variant"]
    assert ["industry", "locale", "model", "role"] == plain["defaulted"]
    assert {"model": "gpt-4o", "role": "developer", "industry": "any", "locale": "en"} == other["variant"]
    assert ["industry", "locale"] == other["defaulted"]
    assert plain["lesson"]["blocks"] != other["lesson"]["blocks"]


def test_an_unknown_selector_gets_the_default_and_is_told(api: Api) -> None:
    address = f"{COURSE}/lessons/choosing-a-model"
    answer = api.get(f"{address}?model=gpt-99&role=astronaut").json()

    assert api.get(address).json() == answer
    assert "gpt-6-luna" in answer["pin"]


def test_every_combination_of_known_values_gets_what_its_conditions_say(api: Api) -> None:
    """Against the sources, not against the decision table: each block is shown if and only if its conditions hold."""
    ledger = curriculum().ledger
    lesson = next(item for _, item in curriculum().courses[0].outline() if item.id == "choosing-a-model")
    assert isinstance(lesson, Lesson)
    for model in ("gpt-6-luna", "gpt-6.1-sol", "gpt-4o", "o3", "o1"):
        for role in ("general", "developer", "business"):
            shown = []
            for block in lesson.document.blocks:
                holds = True
                for condition in block.conditions:
                    values = {"model": model, "role": role, "industry": "any"}
                    named = set(condition.values)
                    if condition.dimension == "model":
                        named = {found for selector in condition.values for found in ledger.select(selector)}
                    holds = holds and ((values[condition.dimension] in named) != condition.negated)
                if holds and block.kind != "coach":
                    shown.append(block.kind)
            answer = api.get(f"{COURSE}/lessons/choosing-a-model?model={model}&role={role}").json()

            assert shown == [block["kind"] for block in answer["lesson"]["blocks"]]


@pytest.mark.parametrize("name", [item.id for _, item in curriculum().courses[0].outline() if not isinstance(item, Lesson)])
def test_every_activity_is_answered(api: Api, name: str) -> None:
    activity = api.get(f"{COURSE}/activities/{name}").json()["activity"]

    assert name == activity["id"]


def test_a_formative_quiz_gives_its_key_by_its_authors_choice(api: Api) -> None:
    quiz = api.get(f"{COURSE}/activities/asking-well-check").json()["activity"]

    assert all(any(choice["correct"] for choice in question["choices"]) for question in quiz["questions"])
    assert all(choice["explanation"]["text"] for question in quiz["questions"] for choice in question["choices"])


def test_the_ledger_and_the_claims_are_answered_as_released(api: Api) -> None:
    models = {model["id"]: model for model in api.get("/v1/stable/models").json()["ledger"]["models"]}
    claim = api.get("/v1/stable/claims/english-token-rule-of-thumb").json()["claim"]

    assert "2026-10-23" == models["o1"]["shutdown"]
    assert curriculum().claims["english-token-rule-of-thumb"].statement.strip() == claim["statement"]
    assert "owner" not in claim


def test_programs_and_credentials_are_answered(api: Api) -> None:
    found = api.get("/v1/stable/programs").json()["programs"]

    assert ["ai-foundations"] == [program["id"] for program in found["programs"]]
    assert "ai-foundations/final-exam" == found["credentials"][0]["completion"]["exam"]


def test_a_figure_is_answered_with_its_bytes_and_may_run_nothing(api: Api) -> None:
    lessons = [api.get(f"{COURSE}/lessons/{name}").json()["lesson"] for name in ("what-a-model-is", "tokens-and-context")]
    figures = [block for lesson in lessons for block in lesson["blocks"] if block["kind"] == "figure"]
    answer = api.get(figures[0]["src"])
    digest = figures[0]["src"].split("/")[3]

    assert "image/svg+xml" == answer.headers["content-type"]
    assert release().objects[ASSETS, digest] == answer.body
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "public, max-age=31536000, immutable" == answer.headers["cache-control"]
    assert 404 == api.get(figures[0]["src"].replace(".svg", ".html")).status


def test_figures_links_in_both_editions_all_answer(api: Api) -> None:
    for at, folder in (("2026-Q4", CONTENT), ("2026-Q3", ARCHIVE)):
        for name, item in index(release(folder))["items"].items():
            kind = "lessons" if item["kind"] == "lesson" else "activities"
            body = api.get(f"/v1/{at}/courses/ai-foundations/{kind}/{name}").body.decode()

            for address in set(re.findall(r"/v1/assets/[0-9a-f]{64}/[a-z0-9.-]+", body)):
                assert 200 == api.get(address).status
            for kind_linked, linked in set(re.findall(r"\.\./(lessons|activities)/([a-z0-9-]+)", body)):
                assert 200 == api.get(f"/v1/{at}/courses/ai-foundations/{kind_linked}/{linked}").status


@pytest.mark.parametrize(
    ("address", "detail"),
    [
        ("/v1/beta", "there is no release, edition or channel 'beta'"),
        ("/v1/2026-Q4.9", "there is no release '2026-Q4.9'"),
        ("/v1/2025-Q1/courses", "there is no edition '2025-Q1'"),
        ("/v1/2026-Q4-rc.1/courses", "there is no release, edition or channel '2026-Q4-rc.1'"),
        ("/v1/stable/courses/other", "release 2026-Q4.1 has no course 'other'"),
        (f"{COURSE}/lessons/other", "course 'ai-foundations' of release 2026-Q4.1 has no lesson 'other'"),
        (f"{COURSE}/lessons/tokens-and-context.pdf", "no lesson 'tokens-and-context.pdf'"),
        (f"{COURSE}/activities/other", "no activity 'other'"),
        ("/v1/channels/courses", "no release, edition or channel 'channels'"),
        ("/v1/stable/claims/other", "no claim 'other'"),
        ("/v1/assets/xyz/a.svg", "'xyz' is no digest"),
        ("/v2", "/v2 is not an address of this API"),
        ("/", "/ is not an address of this API"),
        ("/v1/stable/courses/../../../etc/passwd", "is not an address"),
    ],
)
def test_what_is_not_there_is_a_problem_that_says_so(api: Api, address: str, detail: str) -> None:
    answer = api.get(address)

    assert (404, "application/problem+json", "no-store") == (
        answer.status,
        answer.headers["content-type"],
        answer.headers["cache-control"],
    )
    assert {"type", "title", "status", "detail", "instance"} == set(answer.json())
    assert "urn:coursewright:problem:not-found" == answer.json()["type"]
    assert detail in answer.json()["detail"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_the_api_is_read_only_and_says_so(api: Api, method: str) -> None:
    answer = api.get("/v1", method=method)

    assert (405, "GET, HEAD, OPTIONS", "application/problem+json") == (
        answer.status,
        answer.headers["allow"],
        answer.headers["content-type"],
    )


def test_head_answers_as_get_without_a_body(api: Api) -> None:
    get, head = api.get(COURSE), api.get(COURSE, method="HEAD")

    assert (get.status, get.headers, b"") == (head.status, head.headers, head.body)


def test_a_lesson_is_served_from_stored_bytes(api: Api) -> None:
    item = index(release())["items"]["what-a-model-is"]
    body = api.get(f"{COURSE}/lessons/what-a-model-is").body

    assert any(release().objects[OBJECTS, pair["json"]] in body for pair in item["outcomes"])
    assert json.loads(body)
