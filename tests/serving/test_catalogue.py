"""The catalogue: filters, pages, and cursors that stay in their release."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest

from courses import ARCHIVE, STAMP, compiled, release
from coursewright.publishing.promoting.withdrawal import withdraw
from coursewright.publishing.records.logs import channel_log
from coursewright.publishing.records.names import Numbered
from coursewright.serving.http.cursors import filters_of
from library import course, library, made, promoted
from served import Answer, Api, api_over

COURSES = "/v1/stable/courses"


@pytest.fixture(scope="module")
def many() -> Api:
    return api_over(promoted(made("many")))


def _ids(answer: Answer) -> list[str]:
    return [card["id"] for card in answer.json()["courses"]]


def _all(api: Api, address: str) -> list[str]:
    """Every course, page after page."""
    answer = api.get(address)
    found = _ids(answer)
    while following := re.search(r'<([^>]+)>; rel="next"', answer.headers["link"]):
        answer = api.get(following[1])
        assert 200 == answer.status
        found += _ids(answer)
    assert answer.json()["next_cursor"] is None
    return found


def test_an_invited_course_is_in_no_list_of_a_caller_without_a_token(many: Api) -> None:
    assert 26 == len(_ids(many.get(COURSES)))
    assert "closed" not in _ids(many.get(COURSES))
    assert "closed" not in many.get("/v1/stable").json()["courses"]
    assert 404 == many.get(f"{COURSES}/closed").status


@pytest.mark.parametrize("limit", [1, 7, 25, 26, 100])
def test_pages_have_every_course_once_in_order(many: Api, limit: int) -> None:
    assert _ids(many.get(COURSES)) == _all(many, f"{COURSES}?limit={limit}")


def test_filters_go_together(many: Api) -> None:
    assert [f"course-{n:02d}" for n in range(1, 24, 3)] == _ids(many.get(f"{COURSES}?level=practitioner"))
    assert ["course-01"] == _ids(many.get(f"{COURSES}?level=practitioner&q=01"))
    assert ["strasse"] == _ids(many.get(f"{COURSES}?q=STRASSE"))
    assert ["strasse"] == _ids(many.get(f"{COURSES}?q=stra%C3%9Fe+GRO%C3%9FE"))
    assert ["ai-foundations"] == _ids(many.get(f"{COURSES}?model=gpt-4o"))
    assert ["ai-foundations"] == _ids(many.get(f"{COURSES}?role=developer&level=foundation"))
    assert [f"course-{n:02d}" for n in range(1, 24, 3)] == _all(many, f"{COURSES}?level=practitioner&limit=3")


def test_of_a_long_query_the_first_twenty_different_words_count(many: Api) -> None:
    """Repeated words are one; of more than twenty, the rest would only make the answer dear."""
    known, unknown = "strasse+" * 30, "+unheard"

    assert [] == _ids(many.get(f"{COURSES}?q={known}{unknown}"))
    letters = "+".join(letter for letter in "what strasse is about, anybody who reads tests" if letter.isalpha())
    twenty = list(dict.fromkeys(letters.split("+")))
    twenty += ["stra", "stras", "strass", "strasse", "wha", "what", "ab", "abo"]
    assert ["strasse"] == _ids(many.get(f"{COURSES}?q={'+'.join(twenty[-20:])}{unknown}"))
    assert [] == _ids(many.get(f"{COURSES}?q={'+'.join(twenty[-19:])}{unknown}"))


@pytest.mark.parametrize("query", ["level=easy", "model=gpt-99", "role=astronaut", "q=nothing+of+the+kind", "model="])
def test_a_value_nobody_knows_gives_an_empty_list(many: Api, query: str) -> None:
    answer = many.get(f"{COURSES}?{query}")

    assert (200, [], None) == (answer.status, _ids(answer), answer.json()["next_cursor"])


def test_parameters_nobody_knows_are_ignored(many: Api) -> None:
    assert _ids(many.get(COURSES)) == _ids(many.get(f"{COURSES}?colour=blue"))


def test_links_name_the_exact_page_and_the_next(many: Api) -> None:
    answer = many.get(f"{COURSES}?limit=5&level=expert")
    cursor = answer.json()["next_cursor"]
    exact, following = answer.headers["link"].split(", ")

    assert '</v1/2026-Q4.1/courses?level=expert&limit=5>; rel="canonical"' == exact
    assert f'</v1/stable/courses?level=expert&limit=5&cursor={cursor}>; rel="next"' == following
    assert "/v1/2026-Q4.1/courses?level=expert&limit=5" == answer.headers["content-location"]


@pytest.mark.parametrize("at", ["stable", "2026-Q4"])
def test_a_later_page_comes_from_the_release_of_the_first_one(at: str) -> None:
    before = compiled(library(*(course(f"course-{n}") for n in range(6))))
    after = compiled(library(*(course(f"course-{n}", title="Course 5!" if n == 5 else "") for n in range(6))))
    store = promoted(before)
    api = api_over(store)
    first = api.get(f"/v1/{at}/courses?limit=4")
    promoted(after, store=store)
    second = api.get(f"/v1/{at}/courses?limit=4&cursor={first.json()['next_cursor']}")

    assert "2026-Q4.2" == api.get(f"/v1/{at}").json()["release"]
    assert ("2026-Q4.1", "Course 5") == (second.json()["release"], second.json()["courses"][-1]["title"])
    assert second.headers["content-location"].startswith("/v1/2026-Q4.1/")
    withdraw(store, Numbered("2026-Q4", 1), STAMP)
    assert "a test" == api.get(f"/v1/{at}/courses?limit=4&cursor={first.json()['next_cursor']}").json()["withdrawn"]


def _cursor(*parts: Any) -> str:  # noqa: ANN401 - also what no cursor holds
    return base64.urlsafe_b64encode(json.dumps(list(parts)).encode()).decode().rstrip("=")


def test_a_cursor_of_another_question_is_refused(many: Api) -> None:
    cursor = many.get(f"{COURSES}?limit=5").json()["next_cursor"]
    filters = json.loads(base64.urlsafe_b64decode(cursor + "=="))[1]
    bad = {
        f"{COURSES}?level=expert&cursor={cursor}": "other filters",
        f"/v1/2026-Q4.9/courses?cursor={cursor}": None,
        f"{COURSES}?cursor={_cursor('2026-Q4.9', filters, 'course-01')}": "a release that stable has not stood for lately",
        f"{COURSES}?cursor={_cursor('2025-Q1.1', filters, 'course-01')}": "a release that stable has not stood for lately",
        f"{COURSES}?cursor={_cursor('2026-Q4-rc.1', filters, 'course-01')}": "a release that stable has not stood for lately",
        f"{COURSES}?cursor={_cursor('2026-Q4.1', filters, 'closed')}": "as it was given",
        f"{COURSES}?cursor={_cursor('2026-Q4.1', filters, 'nowhere')}": "as it was given",
        f"{COURSES}?cursor={_cursor('stable', filters, 'course-01')}": "as it was given",
        f"{COURSES}?cursor={_cursor('2026-Q4.1', filters)}": "as it was given",
        f"{COURSES}?cursor={_cursor('2026-Q4.1', filters, 7)}": "as it was given",
        f"{COURSES}?cursor={cursor}x": "as it was given",
        f"{COURSES}?cursor=": "as it was given",
        f"{COURSES}?cursor=%C3%A4": "as it was given",
        f"{COURSES}?cursor={'A' * 700}": "as it was given",
    }
    for address, says in bad.items():
        answer = many.get(address)
        if says is None:
            assert 404 == answer.status
        else:
            assert (400, ["cursor"]) == (answer.status, [error["parameter"] for error in answer.json()["errors"]]), address
            assert says in answer.json()["detail"]


def test_a_cursor_of_an_edition_the_channel_has_left_still_works(api: Api) -> None:
    """stable was at 2026-Q3 before; 2026-Q3.1 never was 2026-Q4."""
    cursor = _cursor("2026-Q3.1", json.loads(base64.urlsafe_b64decode(_of_nothing() + "=="))[1], "ai-foundations")

    assert "2026-Q3.1" == api.get(f"{COURSES}?cursor={cursor}").json()["release"]
    assert 400 == api.get(f"/v1/2026-Q4/courses?cursor={cursor}").status
    assert 400 == api.get(f"/v1/2026-Q4.1/courses?cursor={cursor}").status


def test_only_the_last_twenty_records_of_a_channel_are_looked_at_and_each_once() -> None:
    store = promoted(release(ARCHIVE), release())
    log = channel_log(store, "stable")
    filters = filters_of({})

    def ask(api: Api, edition: str) -> int:
        return api.get(f"{COURSES}?cursor={_cursor(f'{edition}.1', filters, 'ai-foundations')}").status

    for _ in range(18):
        head = log.head()
        assert head is not None
        log.append(head, STAMP, {key: head[key] for key in ("edition", "release", "manifest", "withdrawn")})
    api = api_over(store)
    assert 200 == ask(api, "2026-Q3")
    reads = store.reads
    assert 200 == ask(api, "2026-Q3")
    assert store.reads - reads <= 4
    head = log.head()
    assert head is not None
    log.append(head, STAMP, {key: head[key] for key in ("edition", "release", "manifest", "withdrawn")})

    assert 400 == ask(api, "2026-Q3")


def _of_nothing() -> str:
    found: str = api_over(promoted(made("many"))).get(f"{COURSES}?limit=1").json()["next_cursor"]
    return found


@pytest.mark.parametrize("limit", ["0", "101", "-1", "ten", "", "1.5", "1,2", "999999999999"])
def test_what_is_no_limit_is_a_problem_that_says_what_is(many: Api, limit: str) -> None:
    answer = many.get(f"{COURSES}?limit={limit}")

    assert (400, [{"parameter": "limit", "detail": "a whole number from 1 to 100"}]) == (answer.status, answer.json()["errors"])
