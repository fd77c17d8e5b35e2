"""What was taken down keeps the desk from nothing else: the rest is told, and of that item, that it was taken down."""

from __future__ import annotations

from pathlib import Path

import pytest

from courses import STAMP, compiled, edited, index, replaced
from coursewright.reviewing.judging import judge
from desks import Desk
from reviewers import Reviewer, reviewer
from served import api_over
from small_course import LESSON, VALID, small
from taken_down import take_down

TAKEN_DOWN = "Something it said was taken down, so what changed in it cannot be told in full."
WRITING = "courses/minimal/first/02-writing.md"
OLD, NEW = "2026-Q4.1", "2026-Q4.2"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Two releases with two lessons punctuated otherwise; the first was withdrawn, and its first lesson taken down."""
    made = Desk(tmp_path_factory.mktemp("taken-down"))
    made.publish(small())
    changed = {LESSON: replaced("Begin at the beginning.", "Begin at the beginning!"), WRITING: replaced("A first", "A *first*")}
    made.publish(compiled(edited(changed, VALID)))
    made.withdraw(OLD)
    take_down(made, *(one["json"] for one in index(small(), "minimal")["items"]["reading"]["outcomes"]))
    return made


def ann(desk: Desk) -> Reviewer:
    return reviewer(desk.candidates, desk.released)


@pytest.mark.parametrize("tab", ["", "/changes", "/models", "/coverage", "/learners", "/findings", "/comments"])
def test_every_page_beside_what_was_taken_down_is_there(desk: Desk, tab: str) -> None:
    at = ("2026-Q4-rc.2", NEW, OLD)

    assert [200] * 3 == [ann(desk).get(f"/review/{release}{tab}?beside={OLD}").status for release in at]


def test_the_changes_say_of_an_item_that_it_was_taken_down_and_tell_the_rest(desk: Desk) -> None:
    page = ann(desk).get(f"/review/{NEW}/changes?beside={OLD}")

    assert (1, 1) == (page.words.count(TAKEN_DOWN), page.words.count("The wording was mended"))
    items = [ann(desk).get(f"/review/{NEW}/items/minimal/{item}?beside={OLD}") for item in ("reading", "writing")]
    assert [200, 200] == [one.status for one in items]
    assert f"What {OLD} said was taken down." in items[0].words


def test_the_api_tells_the_same(desk: Desk) -> None:
    answer = api_over(desk.released).get(f"/v1/{NEW}/changes?from={OLD}")

    assert 200 == answer.status
    assert TAKEN_DOWN in answer.body.decode()


def test_gates_judge_what_mends_an_edition_of_which_something_was_taken_down(tmp_path: Path) -> None:
    """The channel was taken back to the edition before; so what stands in this one was withdrawn, and something of it is gone."""
    desk = Desk(tmp_path)
    desk.publish(small())
    desk.publish(small("secret", "2027-Q1"))
    desk.roll_back(to="2026-Q4")
    desk.withdraw("2027-Q1.1")
    take_down(desk, *(one["json"] for one in index(small("secret", "2027-Q1"), "minimal")["items"]["reading"]["outcomes"]))
    candidate = desk.deposit(small("mended", "2027-Q1"))
    found = judge(desk.candidates, desk.released, candidate, "stable", STAMP.at)

    assert 2 == len(found.case.changes)
    assert "passed" == next(one.state for one in found.verdicts if one.gate == "ids")
    assert 200 == ann(desk).get(f"/review/{candidate.name}").status
