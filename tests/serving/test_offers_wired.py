"""What an offer is made of: both releases' courses, the newer ledger, the texts themselves, and the course that was asked for."""

from __future__ import annotations

from functools import cache
from typing import Any

from courses import compiled, release
from coursewright.authoring.source_tree import SourceTree
from coursewright.compiling.release import Release
from described import assert_shaped
from library import course, library, promoted
from served import Api, api_over


def _offer(api: Api, address: str) -> dict[str, Any]:
    found: dict[str, Any] = assert_shaped(api.get(address), "ChangesAnswer")["changes"]
    return found


@cache
def _merging() -> Api:
    """2026-Q4 has a course that 2026-Q3 has not, and has made one of two lessons that 2026-Q3 has."""
    before = dict(library(course("merging", 3)).files)
    after = dict(library(course("merging", 3), course("newer", 1)).files)
    one, _ = (after.pop(f"courses/merging/only/000{number}-lesson-{number}.md") for number in (1, 2))
    after["courses/merging/only/0001-both.md"] = one.replace(b"---\n", b"---\nformerly: [lesson-1, lesson-2]\n", 1)
    before.pop("editions/2026-Q4.yaml")
    return api_over(promoted(*(compiled(SourceTree(files)) for files in (before, after))))


def test_staying_is_judged_by_the_ledger_of_the_newer_release_whichever_way_one_goes(api: Api) -> None:
    """2026-Q3 did not know yet that gpt-4o ends, nor what takes the place of o1 today."""
    ahead = _offer(api, "/v1/2026-Q4/changes?since=2026-Q3&as_of=2026-11-25")["staying"]["models"]
    back = _offer(api, "/v1/2026-Q3/changes?since=2026-Q4&as_of=2026-11-25")["staying"]["models"]

    assert ["o1", "gpt-5", "o3", "gpt-4o"] == [one["model"] for one in ahead]
    assert ["gpt-5.6-sol"] == ahead[0]["replacements"]
    assert ["gpt-4.1", "gpt-4.1-mini", "gpt-4o-mini"] == [one["model"] for one in back]


def test_of_lessons_that_became_one_each_is_compared_with_it() -> None:
    """What is kept is kept because the texts were compared, as no claims or goals of the second are lost."""
    plan = _offer(_merging(), "/v1/2026-Q4/changes?since=2026-Q3&course=merging&completed=lesson-2")["carry_over"][0]

    assert [("both", ["lesson-1", "lesson-2"])] == [(item["id"], item["was"]) for item in plan["kept"]]
    assert [("lesson-2", "both")] == [(gone["id"], gone["heir"]["id"]) for gone in plan["gone"]]


def test_a_course_that_only_one_of_the_two_has_is_all_new_or_all_gone() -> None:
    ahead = _offer(_merging(), "/v1/2026-Q4/changes?since=2026-Q3&course=newer")["carry_over"]
    back = _offer(_merging(), "/v1/2026-Q3/changes?since=2026-Q4&course=newer")
    by_itself = _offer(_merging(), "/v1/2026-Q3/changes?since=2026-Q4&completed=both,newer/lesson-1")

    assert [(False, ["lesson-1"], [])] == [(one["is_gone"], [item["id"] for item in one["new"]], one["gone"]) for one in ahead]
    assert [(True, ["lesson-1"])] == [(one["is_gone"], [item["id"] for item in one["gone"]]) for one in back["carry_over"]]
    assert ([], {"merging", "newer"}) == (by_itself["unknown"], {one["course"] for one in by_itself["carry_over"]})
    assert 404 == _merging().get("/v1/2026-Q4/changes?since=2026-Q4&course=nothing").status


def test_what_an_edition_moved_already_is_of_the_course_that_was_asked_for() -> None:
    api = api_over(promoted(_mended(0), _mended(1), release()))
    told = [_offer(api, f"/v1/2026-Q4/changes?since=2026-Q3.1&course={name}")["already"] for name in ("mended", "left")]

    assert [["mended"], []] == [[one["id"] for one in already["courses"]] for already in told]


@cache
def _mended(times: int) -> Release:
    """2026-Q3 with two courses more, in one of which a comma became a semicolon."""
    files = {**_archived(), **course("mended", 1), **course("left", 1)}
    lesson = "courses/mended/only/0001-lesson-1.md"
    files[lesson] = files[lesson].replace(b"lesson 1, long", b"lesson 1; long", times)
    return compiled(SourceTree(files))


def _archived() -> dict[str, bytes]:
    """The files of an edition before the shipped one."""
    files = dict(library().files)
    files.pop("editions/2026-Q4.yaml")
    return files
