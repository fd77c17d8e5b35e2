"""As many whole blocks as fit a number of tokens, and the way on, in every form."""

from __future__ import annotations

import re
from math import ceil
from typing import Any

import pytest

from served import Api

LESSON = "/v1/stable/courses/ai-foundations/lessons/prompting-that-works"


def _blocks(api: Api) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = api.get(LESSON).json()["lesson"]["blocks"]
    return blocks


def _tokens(blocks: list[dict[str, Any]]) -> int:
    return ceil(len("\n\n".join(block["markdown"] for block in blocks).encode()) / 4)


def _next(link: str) -> str | None:
    found = re.search(r'<([^>]+)>; rel="next"', link)
    return found[1] if found else None


@pytest.mark.parametrize("budget", [60, 100, 250, 500, 100_000])
def test_the_first_blocks_that_fit_are_given_and_the_next_is_named(api: Api, budget: int) -> None:
    blocks = _blocks(api)
    fitting = max(count for count in range(len(blocks) + 1) if _tokens(blocks[:count]) <= budget)
    answer = api.get(f"{LESSON}?budget={budget}").json()
    rest = blocks[fitting:]

    assert blocks[:fitting] == answer["lesson"]["blocks"]
    assert {
        "asked": budget,
        "used": _tokens(blocks[:fitting]),
        "blocks": fitting,
        "of": len(blocks),
        "next": rest[0]["id"] if rest else None,
        "needs": _tokens(rest[:1]) if rest else None,
    } == answer["budget"]


@pytest.mark.parametrize("suffix", ["", ".md", ".html"])
def test_following_next_reads_the_whole_lesson_once(api: Api, suffix: str) -> None:
    address: str | None = f"{LESSON}{suffix}?budget=150&role=developer"
    parts = []
    while address:
        answer = api.get(address)
        assert 200 == answer.status
        parts.append(answer)
        address = _next(answer.headers["link"])
        assert address is None or address.startswith("/v1/2026-Q4.1/")
    whole = api.get(f"{LESSON}{suffix}?role=developer")

    assert len(parts) > 3
    if not suffix:
        assert whole.json()["lesson"]["blocks"] == [block for part in parts for block in part.json()["lesson"]["blocks"]]
    elif suffix == ".md":
        assert whole.body.decode() == "\n\n".join(part.body.decode().rstrip("\n") for part in parts) + "\n"
    else:
        for block in api.get(f"{LESSON}?role=developer").json()["lesson"]["blocks"]:
            assert 1 == sum(block["html"] in part.body.decode() for part in parts)


def test_a_block_is_never_cut_and_the_answer_says_what_the_first_needs(api: Api) -> None:
    needs = _tokens(_blocks(api)[:1])
    for suffix in ("", ".md", ".html"):
        answer = api.get(f"{LESSON}{suffix}?budget={needs - 1}")

        assert f"needs={needs}" in answer.headers["coursewright-budget"]
        assert _next(answer.headers["link"]) is not None
    nothing = api.get(f"{LESSON}?budget={needs - 1}").json()

    assert ([], needs) == (nothing["lesson"]["blocks"], nothing["budget"]["needs"])
    assert 1 == api.get(f"{LESSON}?budget={needs}").json()["budget"]["blocks"]


def test_a_budget_counts_bytes_and_not_letters(api: Api) -> None:
    assert "asked=200, used=" in api.get(f"{LESSON}.md?budget=200").headers["coursewright-budget"]
    assert _tokens([{"markdown": "ääää"}]) == 2


def test_from_without_a_budget_gives_the_rest(api: Api) -> None:
    blocks = _blocks(api)
    answer = api.get(f"{LESSON}?from={blocks[3]['id']}").json()

    assert blocks[3:] == answer["lesson"]["blocks"]
    assert "from=" not in answer["pin"]
    assert (None, None) == (answer["budget"]["asked"], answer["budget"]["next"])


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("budget=0", "budget"),
        ("budget=-1", "budget"),
        ("budget=1000001", "budget"),
        ("budget=", "budget"),
        ("budget=many", "budget"),
        ("budget=1&budget=2", "budget"),
        ("budget=%D9%A3", "budget"),
        ("from=nothing", "from"),
        ("budget=100&from=", "from"),
    ],
)
@pytest.mark.parametrize("suffix", ["", ".md", ".html"])
def test_what_is_no_budget_or_no_block_is_a_problem_that_says_what_is(api: Api, query: str, parameter: str, suffix: str) -> None:
    answer = api.get(f"{LESSON}{suffix}?{query}")
    told = answer.json()

    assert (400, "urn:coursewright:problem:bad-parameter") == (answer.status, told["type"])
    assert [parameter] == [error["parameter"] for error in told["errors"]]
    assert {"budget": "from 1 to 1000000", "from": "blocks[].id"}[parameter] in told["errors"][0]["detail"]
