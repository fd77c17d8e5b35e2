"""While the store is away, what was read before is served and says how old it is; what was not is a problem for now."""

from __future__ import annotations

import pytest

from counting_store import CountingStore
from courses import release
from library import promoted
from served import Api, api_over

BASE = "courses/ai-foundations"
READ = (f"{BASE}/lessons/prompting-that-works", f"{BASE}/lessons/prompting-that-works.html", f"{BASE}/activities/final-exam")


@pytest.fixture
def gone() -> Api:
    """An API that has read a few things, and whose store then went away."""
    store = promoted(release())
    api = api_over(store)
    for path in READ:
        for at in ("stable", "2026-Q4", "2026-Q4.1"):
            assert 200 == api.get(f"/v1/{at}/{path}").status
    store.is_away = True
    return api


@pytest.mark.parametrize(("at", "seconds"), [("stable", 5), ("2026-Q4", 60), ("2026-Q4.1", 31_536_000)])
@pytest.mark.parametrize("path", READ)
def test_the_last_known_good_says_how_old_it_is(gone: Api, at: str, seconds: int, path: str) -> None:
    answer = gone.get(f"/v1/{at}/{path}")
    age = int(answer.headers["age"])

    assert 200 == answer.status
    assert 1 <= age < 60
    assert f"coursewright; hit; ttl={seconds - age}; detail=store-unavailable" == answer.headers["cache-status"]


def test_a_304_says_so_too(gone: Api) -> None:
    answer = gone.get(f"/v1/stable/{READ[0]}", if_none_match="*")

    assert (304, True, True) == (answer.status, "age" in answer.headers, "cache-status" in answer.headers)


def test_while_the_store_answers_nothing_is_said_of_age() -> None:
    answer = api_over(promoted(release())).get(f"/v1/stable/{READ[0]}")

    assert {"age", "cache-status"}.isdisjoint(answer.headers)


@pytest.mark.parametrize("path", [f"/v1/stable/{BASE}/lessons/tokens-and-context", "/v1/2026-Q3", "/v1", "/v1/beta"])
def test_what_was_never_read_is_a_problem_for_now(gone: Api, path: str) -> None:
    answer = gone.get(path)

    assert (503, "5", "urn:coursewright:problem:store-unavailable", "no-store") == (
        answer.status,
        answer.headers["retry-after"],
        answer.json()["type"],
        answer.headers["cache-control"],
    )


def test_when_the_store_is_back_nothing_is_remembered_of_it() -> None:
    store: CountingStore = promoted(release())
    store.is_away = True
    api = api_over(store)
    assert 503 == api.get("/v1/2026-Q4").status
    store.is_away = False

    assert 200 == api.get("/v1/2026-Q4").status


def test_a_damaged_record_of_one_log_makes_no_other_log_look_old() -> None:
    store: CountingStore = promoted(release())
    api = api_over(store)
    before = [api.get(f"/v1/{at}/{READ[0]}") for at in ("stable", "2026-Q4")]
    store.put_if_absent("channels/stable/9999999997.json", b"no record")
    damaged, other = (api.get(f"/v1/{at}/{READ[0]}") for at in ("stable", "2026-Q4"))

    assert before[0].body == damaged.body
    assert "cache-status" in damaged.headers, "what was known last, and it says so"
    assert before[1] == other
