"""No cache in front lets a caller see what another may see: for every route, every two callers, in either order.

What a caller gets through a cache that another has warmed is what they get without a cache. One thing is excused, and only where
a cache goes by RFC 9111: whoever sends a token that does not hold may be answered with what is public, as without any token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import product
from typing import Any

import pytest

from courses import compiled, index, release
from coursewright.authoring.source_tree import SourceTree
from coursewright.serving.access.tokens import Bearers
from coursewright.serving.application import content_api
from coursewright.serving.routes import ROUTES
from issuer import SETTINGS, bearing, ec_key, token
from library import course, library, promoted
from served import Answer, Api
from serving.shared_cache import CloudFront, SharedCache, directives

YEAR = 31_536_000
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
_ALL = (
    "", "/manifest", "/attestation", "/courses", "/courses?q=closed", "/courses/ai-foundations", "/courses/ai-foundations/status",
    "/courses/ai-foundations/lessons/tokens-and-context", "/courses/ai-foundations/lessons/tokens-and-context.md?budget=200",
    "/courses/ai-foundations/lessons/tokens-and-context.html", "/courses/ai-foundations/lessons/reasoning-models",
    "/courses/ai-foundations/activities/final-exam", "/courses/ai-foundations/activities/prompt-for-o1", "/programs", "/models",
    "/claims/english-token-rule-of-thumb", "/claims/closed-claim", "/courses/closed", "/courses/closed/status",
    "/courses/closed/lessons/lesson-1", "/courses/closed/lessons/lesson-1.md", "/courses/closed/lessons/lesson-1.html?budget=9",
    "/courses/closed/lessons/lesson-0", "/courses/closed/activities/check",
    "/llms.txt", "/changes", "/changes?course=closed", "/changes.md", "/changes.html",
)  # fmt: skip
_FIXED = (
    "/v1", "/v1/openapi.json", "/v1/docs", "/v1/channels/stable/records/1", "/v1/channels/stable/head",
    "/v1/editions/2026-Q4/records/1", "/v1/editions/2026-Q4/head", f"/v1/expunged/{'0' * 64}", "/v1/releases.atom",
    "/v1/nowhere", "/v2",
)  # fmt: skip
_QUIZ = b"""\
title: Check
summary: One question.
objectives: [read-on]
minutes: 2
formative: true
pass_mark: 50
questions:
  - id: which
    text: Which of the two is the one that is meant here?
    objectives: [read-on]
    choices:
      - text: The first of the two.
        correct: true
        explanation: It is.
      - text: The second of the two.
        explanation: It is not.
"""


@dataclass(frozen=True)
class Remembered(Api):
    """The API, which always gives the same answer to the same request here: each is asked for once."""

    known: dict[Any, Answer] = field(default_factory=dict)

    def get(self, address: str, method: str = "GET", **headers: str) -> Answer:
        key = address, method, tuple(sorted(headers.items()))
        if key not in self.known:
            self.known[key] = super().get(address, method, **headers)
        return self.known[key]


def _sources() -> SourceTree:
    """The shipped course and an invited one, with a program and a claim of its own, and a lesson that was renamed."""
    files = dict(library(course("closed", 1, availability="invited")).files)
    claim = next(path for path in sorted(files) if path.startswith("claims/") and path.endswith(".yaml"))
    files["claims/closed-claim.yaml"] = files[claim]
    files["programs/closed.yaml"] = b"title: Closed\nsummary: Not for all.\ncourses: [closed]\ncredential: ai-foundations\n"
    lesson = "courses/closed/only/0001-lesson-1.md"
    said = b"minutes: 5\nclaims: [closed-claim]\nformerly: [lesson-0]"
    files[lesson] = files[lesson].replace(b"minutes: 5", said)
    files["courses/closed/only/0002-check.quiz.yaml"] = _QUIZ
    return SourceTree(files)


@pytest.fixture(scope="module")
def api() -> Remembered:
    store = promoted(compiled(_sources()))
    return Remembered(content_api(store, lambda: NOW, Bearers(SETTINGS)), store)


@pytest.fixture(scope="module")
def callers() -> dict[str, dict[str, str]]:
    return {
        "no token": {},
        "entitled": bearing(token("course:closed")),
        "other course's": bearing(token("course:ai-foundations")),
        "invalid": bearing(token("course:closed", key=ec_key("forger"))),
        "expired": bearing(token("course:closed", exp=1)),
    }


def _addresses() -> Iterator[str]:
    figure = next(iter(index(release())["items"]["checking-an-answer"]["assets"].items()))
    yield from _FIXED
    yield f"/v1/assets/{'/'.join(figure)}"
    yield from (f"/v1/{at}{path}" for at in ("stable", "2026-Q4", "2026-Q4.1") for path in _ALL)


def _told(answer: Answer) -> Answer:
    """What is compared: all but Age; of a 304 what it must repeat (RFC 9110, section 15.4.5)."""
    repeated = {"etag", "cache-control", "vary", "content-location"}
    kept = repeated if answer.status == 304 else set(answer.headers) - {"age"}
    return replace(answer, headers={name: value for name, value in answer.headers.items() if name in kept})


def _allowed(api: Remembered, address: str, caller: dict[str, str], *, by_vary: bool) -> list[Answer]:
    """What a caller may get: what they get without a cache; with a bad token, by Vary, also what is everybody's."""
    own = api.get(address, **caller)
    public = api.get(address, **{name: value for name, value in caller.items() if name != "authorization"})
    is_everybodys = "public" in directives(public) and "Authorization" not in public.headers.get("vary", "")
    return [own, public] if by_vary and own.status == 401 and is_everybodys else [own]


def test_every_route_is_asked_and_entitled_callers_do_see_more(api: Remembered, callers: dict[str, dict[str, str]]) -> None:
    paths = [re.compile(re.sub(r"{\w+}", "[^/]+", route.path.replace(".", r"\."))) for route in ROUTES]
    asked = [address.partition("?")[0] for address in _addresses()]
    found = {who: [api.get(address, **fields).status for address in _addresses()] for who, fields in callers.items()}

    assert [] == [path.pattern for path in paths if not any(path.fullmatch(one) for one in asked)]
    assert 3 * 9 == sum(a != b for a, b in zip(found["no token"], found["entitled"], strict=True))
    assert found["no token"] == found["other course's"]
    assert {401} == {*found["invalid"], *found["expired"]}
    assert {200, 308, 404, 410} == set(found["entitled"])


@pytest.mark.parametrize("kind", [SharedCache, CloudFront])
def test_a_warmed_cache_answers_each_caller_as_if_it_were_not_there(
    api: Remembered, callers: dict[str, dict[str, str]], kind: type[SharedCache]
) -> None:
    tags = {address: api.get(address, **callers["entitled"]).headers.get("etag", "none") for address in _addresses()}
    wrong, hits = [], 0
    for address, (first, second) in product(_addresses(), product(callers, repeat=2)):
        now = [0.0]
        cache = kind(api, partial(now.__getitem__, 0))
        for at, who, tag in ((0, first, ""), (0, second, ""), (0, second, "*"), (YEAR, second, ""), (YEAR, first, tags[address])):
            now[0] = float(at)
            fields = {**callers[who], **({"if_none_match": tag} if tag else {})}
            got = _told(cache.get(address, **fields))
            if got not in map(_told, _allowed(api, address, fields, by_vary=kind is SharedCache)):
                wrong.append(f"{address}: {who} after {first}, {second} at {at} with {tag!r}: {got.status}")
        hits += cache.hits

    assert [] == wrong
    assert hits > 700


def test_what_is_entitled_is_kept_by_no_shared_cache_and_varies_by_who_asks(
    api: Remembered, callers: dict[str, dict[str, str]]
) -> None:
    """Whatever one caller gets and another does not, or gets otherwise, says so itself."""
    differ = [address for address in _addresses() if api.get(address) != api.get(address, **callers["entitled"])]
    assert len(differ) > 20
    for address in differ:
        answer = api.get(address, **callers["entitled"])
        assert "private" in directives(answer)
        assert "Authorization" in answer.headers["vary"]


def test_such_a_cache_would_let_an_unentitled_caller_through_if_answers_did_not_say_so(
    api: Remembered, callers: dict[str, dict[str, str]]
) -> None:
    """The control: the same answers, all public and without Vary."""
    careless = Remembered(api.handler, api.released)
    address = "/v1/stable/courses/closed"
    for fields in callers.values():
        answer = api.get(address, **fields)
        headers = {**answer.headers, "cache-control": "public, max-age=60", "vary": "Accept-Encoding"}
        careless.known[address, "GET", tuple(sorted(fields.items()))] = replace(answer, headers=headers)
    cache = SharedCache(careless, lambda: 0.0)

    assert [200, 200] == [cache.get(address, **callers[who]).status for who in ("entitled", "no token")]
