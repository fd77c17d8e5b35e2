"""What moves about a course, on a day; and what came after a release."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from counting_store import CountingStore
from courses import ARCHIVE, COURSE, MENDED, STAMP, compiled, edited, index, manifest, read, release
from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import OBJECTS
from coursewright.publishing.promoting.withdrawal import withdraw
from coursewright.publishing.records.names import Numbered
from coursewright.publishing.storing.compressed import compressed_key
from coursewright.publishing.storing.store import object_key
from coursewright.renewing.status import course_status
from coursewright.serving.access.callers import Caller
from library import promoted
from served import Api, api_over
from serving.known_callers import TOKEN, Known

STATUS = "courses/ai-foundations/status"


@pytest.mark.parametrize("day", ["2026-10-26", "2026-12-12", "2030-01-01"])
def test_the_status_is_that_of_the_release_on_the_day(api: Api, day: str) -> None:
    found = api.get(f"/v1/stable/{STATUS}?as_of={day}").json()
    made = release()
    ledger, outline = read(made, manifest(made)["models"]), index(made)

    assert (day, "2026-Q4.1") == (found["as_of"], found["release"])
    assert course_status(outline, read(made, outline["claims"]), ledger, date.fromisoformat(day)) == found["status"]


def test_without_a_day_it_is_today_in_utc_by_the_servers_clock() -> None:
    evening = datetime(2026, 12, 31, 20, tzinfo=timezone(timedelta(hours=-6)))
    api = api_over(promoted(release()), now=lambda: evening)
    answer = api.get(f"/v1/2026-Q4.1/{STATUS}")

    assert "2027-01-01" == answer.json()["as_of"]
    assert "/v1/2026-Q4/courses/ai-foundations/status" == answer.json()["pin"]
    assert "public, max-age=60" == answer.headers["cache-control"]
    assert answer.headers["content-location"].endswith("/status?as_of=2027-01-01")
    assert "public, max-age=5" == api.get(f"/v1/stable/{STATUS}").headers["cache-control"]


@pytest.mark.parametrize(
    "day", ["", "today", "2026-13-01", "2026-02-30", "20261125", "2026-W48-3", "2026-11-25T00:00:00", "+2026-1-1"]
)
def test_what_is_no_day_is_a_problem_that_says_what_is(api: Api, day: str) -> None:
    answer = api.get(f"/v1/stable/{STATUS}?as_of={day}")

    assert (400, ["as_of"]) == (answer.status, [error["parameter"] for error in answer.json()["errors"]])
    assert "written as 2026-11-25" in answer.json()["detail"]


def test_a_newer_edition_and_a_correction_are_told(store_of_three: CountingStore) -> None:
    api = api_over(store_of_three)
    told = {
        at: [api.get(f"/v1/{at}{path}").json()[name] for path in ("", f"/{STATUS}") for name in ("corrected_by", "superseded_by")]
        for at in ("2026-Q3", "2026-Q4.1", "2026-Q4", "stable")
    }

    assert [None, "2026-Q4"] * 2 == told["2026-Q3"]
    assert ["2026-Q4.2", None] * 2 == told["2026-Q4.1"]
    assert [None, None] * 2 == told["2026-Q4"] == told["stable"]


class _ReaderOfTheFirst(Caller):
    """Somebody who may read the course in its first edition only, where nothing was retired yet."""

    def may_read(self, course: Mapping[str, Any]) -> bool:
        return "retired" in course and not course["retired"]


def test_a_newer_edition_counts_only_if_the_caller_may_read_the_course_in_it(store_of_three: CountingStore) -> None:
    api = api_over(store_of_three, callers=Known(_ReaderOfTheFirst()))

    assert 404 == api.get(f"/v1/2026-Q4/{STATUS}", **TOKEN).status
    assert api.get(f"/v1/2026-Q3/{STATUS}", **TOKEN).json()["superseded_by"] is None


def test_caches_keep_it_for_each_caller_apart(api: Api) -> None:
    """As who may read a course in the newer edition is told of it, and nobody else."""
    for path in (STATUS, ""):
        assert "Authorization, Accept-Encoding" == api.get(f"/v1/2026-Q3/{path}".rstrip("/")).headers["vary"]


@pytest.mark.parametrize("damaged", ["record", "manifest", "course"])
def test_a_damaged_newer_edition_is_passed_over(store_of_three: CountingStore, damaged: str) -> None:
    made = compiled(edited({f"{COURSE}/asking-well/03-prompting-that-works.md": MENDED}))
    places = {
        "record": store_of_three.keys("editions/2026-Q4/"),
        "manifest": [object_key(OBJECTS, made.manifest), compressed_key(made.manifest)],
        "course": [key(Digest(manifest(made)["courses"]["ai-foundations"])) for key in (_object_key, compressed_key)],
    }
    for key in places[damaged]:
        store_of_three.kept[key] = b"{}"
    api = api_over(store_of_three)

    answer = api.get(f"/v1/2026-Q3/{STATUS}")
    assert (200, None) == (answer.status, answer.json()["superseded_by"])
    assert 200 == api.get("/v1/2026-Q3").status
    assert 502 == api.get(f"/v1/2026-Q4/{STATUS}").status


def _object_key(digest: Digest) -> str:
    return object_key(OBJECTS, digest)


def test_a_withdrawn_release_says_why(store_of_three: CountingStore) -> None:
    withdraw(store_of_three, Numbered("2026-Q4", 2), STAMP)
    api = api_over(store_of_three)

    for path in ("", f"/{STATUS}"):
        assert "a test" == api.get(f"/v1/2026-Q4.2{path}").json()["withdrawn"]
        assert ("2026-Q4.1", None) == tuple(api.get(f"/v1/2026-Q4{path}").json()[name] for name in ("release", "withdrawn"))


@pytest.fixture
def store_of_three() -> CountingStore:
    fixed = compiled(edited({f"{COURSE}/asking-well/03-prompting-that-works.md": MENDED}))
    return promoted(release(ARCHIVE), release(), fixed)


def test_the_clock_is_not_asked_for_a_named_day() -> None:
    def broken() -> datetime:
        raise AssertionError("nobody should ask")

    api = api_over(promoted(release()), now=broken)

    assert 200 == api.get(f"/v1/stable/{STATUS}?as_of=2026-12-01").status
