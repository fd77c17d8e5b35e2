"""What belongs to a release as a whole, where some of its courses are not for everybody."""

from __future__ import annotations

import pytest

from courses import compiled, manifest, release
from coursewright.authoring.source_tree import SourceTree
from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import OBJECTS
from coursewright.publishing.storing.compressed import compressed_key
from coursewright.publishing.storing.store import object_key
from library import course, library, promoted
from served import Api, api_over
from serving.known_callers import TOKEN, Known


@pytest.fixture(scope="module")
def mixed() -> Api:
    """The shipped course and an invited one; the program and the claims of each."""
    files = dict(library(course("closed", availability="invited")).files)
    claim = next(path for path in sorted(files) if path.startswith("claims/") and path.endswith(".yaml"))
    program, credential = "programs/ai-foundations.yaml", "credentials/ai-foundations.yaml"
    files["claims/closed-claim.yaml"] = files[claim]
    files["programs/closed.yaml"] = b"title: Closed\nsummary: Not for all.\ncourses: [closed]\ncredential: ai-foundations\n"
    assert program in files
    assert credential in files
    lesson = "courses/closed/only/0001-lesson-1.md"
    files[lesson] = files[lesson].replace(b"minutes: 5", b"minutes: 5\nclaims: [closed-claim]")
    return api_over(promoted(compiled(SourceTree(files))), callers=Known())


def test_a_claim_of_an_invited_course_is_for_its_readers(mixed: Api) -> None:
    assert 404 == mixed.get("/v1/stable/claims/closed-claim").status
    assert 200 == mixed.get("/v1/stable/claims/closed-claim", **TOKEN).status
    assert 200 == mixed.get("/v1/stable/claims/english-token-rule-of-thumb").status


def test_a_program_of_invited_courses_alone_is_for_their_readers(mixed: Api) -> None:
    seen = [
        [program["id"] for program in mixed.get("/v1/stable/programs", **fields).json()["programs"]["programs"]]
        for fields in ({}, TOKEN)
    ]

    assert [["ai-foundations"], ["ai-foundations", "closed"]] == seen


@pytest.mark.parametrize("path", ["manifest", "programs", "models", "claims/english-token-rule-of-thumb"])
def test_no_shared_cache_keeps_what_belongs_to_such_a_release(mixed: Api, path: str) -> None:
    for fields in ({}, TOKEN):
        answer = mixed.get(f"/v1/2026-Q4.1/{path}", **fields)
        assert 200 == answer.status
        assert answer.headers["cache-control"].startswith("private, ")
        assert "Authorization, Accept-Encoding" == answer.headers["vary"]


@pytest.mark.parametrize("path", ["manifest", "models"])
def test_a_damaged_catalogue_harms_neither_and_neither_is_then_public(path: str) -> None:
    store = promoted(release())
    digest = Digest(manifest(release())["catalogue"])
    for key in (object_key(OBJECTS, digest), compressed_key(digest)):
        store.kept[key] = b"{}"
    answer = api_over(store).get(f"/v1/2026-Q4.1/{path}")

    assert (200, "private") == (answer.status, answer.headers["cache-control"].split(",")[0])
