"""Methods, cross-origin reading, and addresses that are none: whatever is asked, the answer has one of two forms."""

from __future__ import annotations

import re
from typing import Any

import pytest

from counting_store import CountingStore
from coursewright.serving.http.problems import PROBLEMS
from coursewright.serving.routes import ROUTES
from served import TAKEN_DOWN, Answer, Api, api_over

BASE = "/v1/stable/courses/ai-foundations"
EXAMPLES = {
    "at": "stable",
    "course": "ai-foundations",
    "lesson": "tokens-and-context",
    "activity": "final-exam",
    "claim": "english-token-rule-of-thumb",
    "channel": "stable",
    "edition": "2026-Q4",
    "number": "1",
    "digest": TAKEN_DOWN,
}


def _addresses(api: Api) -> list[str]:
    """One address for each route of the table."""
    blocks = api.get(f"{BASE}/lessons/tokens-and-context").json()["lesson"]["blocks"]
    figure = next(block["src"] for block in blocks if block["kind"] == "figure")
    return [figure if "/assets/" in route.path else route.path.format(**EXAMPLES) for route in ROUTES]


def test_every_route_answers_get_head_and_options(api: Api) -> None:
    for route, address in zip(ROUTES, _addresses(api), strict=True):
        get, head, options = (api.get(address, method) for method in ("GET", "HEAD", "OPTIONS"))

        assert 200 == get.status, address
        assert (200, get.headers, b"") == (head.status, head.headers, head.body)
        assert (204, route.methods, b"") == (options.status, options.headers["allow"], options.body)
        assert route.methods == options.headers["access-control-allow-methods"]


def test_only_what_changed_takes_a_body() -> None:
    posted = {route.path for route in ROUTES if route.methods != "GET, HEAD, OPTIONS"}

    assert {"/v1/{at}/changes", "/v1/{at}/changes.md", "/v1/{at}/changes.html"} == posted
    assert {"GET, HEAD, POST, OPTIONS"} == {route.methods for route in ROUTES if route.path in posted}


def test_the_table_says_what_each_route_answers_with(api: Api) -> None:
    for route, address in zip(ROUTES, _addresses(api), strict=True):
        assert api.get(address).headers["content-type"] in route.media_types
        assert {parameter.name for parameter in route.path_parameters} == set(re.findall(r"{(\w+)}", route.path))
        assert all(parameter.description and parameter.schema for parameter in (*route.path_parameters, *route.query))


def test_any_page_may_read_and_none_with_credentials(api: Api) -> None:
    preflight = api.get(BASE, "OPTIONS", origin="https://app.example", access_control_request_method="GET")
    answers = [api.get(BASE), api.get("/v1/nowhere"), api.get(BASE, "POST"), preflight, api.get(f"{BASE}/lessons/final-exam")]

    for answer in answers:
        assert "*" == answer.headers["access-control-allow-origin"]
        assert "access-control-allow-credentials" not in answer.headers
        for name in ("ETag", "Content-Location", "Link", "Age", "Cache-Status", "Content-Language", "Retry-After"):
            assert name in answer.headers["access-control-expose-headers"]
    assert "GET, HEAD, OPTIONS" == preflight.headers["access-control-allow-methods"]
    assert "If-None-Match" in preflight.headers["access-control-allow-headers"]
    assert "86400" == preflight.headers["access-control-max-age"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "get", "OTHER"])
def test_other_methods_are_refused_where_something_is_and_not_found_elsewhere(api: Api, method: str) -> None:
    for route, address in zip(ROUTES, _addresses(api), strict=True):
        answer = api.get(address, method)
        if method in route.methods.split(", "):
            continue
        assert (405, route.methods) == (answer.status, answer.headers["allow"])
        _assert_problem(answer, "method-not-allowed")
        assert answer.json()["detail"].startswith(f"{method} is not answered")
    _assert_problem(api.get("/v1/stable/nothing/here", method), "not-found")


@pytest.mark.parametrize(
    "address", ["", "/", "/v1/", "/v2", "/v1/stable/", "//v1", "/v1//courses", "/v1/stable/search/", "/favicon.ico"]
)
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_an_address_that_is_none_is_not_found(api: Api, address: str, method: str) -> None:
    _assert_problem(api.get(address, method), "not-found")


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/v1/stable\n", ""),
        ("/v1/stable\x00", ""),
        ("/v1/st\x7fable", ""),
        ("/v1/stable/courses/\ufffd", ""),
        ("/v1/stable/models/\udcff", ""),
        ("/v1/stable/courses", "q=%FF"),
        ("/v1/stable/courses", "%FF=q"),
        ("/v1/stable/courses", "q=a%00b"),
    ],
)
def test_an_address_that_is_no_text_is_refused(api: Api, path: str, query: str) -> None:
    answer = _asked(api, path, query)

    _assert_problem(answer, "bad-address")
    answer.body.decode()


@pytest.mark.parametrize(("path", "query"), [("/v1/" + "a" * 4000, ""), ("/v1/stable/courses", "q=" + "a" * 4000)])
def test_an_address_that_is_too_long_is_refused(api: Api, path: str, query: str) -> None:
    _assert_problem(_asked(api, path, query), "address-too-long")


def test_a_long_address_that_is_not_too_long_is_understood(api: Api) -> None:
    assert 200 == _asked(api, "/v1/stable/courses", "q=" + "a" * 3000).status
    _assert_problem(_asked(api, "/v1/" + "a" * 3000), "not-found")


def test_what_breaks_inside_is_logged_and_not_told(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(CountingStore):
        def get(self, key: str) -> bytes:
            raise ZeroDivisionError(f"secret {key}")

    store = Broken({"channels/stable/9999999998.json": b""})
    answer = api_over(store).get("/v1/stable?name=learner")

    _assert_problem(answer, "internal")
    assert b"secret" not in answer.body
    assert b"Traceback" not in answer.body
    assert [("internal", "/v1/stable")] == [(record.problem, record.path) for record in caplog.records]  # type: ignore[attr-defined]  # extra
    assert "ZeroDivisionError" in caplog.text
    assert "learner" not in caplog.text


def test_every_problem_has_a_code_of_its_own() -> None:
    codes = [problem.code for problem in PROBLEMS]

    assert sorted(set(codes)) == sorted(codes)


def _asked(api: Api, path: str, query: str = "") -> Answer:
    """Past urlsplit, which mends addresses."""
    from coursewright.serving.http.local_server import LambdaContext, event_of  # noqa: PLC0415 - beside its use

    scope: dict[str, Any] = {"type": "http", "http_version": "1.1", "method": "GET", "path": path, "headers": []}
    response = api.handler(event_of({**scope, "query_string": query.encode()}, b""), LambdaContext("content_api"))
    return Answer(int(response["statusCode"]), {k.lower(): v for k, v in response["headers"].items()}, response["body"].encode())


def _assert_problem(answer: Answer, code: str) -> None:
    """A whole problem of the table, which nobody keeps."""
    known = next(problem for problem in PROBLEMS if problem.code == code)
    told = answer.json()

    assert (int(known.status), "application/problem+json", "no-store") == (
        answer.status,
        answer.headers["content-type"],
        answer.headers["cache-control"],
    )
    assert (known.type, known.title, int(known.status)) == (told["type"], told["title"], told["status"])
    assert told["detail"]
    assert "instance" in told
