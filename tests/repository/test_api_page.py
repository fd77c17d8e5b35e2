"""docs/api.md tells the truth: each request in it is made, at the point of the year it is told of, and what it quotes is so."""

from __future__ import annotations

import re
from functools import cache
from http import HTTPStatus

import pytest

from courses import ARCHIVE, COURSE, ROOT, compiled, edited, release, replaced
from coursewright.compiling.digest import digest_of
from coursewright.serving.http.caching import IMMUTABLE, MAX_AGE
from coursewright.serving.http.problems import PROBLEMS
from library import promoted
from quoted import Quoted, is_text_like, parsed, quoted, untruths
from served import Api, api_over

PAGE = (ROOT / "docs" / "api.md").read_text()
YEAR = {
    "3 August: the learner starts": 1,
    "14 September: a typo is mended": 2,
    "16 October: the exam, and the certificate": 2,
    "23 October: o1 is gone": 2,
    "26 October: the next edition is offered": 3,
    "The next summer: an audit": 3,
}
"""How many promotions there have been by then."""


@cache
def _api(promotions: int | None) -> Api:
    """The API at a point of the year; None is the shipped editions as `make run` promotes them."""
    if promotions is None:
        return api_over(promoted(release(ARCHIVE), release()))
    mended = compiled(
        edited(
            {f"{COURSE}/asking-well/01-what-a-model-is.md": replaced("You type a question and", "You type a question, and")},
            ARCHIVE,
        )
    )
    return api_over(promoted(*(release(ARCHIVE), mended, release())[:promotions]))


@pytest.mark.parametrize("one", list(quoted(PAGE)), ids=lambda one: f"{one.heading}: {one.address}")
def test_what_is_quoted_is_so(one: Quoted) -> None:
    api = _api(YEAR.get(one.heading))
    fields = dict(one.fields)
    if fields.get("if-none-match") == "$ETAG":
        fields["if-none-match"] = api.get(one.address, "HEAD").headers["etag"]
    if one.body is None:
        answer = api.get(one.address, "HEAD" if one.is_head else "GET", **fields)
    else:
        answer = api.post(one.address, one.body.encode(), **fields)
    if one.is_head:
        status, *lines = one.said.splitlines()
        named = dict(line.split(": ", 1) for line in lines)
        assert f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}" == status
        assert [] == [
            (name, answer.headers[name]) for name, value in named.items() if not is_text_like(value, answer.headers[name])
        ]
    elif one.is_piped:
        assert (200, "") == (answer.status, one.said)
    else:
        assert [] == untruths(parsed(one.said), answer.json())


def test_there_is_a_request_for_each_point_of_the_year_and_for_most_of_the_rest() -> None:
    headings = [one.heading for one in quoted(PAGE)]

    assert set() == set(YEAR) - set(headings)
    assert len(headings) > 20


def test_a_quotation_that_is_not_so_is_found() -> None:
    found = {"a": 1, "b": ["x y", "z"]}

    assert [] == untruths(parsed('{"a": 1, "b": ["x …", …]}'), found)
    assert [".a is 1, not 2"] == untruths(parsed('{"a": 2, …}'), found)
    assert [".b is left out"] == untruths(parsed('{"a": 1}'), found)
    assert [".c is not there"] == untruths(parsed('{"c": 1, …}'), found)
    assert [".b has 2 entries, not 1"] == untruths(parsed('{"b": ["x y"], …}'), found)


def test_the_digest_of_the_manifest_is_that_of_the_release() -> None:
    api = _api(3)

    assert api.get("/v1/2026-Q3.2").json()["manifest"] == digest_of(api.get("/v1/2026-Q3.2/manifest").body)


def test_its_table_of_errors_is_whole() -> None:
    listed = re.findall(r"^\| `([a-z-]+)` \| (\d{3}) \|", PAGE, re.MULTILINE)

    assert [(row.code, str(int(row.status))) for row in sorted(PROBLEMS, key=lambda row: int(row.status))] == listed


def test_its_table_of_caching_is_that_of_the_code() -> None:
    said = dict(re.findall(r"^\| (release|edition|channel) \| [^|]* \| `(public, [^`]+)` \|", PAGE, re.MULTILINE))

    assert {kind: f"public, max-age={seconds}" for kind, seconds in MAX_AGE.items()} | {"release": IMMUTABLE} == said
