"""An activity in blocks holds all that learners see, and what is private only for who was given it, marked as such."""

from __future__ import annotations

from typing import Any

import pytest

from courses import index, manifest, read, release
from coursewright.compiling.spaces import COACH, KEYS, PRIVATE
from coursewright.reviewing.comparing.activity_blocks import activity_blocks
from coursewright.reviewing.comparing.alignment import Became, aligned

ACTIVITIES = sorted(name for name, item in index(release())["items"].items() if item["kind"] != "lesson")


def _public(name: str) -> dict[str, Any]:
    return read(release(), index(release())["items"][name]["object"])


def _private(name: str, space: str) -> dict[str, Any] | None:
    root = read(release(), manifest(release())["private"], PRIVATE)
    found = read(release(), root[space], space)["items"].get(f"ai-foundations/{name}")
    return read(release(), found, space) if found else None


def _texts(value: Any) -> list[str]:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        return [value["html"]] if "html" in value else [text for part in value.values() for text in _texts(part)]
    return [text for part in value for text in _texts(part)] if isinstance(value, list) else []


@pytest.mark.parametrize("name", ACTIVITIES)
def test_every_text_stands_in_a_block_and_what_is_private_is_marked(name: str) -> None:
    public, key, coach = _public(name), _private(name, KEYS), _private(name, COACH)
    seen, all_of_it = activity_blocks(public), activity_blocks(public, key, coach)

    assert not [text for text in _texts(public) if text not in {block["html"] for block in seen}]
    assert not [
        text for text in _texts([key or {}, coach or {}]) if text not in {b["html"] for b in all_of_it if b["is_private"]}
    ]
    assert seen == [block for block in all_of_it if not block["is_private"]]
    assert bool(key or coach) == any(block["is_private"] for block in all_of_it)


def test_every_question_of_the_exam_has_one_right_answer_for_who_may_see_it() -> None:
    blocks = activity_blocks(_public("final-exam"), _private("final-exam", KEYS))
    right = [block["place"].partition("/")[0] for block in blocks if block["kind"] == "right" and "Right" in block["html"]]

    assert set(right) == {question["id"] for question in _public("final-exam")["questions"]}


def test_another_right_answer_is_two_blocks_that_changed_in_their_places() -> None:
    public, key = _public("using-answers-check"), _private("using-answers-check", KEYS)
    assert key
    question, other = public["questions"][0], {**key, "questions": {name: dict(one) for name, one in key["questions"].items()}}
    wrong = next(choice["id"] for choice in question["choices"] if choice["id"] not in key["questions"][question["id"]]["right"])
    other["questions"][question["id"]]["right"] = [wrong]

    pairs = aligned(activity_blocks(public, key), activity_blocks(public, other))
    changed = [pair for pair in pairs if pair.became is not Became.SAME]

    assert {"right"} == {side["kind"] for pair in changed for side in (pair.old, pair.new) if side}
    assert [Became.CHANGED, Became.CHANGED] == [pair.became for pair in changed]
    assert {question["id"]} == {side["place"].partition("/")[0] for pair in changed for side in (pair.old, pair.new) if side}


def test_the_order_of_answers_is_nobodys_so_none_has_moved() -> None:
    public = _public("final-exam")
    turned = {**public, "questions": [{**one, "choices": one["choices"][::-1]} for one in public["questions"]]}

    pairs = aligned(activity_blocks(public), activity_blocks(turned))

    assert {Became.SAME} == {pair.became for pair in pairs}
    assert len(activity_blocks(public)) == len(pairs)
