"""What a learner completed may be sent in a body: more of it than an address has room for, and seen by nobody on its way."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from fnmatch import fnmatchcase
from typing import Any

import pytest

from coursewright.serving.http.local_server import LambdaContext, event_of
from coursewright.serving.routes import ROUTES
from coursewright.serving.seldom import MOST_COMPLETED
from deployed import stack
from described import assert_shaped
from served import Answer, Api

WHERE = "/v1/2026-Q4/changes?since=2026-Q3&course=ai-foundations"
DONE = ["before-you-start", "what-a-model-is", "prompt-for-o1", "nothing"]


def _post(api: Api, done: Any, address: str = WHERE, **fields: str) -> Answer:  # noqa: ANN401 - JSON
    return api.post(address, json.dumps({"completed": done}).encode(), content_type="application/json", **fields)


def test_a_body_says_what_an_address_says(api: Api) -> None:
    posted = _post(api, DONE)

    assert_shaped(posted, "ChangesAnswer")
    assert api.get(f"{WHERE}&completed={','.join(DONE)}").json() == posted.json()
    assert api.get(f"{WHERE}&completed=").json() == _post(api, []).json()
    assert api.get(f"{WHERE}&completed={','.join(DONE)}").json() == _post(api, DONE[1:], f"{WHERE}&completed={DONE[0]}").json()


def test_in_each_form(api: Api) -> None:
    for suffix, kind in (("", "application/json"), (".md", "text/markdown"), (".html", "text/html")):
        address = WHERE.replace("?", f"{suffix}?")
        answer = _post(api, DONE, address)

        assert (200, kind) == (answer.status, answer.headers["content-type"].partition(";")[0])
        assert api.get(f"{address}&completed={','.join(DONE)}").body == answer.body
    assert "text/markdown; charset=utf-8" == _post(api, DONE, accept="text/markdown").headers["content-type"]


def test_nobody_keeps_it_or_asks_whether_it_is_still_the_same(api: Api) -> None:
    answer = _post(api, DONE, if_none_match="*")

    assert (200, "private, no-store") == (answer.status, answer.headers["cache-control"])
    assert {"etag", "content-location", "link"}.isdisjoint(answer.headers)
    assert DONE[1] not in json.dumps(answer.headers) + answer.json()["pin"]


def test_there_is_room_for_all_of_a_large_curriculum(api: Api) -> None:
    """Six hundred ids are three times too long for an address, which says so and what to do."""
    done = [*DONE[:3], *(f"another-course/lesson-{number}" for number in range(600))]
    answer = assert_shaped(_post(api, done), "ChangesAnswer")["changes"]
    refused = api.get(f"{WHERE}&completed={','.join(done)}")

    assert (600, 3) == (len(answer["unknown"]), sum(len(answer["carry_over"][0][part]) for part in ("kept", "refresh")))
    assert 414 == refused.status
    assert refused.json()["detail"].endswith("what was completed can be sent in the body of a POST")
    assert not api.get(f"{WHERE}&since={'x' * 4000}").json()["detail"].endswith("POST")


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        (b"", "body"),
        (b"completed=what-a-model-is", "body"),
        (b'["what-a-model-is"]', "body"),
        (b"\xff\xfe", "body"),
        (b"[" * 100_000, "body"),
        (b'{"completed": ["a"], "more": "' + b"x" * 2_000_000 + b'"}', "body"),
        (b"{}", "completed"),
        (b'{"completed": "what-a-model-is"}', "completed"),
        (b'{"completed": [1]}', "completed"),
        (b'{"completed": [null]}', "completed"),
        (b'{"completed": ["What-A"]}', "completed"),
        (b'{"completed": ["a,b"]}', "completed"),
        (b'{"completed": ["a\\n"]}', "completed"),
        (b'{"completed": ["\\ud800"]}', "completed"),
        (json.dumps({"completed": ["a"] * (MOST_COMPLETED + 1)}).encode(), "completed"),
    ],
)
def test_a_body_that_says_something_else_is_a_problem(api: Api, body: bytes, parameter: str) -> None:
    answer = api.post(WHERE, body)

    assert (400, [parameter]) == (answer.status, [one["parameter"] for one in answer.json()["errors"]])
    assert (True, "no-store") == (len(answer.body) < 1000, answer.headers["cache-control"])


def test_what_is_no_id_is_named(api: Api) -> None:
    for answer in (api.get(f"{WHERE}&completed=a,What-A"), _post(api, ["a", "What-A"])):
        assert answer.json()["detail"].endswith('; this is none: "What-A"')


def test_as_many_as_there_may_be(api: Api) -> None:
    answer = _post(api, [f"x-{number}" for number in range(MOST_COMPLETED)])

    assert (200, MOST_COMPLETED) == (answer.status, len(answer.json()["changes"]["unknown"]))


def test_what_stands_in_front_lets_it_through_to_where_it_is_taken_and_nowhere_else() -> None:
    rules = stack().properties("Distribution")["DistributionConfig"]["CacheBehaviors"]
    first = {
        route.path: next((one for one in rules if fnmatchcase(re.sub("{.*?}", "x", route.path), one["PathPattern"])), None)
        for route in ROUTES
    }
    let_through = {path for path, rule in first.items() if rule and "POST" in rule["AllowedMethods"]}

    assert {route.path for route in ROUTES if route.posted} == let_through


def test_a_page_of_another_origin_may_send_it(api: Api) -> None:
    preflight = api.get(WHERE, "OPTIONS", origin="https://app.example", access_control_request_method="POST")

    assert "POST" in preflight.headers["access-control-allow-methods"].split(", ")
    assert "Content-Type" in preflight.headers["access-control-allow-headers"].split(", ")


def test_a_body_that_comes_coded_is_read_as_well(api: Api) -> None:
    """API Gateway codes a body whose media type it does not take for text."""
    scope = {"http_version": "1.1", "method": "POST", "path": "/v1/2026-Q4/changes", "query_string": b"", "headers": []}
    event = {**event_of(scope, b""), "body": b64encode(b'{"completed": []}').decode(), "isBase64Encoded": True}

    assert 200 == api.handler(event, LambdaContext("content_api"))["statusCode"]
