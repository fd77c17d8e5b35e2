"""What was taken down keeps the desk from nothing else: the rest is told, and of that item, that it was taken down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from courses import STAMP, compiled, edited, index, replaced
from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import COACH, KEYS, PRIVATE
from coursewright.errors import MissingObjectError, StoreError
from coursewright.publishing.records.logs import expunged_log
from coursewright.publishing.storing.store import Store, get_json, object_key
from coursewright.reviewing.judging import judge
from desks import Desk
from judged_candidates import peopled
from reviewers import Reviewer, reviewer
from served import api_over
from small_course import LESSON, VALID, small
from taken_down import ORDERED, take_down

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


class MayNotList:
    """A store read by a role that may not list what is private: whatever is absent there is refused, as by S3."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        return getattr(self.store, name)

    def get(self, key: str) -> bytes:
        try:
            return self.store.get(key)
        except MissingObjectError as error:
            if key.partition("/")[0] not in (PRIVATE, KEYS, COACH):
                raise
            raise StoreError(f"{key} cannot be read: Access Denied") from error


@pytest.fixture
def standing(tmp_path: Path) -> Desk:
    """A channel's release, with a candidate beside it."""
    made = Desk(tmp_path)
    made.publish(peopled(base=small()))
    made.deposit(peopled(base=small("more")))
    return made


def lose(desk: Desk, space: str, digest: str) -> None:
    """Take down what a channel stands at, as only somebody could who records it by hand."""
    body = {"act": "expunge", "object": digest, "releases": [], "law": ""}
    expunged_log(desk.released, digest).append(None, ORDERED, body)
    (desk.released.root / object_key(space, Digest(digest))).unlink()


def at_s3(desk: Desk) -> Reviewer:
    return reviewer(desk.candidates, MayNotList(desk.released))


def test_whose_people_were_taken_down_is_told_and_no_trouble_of_the_store(standing: Desk) -> None:
    root = get_json(standing.released, Digest(peopled(base=small()).private_root), PRIVATE)
    lose(standing, PRIVATE, root["editors"])
    page = at_s3(standing).get("/review/2026-Q4-rc.2")

    assert 410 == page.status
    assert "This was taken down" in page.words
    assert "A court ordered it." in page.words
    assert [200] * 3 == [at_s3(standing).get(f"/review/2026-Q4{tab}").status for tab in ("", "/findings", "/changes")]


@pytest.mark.parametrize("space", [KEYS, COACH])
def test_an_item_whose_key_or_notes_were_taken_down_is_shown_without(standing: Desk, space: str) -> None:
    root = get_json(standing.released, Digest(peopled(base=small()).private_root), PRIVATE)
    lose(standing, space, root[space])

    for at in ("2026-Q4", "2026-Q4-rc.2"):
        page = at_s3(standing).get(f"/review/{at}/items/minimal/final")
        assert (200, True) == (page.status, "the tutor is told, was taken down." in page.words)
