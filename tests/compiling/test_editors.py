"""A release tells who its editors are, what it asks for before the next one goes out, and what is lived with: in private."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from authoring.trees import with_files
from courses import ARCHIVE, CONTENT, compiled, curriculum, manifest, read, release
from coursewright.authoring.check import check
from coursewright.compiling.digest import Digest
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import OBJECTS, PRIVATE
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.publishing.storing.store import object_key
from coursewright.reviewing.editors import editors_in
from people_of_releases import before_format_5, editors
from small_course import VALID

PEOPLE = """people:
  - id: author
    name: The author
    git: [Author@Example.org, author@school.example]
    sign_in: [author]
    owns: [courses/minimal]
  - id: reviewer
    name: The reviewer
"""
REVIEW = "review:\n  approvals: 3\n  reviewers: [reviewer, author]\nblind:"
Q3 = """title: 2026, third quarter
period:
  from: 2026-07-01
  until: 2026-09-30
effective: 2026-07-01
baseline_models: [swift-1]
note: |
  The first edition.
acknowledged:
  - {code: dead-model, path: courses, reason: Told., until: 2026-09-30, by: who-left}
  - {code: ending-model, reason: Told., until: 2026-08-01}
"""
SETTINGS, Q4 = "curriculum.yaml", "editions/2026-Q4.yaml"


def made_of(changes: Mapping[str, str]) -> Release:
    return compiled(with_files(changes))


def valid(path: str) -> str:
    return (VALID / path).read_text()


def everything() -> Release:
    settings = valid(SETTINGS).replace("blind:", REVIEW)
    return made_of({"people.yaml": PEOPLE, SETTINGS: settings, "editions/2026-Q3.yaml": Q3})


def stored(made: Release) -> MemoryStore:
    store = MemoryStore()
    for place, data in made.objects.items():
        store.put_if_absent(object_key(*place), data)
    return store


def test_the_editors_are_told_to_the_letter() -> None:
    told = editors(everything())
    blind = bytes.fromhex("00112233445566778899aabbccddeeff" * 2)

    assert told == {
        "kind": "editors",
        "blind": hmac.new(blind, b"editors", hashlib.sha256).hexdigest(),
        "people": [
            {
                "id": "author",
                "name": "The author",
                "git": ["Author@Example.org", "author@school.example"],
                "sign_in": ["author"],
                "owns": ["courses/minimal"],
            },
            {"id": "reviewer", "name": "The reviewer", "git": [], "sign_in": [], "owns": []},
        ],
        "review": {"approvals": 3, "reviewers": ["reviewer", "author"]},
        "acknowledged": {
            "2026-Q3": [
                {"code": "dead-model", "path": "courses", "reason": "Told.", "until": "2026-09-30", "by": "who-left"},
                {"code": "ending-model", "path": None, "reason": "Told.", "until": "2026-08-01", "by": None},
            ],
        },
    }


def test_what_nobody_says_is_two_approvals_by_anybody() -> None:
    assert {"approvals": 2, "reviewers": None} == editors(made_of({}))["review"]


def test_what_is_compiled_is_what_the_gates_read() -> None:
    made = everything()
    found = editors_in(stored(made), made.private_root)

    assert found
    assert (3, frozenset({"reviewer", "author"})) == (found.approvals, found.reviewers)
    assert ["author", None] == [one.id if (one := found.person(name)) else None for name in ("AUTHOR@example.org", "nobody")]
    assert ["dead-model", "ending-model"] == [entry["code"] for entry in found.acknowledged["2026-Q3"]]


def test_a_release_of_format_4_tells_of_nobody_and_is_read_all_the_same() -> None:
    made = before_format_5(everything())

    assert 4 == manifest(made)["format"]
    assert None is editors_in(stored(made), made.private_root)


@pytest.mark.parametrize("folder", [CONTENT, ARCHIVE], ids=["2026-Q4", "2026-Q3"])
def test_a_shipped_edition_tells_who_made_it_and_no_public_object_does(folder: Path) -> None:
    made = release(folder)
    told = editors(made)
    root = read(made, made.private_root, PRIVATE)
    public = b"".join(data for (space, _), data in made.objects.items() if space == OBJECTS)

    assert [person.id for person in curriculum(folder).people.people] == [one["id"] for one in told["people"]]
    assert {n: len(file.acknowledged) for n, file in curriculum(folder).editions.items() if file.acknowledged} == {
        n: len(entries) for n, entries in told["acknowledged"].items()
    }
    assert told["acknowledged"]
    assert {"kind", "keys", "coach", "editors"} == set(root)
    for secret in (root["editors"], told["blind"], *(name for one in told["people"] for name in one["git"])):
        assert secret.encode() not in public


def test_another_editor_changes_the_editors_the_root_and_the_manifest_and_nothing_else() -> None:
    before, after = made_of({}), made_of({"people.yaml": PEOPLE})
    new = set(after.objects) - set(before.objects)
    root = read(after, after.private_root, PRIVATE)

    assert {(PRIVATE, Digest(root["editors"])), (PRIVATE, after.private_root), (OBJECTS, after.manifest)} == new


def test_what_is_acknowledged_changes_no_object_that_learners_may_read_but_the_manifest() -> None:
    entry = "acknowledged:\n  - {code: short-exam, reason: Told., until: 2026-12-31, by: author}\n"
    before, after = made_of({}), made_of({Q4: valid(Q4) + entry})
    new = {place for place in set(after.objects) - set(before.objects) if place[0] == OBJECTS}

    assert {(OBJECTS, after.manifest)} == new
    assert "author" not in json.dumps(read(after, manifest(after)["editions"]))


@pytest.mark.parametrize("number", [0, 10])
def test_a_policy_may_ask_for_none_and_for_ten(number: int) -> None:
    settings = valid(SETTINGS) + f"review: {{approvals: {number}}}\n"

    assert number == editors(made_of({SETTINGS: settings}))["review"]["approvals"]


@pytest.mark.parametrize(
    "review",
    ["{approvals: 11}", "{approvals: -1}", "{approvals: two}", "{reviewers: []}", "{reviewers: [A B]}", "{who: author}", "two"],
)
def test_a_policy_that_cannot_be_is_a_finding(review: str) -> None:
    found = check(with_files({SETTINGS: valid(SETTINGS) + f"review: {review}\n"})).findings

    assert [SETTINGS] == [finding.place.path for finding in found]
