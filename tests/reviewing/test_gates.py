"""What each gate finds wrong, and that it says so where it cannot tell."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from courses import CONTENT, release
from coursewright.publishing.changes.change import Changes, CourseChange, ItemChange
from coursewright.publishing.changes.record import changes_bytes, changes_key
from coursewright.publishing.depositing.deposit import Candidate
from gated import observed
from judged_candidates import Judged, of, peopled
from people_of_releases import editors
from small_course import small

NEW_YEAR, AFTER = date(2027, 1, 1), date(2027, 1, 2)


def _noted(desk: Judged, findings: list[dict[str, Any]], acknowledged: dict[str, Any] | None = None) -> Candidate:
    made = peopled(acknowledged=acknowledged)
    note = {"kind": "checked", "as_of": "2026-11-22", "findings": findings}
    desk.candidates.put_if_absent(f"checked/{made.manifest}.json", json.dumps(note).encode())
    return desk.candidate(made)


def _finding(severity: str = "error", *, acknowledged: bool = False) -> dict[str, Any]:
    place = {"path": "courses/a.md"}
    return {"code": "dead-model", "severity": severity, "place": place, "message": "It is gone", "acknowledged": acknowledged}


def test_an_error_that_nobody_lives_with_fails() -> None:
    desk = Judged()
    found = of(desk.judge(_noted(desk, [_finding()])), "findings")
    assert (found.state, found.items) == ("failed", ("dead-model in courses/a.md: It is gone",))


def test_what_is_acknowledged_or_no_error_passes() -> None:
    desk = Judged()
    assert of(desk.judge(_noted(desk, [_finding(acknowledged=True), _finding("warning")])), "findings").state == "passed"


def test_an_acknowledgement_runs_out_by_the_day_of_the_promotion() -> None:
    desk = Judged()
    named = {"code": "dead-model", "reason": "r", "until": "2026-12-31", "by": None}
    entries = [{**named, "path": path} for path in ("courses/a.md", None)]
    candidate = _noted(desk, [_finding(acknowledged=True)], acknowledged={"2026-Q4": entries})
    assert of(desk.judge(candidate), "findings").state == "passed"
    found = of(desk.judge(candidate, at=datetime(2027, 1, 1, tzinfo=UTC)), "findings")
    told = ("dead-model in courses/a.md was acknowledged until 2026-12-31", "dead-model was acknowledged until 2026-12-31")
    assert (found.state, found.items) == ("failed", told)


def test_without_a_record_of_the_check_nobody_can_tell() -> None:
    desk = Judged()
    candidate = desk.candidate(peopled())
    desk.candidates._held.pop(f"checked/{candidate.record['manifest']}.json")
    found = of(desk.judge(candidate), "findings")
    assert found.state == "failed"
    assert "deposit the commit again" in found.reason


def test_without_a_record_of_the_authors_nobody_can_tell() -> None:
    desk = Judged()
    found = of(desk.judge(desk.candidate(peopled(), authors=None)), "authors")
    assert found.state == "failed"
    assert "deposit the commit again" in found.reason


def test_an_author_whom_nobody_knows_fails() -> None:
    desk = Judged()
    found = of(desk.judge(desk.candidate(peopled(), ["ann@school.example", "stranger@school.example"])), "authors")
    assert found.items == ("stranger@school.example",)


def test_an_author_whom_only_the_candidate_knows_fails() -> None:
    desk = Judged()
    desk.promoted(peopled())
    candidate = desk.candidate(peopled({"eve": ("eve@school.example",)}, base=small("more")), ["eve@school.example"])
    assert "eve@school.example" in of(desk.judge(candidate), "authors").items


def test_an_item_that_went_without_a_word_fails() -> None:
    desk, old, new = Judged(), peopled(), peopled(base=small("more"))
    desk.promoted(old)
    gone = [_gone("lost"), _gone("moved", heir="writing"), _gone("old", gone_because="Nobody does it.")]
    changes = Changes(old.manifest, new.manifest, (CourseChange("minimal", "Minimal", "kept", items=tuple(gone)),))
    desk.candidates.put_if_absent(changes_key(old.manifest, new.manifest), changes_bytes(changes))
    assert of(desk.judge(desk.candidate(new)), "ids").items == ("lesson minimal/lost",)


def _gone(name: str, heir: str | None = None, gone_because: str | None = None) -> ItemChange:
    return ItemChange("minimal", name, "lesson", name, 1, "removed", (), heir=heir, gone_because=gone_because)


def test_a_claim_about_a_model_that_was_seen_to_end_is_broken() -> None:
    desk = Judged()
    candidate = desk.candidate(peopled())
    assert of(desk.judge(candidate), "claims").state == "passed"
    observed(desk.released, "deep-1", "2026-11-01")
    found = of(desk.judge(candidate), "claims")
    assert found.items == ("deep-1-reasons: all it is about was shut down by 2026-11-01",)


def test_a_claim_that_nobody_looked_at_in_time_is_told() -> None:
    desk = Judged()
    candidate = desk.candidate(peopled())
    days = {day: of(desk.judge(candidate, at=datetime.combine(day, time(12), UTC)), "claims") for day in (NEW_YEAR, AFTER)}
    assert "passed" == days[NEW_YEAR].state
    assert ("deep-1-reasons: it was to be looked at again by 2027-01-01",) == days[AFTER].items


def test_what_rests_on_a_claim_that_may_end_need_not_be_acknowledged_itself() -> None:
    desk, content = Judged(), release(CONTENT)
    said = editors(content)["acknowledged"]
    passed = of(desk.judge(desk.candidate(peopled(base=content, acknowledged=said))), "shutdowns")
    without = {edition: [one for one in entries if "gpt-4o" not in one["path"]] for edition, entries in said.items()}
    found = of(desk.judge(desk.candidate(peopled(base=content, acknowledged=without))), "shutdowns")

    assert ("passed", ()) == (passed.state, passed.items)
    assert "question ai-foundations/final-exam/ex-end-date: gpt-4o ends on 2027-01-14" in found.items


def test_a_model_that_ends_before_the_edition_does_is_told_with_what_needs_it() -> None:
    desk = Judged()
    candidate = desk.candidate(peopled())
    observed(desk.released, "deep-1", "2026-12-15")
    found = of(desk.judge(candidate), "shutdowns")
    assert "the baseline model deep-1 ends on 2026-12-15" in found.items
    assert "claim deep-1-reasons: deep ends on 2026-12-15" in found.items
    assert of(desk.judge(candidate), "claims").state == "passed"


@pytest.mark.parametrize(
    ("paths", "left"),
    [
        (["editions/2026-Q4.yaml", "claims/deep-1-reasons.yaml"], set()),
        (["editions/", "claims"], set()),
        ([None], set()),
        (["editions/2026-Q4.yaml"], {"claim"}),
        (["claims/deep-1", "edition"], {"claim", "the baseline"}),
    ],
    ids=["files", "folders", "all files", "one file", "parts of names"],
)
def test_unless_its_file_is_acknowledged_to_end(paths: list[str | None], left: set[str]) -> None:
    """As checking takes it: an entry may be for a file, for a folder, or for all."""
    desk = Judged()
    named = {"code": "ending-model", "reason": "r", "until": "2026-12-31", "by": None}
    candidate = desk.candidate(peopled(acknowledged={"2026-Q4": [{**named, "path": path} for path in paths]}))
    observed(desk.released, "deep-1", "2026-12-15")
    items = of(desk.judge(candidate), "shutdowns").items
    assert left == {what for what in ("the baseline", "claim") if any(one.startswith(what) for one in items)}


def test_what_ends_after_the_edition_does_not_matter_to_it() -> None:
    desk = Judged()
    candidate = desk.candidate(peopled())
    observed(desk.released, "deep-1", "2027-01-15")
    assert of(desk.judge(candidate), "shutdowns").state == "passed"


def test_what_a_source_said_and_cannot_be_read_might_be_an_end() -> None:
    desk = Judged()
    candidate = desk.candidate(peopled())
    observed(desk.released, "deep-1", "2027-01-15")
    for key in desk.released.keys("observed/"):
        desk.released._held[key] = b"{}"
    found = desk.judge(candidate)
    assert [of(found, gate).state for gate in ("claims", "shutdowns")] == ["failed", "failed"]
