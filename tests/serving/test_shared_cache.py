"""What a shared cache in front of the API does with its answers (RFC 9111): reuses them while they last, and no others at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from counting_store import CountingStore
from courses import COURSE, MENDED, STAMP, compiled, edited, release
from coursewright.publishing.promoting.withdrawal import withdraw
from coursewright.publishing.records.names import Numbered
from library import made, promoted
from served import Api, api_over
from serving.known_callers import Known
from serving.shared_cache import SharedCache

LESSON = "courses/ai-foundations/lessons/prompting-that-works"
YEAR = 31_536_000


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    at: float = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store() -> CountingStore:
    return promoted(release())


def _cache(store: CountingStore, clock: Clock, **more: Any) -> SharedCache:  # noqa: ANN401 - passed on
    return SharedCache(api_over(store, **more), clock)


@pytest.mark.parametrize(("at", "seconds"), [("stable", 5), ("2026-Q4", 60), ("2026-Q4.1", YEAR)])
@pytest.mark.parametrize("path", [LESSON, f"{LESSON}.md", f"{LESSON}.html", "courses", "courses/ai-foundations", "models"])
def test_a_public_answer_is_reused_for_exactly_its_lifetime(
    store: CountingStore, clock: Clock, at: str, seconds: int, path: str
) -> None:
    cache = _cache(store, clock)
    first = cache.get(f"/v1/{at}/{path}")
    clock.at += seconds - 1
    second = cache.get(f"/v1/{at}/{path}")
    assert (first.body, str(seconds - 1), 1) == (second.body, second.headers["age"], cache.asked)

    clock.at += 1
    cache.get(f"/v1/{at}/{path}")
    assert (2, 1) == (cache.asked, cache.hits)


def test_a_304_makes_an_answer_fresh_again(store: CountingStore, clock: Clock) -> None:
    cache = _cache(store, clock)
    first = cache.get(f"/v1/stable/{LESSON}")
    clock.at += 5
    again = cache.get(f"/v1/stable/{LESSON}")
    clock.at += 4
    reused = cache.get(f"/v1/stable/{LESSON}")

    assert (first.body, first.body) == (again.body, reused.body)
    assert first.headers == again.headers
    assert (2, 1, "4") == (cache.asked, cache.hits, reused.headers["age"])


def test_a_move_of_a_channel_is_seen_after_five_seconds_and_a_pinned_release_stays(store: CountingStore, clock: Clock) -> None:
    cache = _cache(store, clock)
    at = ("stable", "2026-Q4", "2026-Q4.1")
    before = {name: cache.get(f"/v1/{name}/{LESSON}.md").body for name in at}
    fixed = compiled(edited({f"{COURSE}/asking-well/03-prompting-that-works.md": MENDED}))
    promoted(fixed, store=store)
    seen = []
    for seconds in (4, 1, 54, 1, YEAR - 61):
        clock.at += seconds
        seen.append([b"no secret words!" in cache.get(f"/v1/{name}/{LESSON}.md").body for name in at])

    assert [[False] * 3, [True, False, False], [True, False, False], [True, True, False], [True, True, False]] == seen
    assert before["2026-Q4.1"] == cache.get(f"/v1/2026-Q4.1/{LESSON}.md").body


def test_what_is_private_or_a_problem_is_never_stored(clock: Clock) -> None:
    cache = _cache(promoted(made("many")), clock, callers=Known())
    token = {"authorization": "Bearer x"}
    private = ["courses/closed", "courses/closed/lessons/lesson-1", "courses/closed/lessons/lesson-1.md", "courses/closed/status"]
    for path in private:
        for at in ("stable", "2026-Q4", "2026-Q4.1"):
            assert cache.get(f"/v1/{at}/{path}", **token).headers["cache-control"].startswith("private, max-age=")
    problems = ["/v1/nowhere", "/v1/stable/courses?limit=0", "/v1/stable/courses/closed", "/v2", "/v1/stable/courses/x/status"]
    assert [404, 400, 404, 404, 404] == [cache.get(address).status for address in problems]

    assert {} == cache.kept
    assert 0 == cache.hits


def test_entitlement_comes_before_the_reader_s_own_copy(clock: Clock) -> None:
    cache = _cache(promoted(made("many")), clock, callers=Known())
    tag = cache.get("/v1/2026-Q4.1/courses/closed", authorization="Bearer x").headers["etag"]

    assert 304 == cache.get("/v1/2026-Q4.1/courses/closed", authorization="Bearer x", if_none_match=tag).status
    for has in (tag, "*"):
        assert 404 == cache.get("/v1/2026-Q4.1/courses/closed", if_none_match=has).status


def test_a_list_is_kept_for_each_caller_apart(clock: Clock) -> None:
    cache = _cache(promoted(made("many")), clock, callers=Known())
    seen = [
        "closed" in cache.get("/v1/stable/courses", **fields).body.decode()
        for fields in ({}, {"authorization": "Bearer x"}, {}, {"authorization": "Bearer x"})
    ]

    assert [False, True, False, True] == seen


def test_forms_and_codings_of_one_address_are_kept_apart(store: CountingStore, clock: Clock) -> None:
    cache = _cache(store, clock)
    asked = [{"accept": accept, "accept_encoding": coding} for accept in ("*/*", "text/html") for coding in ("gzip", "identity")]
    first = [cache.get(f"/v1/2026-Q4/{LESSON}", **fields) for fields in asked]
    second = [cache.get(f"/v1/2026-Q4/{LESSON}", **fields) for fields in asked]

    assert [answer.body for answer in first] == [answer.body for answer in second]
    assert 4 == len({answer.headers["etag"] for answer in first})
    assert (4, 4) == (cache.asked, cache.hits)


def test_a_withdrawn_release_is_told_by_all_who_ask_again(store: CountingStore, clock: Clock) -> None:
    cache = _cache(store, clock)
    address = f"/v1/2026-Q4.1/{LESSON}"
    direct = api_over(store)
    before = direct.get(address).headers["etag"]
    withdraw(store, Numbered("2026-Q4", 1), STAMP)
    after = cache.get(address, if_none_match=before)

    assert (200, "a test", "public, max-age=60") == (after.status, after.json()["withdrawn"], after.headers["cache-control"])
    assert before != after.headers["etag"]
    clock.at += 60
    cache.get(address)
    assert 2 == cache.asked
    for suffix in ("", ".md", ".html"):
        assert "public, max-age=60" == direct.get(f"{address}{suffix}").headers["cache-control"]
    assert b"This release was withdrawn: a test" in direct.get(f"{address}.html").body


def test_a_released_description_is_asked_for_again(store: CountingStore) -> None:
    assert ["public, max-age=60", "public, max-age=60", "public, max-age=5"] == [
        Api.get(api_over(store), f"/v1/{at}").headers["cache-control"] for at in ("2026-Q4.1", "2026-Q4", "stable")
    ]
