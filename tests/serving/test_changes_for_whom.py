"""What changed is told of courses that a caller may read, and of no others, whichever side they may not read it on."""

from __future__ import annotations

import json
from typing import Any

from courses import ARCHIVE, compiled, edited, release, replaced
from coursewright.authoring.source_tree import SourceTree
from coursewright.compiling.release import Release
from described import assert_shaped
from library import course, library, promoted
from served import Api, api_over
from serving.known_callers import TOKEN, Known


def _changes(api: Api, address: str, **fields: str) -> dict[str, Any]:
    found: dict[str, Any] = assert_shaped(api.get(address, **fields), "ChangesAnswer")
    return found


def _mixed(availability: str, *, text: str = "", shipped: str = "public") -> Release:
    files = dict(library(course("closed", availability=availability)).files)
    lesson = "courses/closed/only/0001-lesson-1.md"
    files[lesson] += text.encode()
    about = "courses/ai-foundations/course.yaml"
    files[about] = files[about].replace(b"availability: public", f"availability: {shipped}".encode())
    return compiled(SourceTree(files))


def test_what_changed_in_an_invited_course_is_told_to_its_readers_alone() -> None:
    store = promoted(release(ARCHIVE), _mixed("invited", text="\n\nA secret was added here.\n"))
    api = api_over(store, callers=Known())
    mine, theirs = (_changes(api, "/v1/2026-Q4/changes", **fields) for fields in ({}, TOKEN))

    assert (["ai-foundations"], ["ai-foundations", "closed"]) == tuple(
        [one["id"] for one in answer["changes"]["offered"]["courses"]] for answer in (mine, theirs)
    )
    assert "Closed" not in api.get("/v1/2026-Q4/changes.html").body.decode()
    assert "Closed" in api.get("/v1/2026-Q4/changes.html", **TOKEN).body.decode()
    assert 404 == api.get("/v1/2026-Q4/changes?course=closed").status
    assert 200 == api.get("/v1/2026-Q4/changes?course=closed", **TOKEN).status
    done = b'{"completed": ["closed/lesson-1", "closed/nothing"]}'
    unknown = [
        [one["id"] for one in api.post("/v1/2026-Q4/changes", done, **fields).json()["changes"]["unknown"]]
        for fields in ({}, TOKEN)
    ]
    assert [["closed/lesson-1", "closed/nothing"], ["closed/nothing"]] == unknown
    assert ["public", "private"] == [
        api.get("/v1/2026-Q4/changes", **fields).headers["cache-control"].partition(",")[0] for fields in ({}, TOKEN)
    ]


def test_a_program_of_courses_that_are_not_for_a_caller_came_for_others_alone() -> None:
    after = dict(library(course("closed", availability="invited")).files)
    after["programs/closed.yaml"] = b"title: Closed\nsummary: Not for all.\ncourses: [closed]\ncredential: ai-foundations\n"
    api = api_over(promoted(release(ARCHIVE), compiled(SourceTree(after))), callers=Known())
    told = [
        [reason["names"] for reason in _changes(api, "/v1/2026-Q4/changes", **fields)["changes"]["offered"]["reasons"]]
        for fields in ({}, TOKEN)
    ]

    assert [False, True] == [["closed"] in names for names in told]
    assert b"Closed" not in api.get("/v1/2026-Q4/changes.md").body


def test_a_course_that_becomes_public_came_for_those_who_could_not_read_it_and_changed_for_others() -> None:
    store = promoted(_opened("invited", "2026-Q3"), _opened("public", "2026-Q4"))
    api = api_over(store, callers=Known())
    changes = [
        {one["id"]: one["change"] for one in _changes(api, "/v1/2026-Q4/changes", **fields)["changes"]["offered"]["courses"]}
        for fields in ({}, TOKEN)
    ]

    assert [{"closed": "added"}, {"closed": "kept"}] == [{"closed": one["closed"]} for one in changes]


def test_a_course_that_is_no_longer_public_went_for_those_who_cannot_read_it_now() -> None:
    store = promoted(_opened("public", "2026-Q3"), _opened("invited", "2026-Q4", text="\n\nA secret was added here.\n"))
    answer = _changes(api_over(store, callers=Known()), "/v1/2026-Q4/changes")

    assert ["removed"] == [one["change"] for one in answer["changes"]["offered"]["courses"] if one["id"] == "closed"]
    assert "secret" not in json.dumps(answer)


def _opened(availability: str, edition: str, text: str = "") -> Release:
    files = dict(library(course("closed", availability=availability)).files)
    files["courses/closed/only/0001-lesson-1.md"] += text.encode()
    for name in ("2026-Q3", "2026-Q4"):
        if name > edition:
            files.pop(f"editions/{name}.yaml")
    return compiled(SourceTree(files))


def test_a_certificate_that_takes_a_course_now_that_this_caller_may_not_read_is_not_reasoned_about() -> None:
    files = dict(library(course("closed", availability="invited")).files)
    program = "programs/ai-foundations.yaml"
    files[program] = files[program].replace(b"courses: [ai-foundations]", b"courses: [ai-foundations, closed]")
    api = api_over(promoted(release(ARCHIVE), compiled(SourceTree(files))), callers=Known())

    assert "losed" not in json.dumps(_changes(api, "/v1/2026-Q4/changes"))
    (effect,) = _changes(api, "/v1/2026-Q4/changes", **TOKEN)["certificates"]
    assert "It takes the course “Closed” now, too." in effect["log"]
    assert "This course is new." not in effect["log"]
    assert [("closed", True)] == [(one["course"], one["new"]) for one in effect["objectives"] if one["new"]]


def test_a_certificate_with_a_course_this_caller_may_not_read_is_not_reasoned_about() -> None:
    hidden = edited({"courses/ai-foundations/course.yaml": replaced("availability: public", "availability: invited")}, ARCHIVE)
    for before, after in ((release(ARCHIVE), _mixed("public", shipped="invited")), (compiled(hidden), _mixed("public"))):
        api = api_over(promoted(before, after), callers=Known())

        assert [] == _changes(api, "/v1/2026-Q4/changes")["certificates"]
        assert ["ai-foundations"] == [one["credential"] for one in _changes(api, "/v1/2026-Q4/changes", **TOKEN)["certificates"]]
