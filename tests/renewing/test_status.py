"""What a course's status says, case by case, and for the shipped editions."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from courses import ARCHIVE, CONTENT, ROOT, index, manifest, read, release
from coursewright.renewing.status import course_status

LEDGER: dict[str, Any] = {
    "models": [
        {"id": "old", "shutdown": "2026-10-23", "replacements": ["new"], "capabilities": ["reasoning"]},
        {"id": "old-1", "shutdown": "2026-10-01", "replacements": ["old"], "capabilities": []},
        {"id": "next", "shutdown": "2027-01-14", "replacements": ["new", "old"], "capabilities": ["reasoning"]},
        {"id": "new", "shutdown": None, "replacements": [], "capabilities": ["reasoning", "vision"]},
        {"id": "half", "shutdown": "2026-10-23", "replacements": [], "capabilities": ["audio"]},
        {"id": "half-2", "shutdown": None, "replacements": [], "capabilities": []},
    ],
    "families": [{"id": "old", "members": ["old", "old-1"]}, {"id": "half", "members": ["half", "half-2"]}],
}
FAR = "2100-01-01"


def _claim(name: str, models: list[str], review_by: str = FAR) -> dict[str, Any]:
    return {"id": name, "statement": f"So it is with {name}.", "models": models, "review_by": review_by}


CLAIMS = {
    claim["id"]: claim
    for claim in (
        _claim("of-old", ["old"]),
        _claim("of-old-and-new", ["old", "new"]),
        _claim("of-next", ["next"]),
        _claim("of-audio", ["has:audio"]),
        _claim("of-reasoning", ["has:reasoning"]),
        _claim("due", ["new"], "2026-11-30"),
    )
}


def _judged(item: dict[str, Any], on: str, notice_days: int = 90) -> dict[str, Any]:
    made = course_status(
        {"id": "x", "items": {"it": item}}, {"claims": CLAIMS}, LEDGER, date.fromisoformat(on), notice_days=notice_days
    )
    found: dict[str, Any] = made["items"]["it"]
    return found


def _lesson(models: str = "", claims: str = "") -> dict[str, Any]:
    return {"models": models.split(), "claims": claims.split()}


def _quiz(claims: str) -> dict[str, Any]:
    return {"claims": claims.split()}


@pytest.mark.parametrize(
    ("item", "on", "status", "until", "codes"),
    [
        (_lesson(), "2026-11-25", "current", None, []),
        (_lesson("new", "of-reasoning"), "2026-11-25", "current", FAR, []),
        (_lesson("old"), "2026-07-24", "current", "2026-07-24", []),
        (_lesson("old"), "2026-07-25", "expiring", "2026-10-22", ["model-ending"]),
        (_lesson("old"), "2026-10-22", "expiring", "2026-10-22", ["model-ending"]),
        (_lesson("old"), "2026-10-23", "broken", None, ["model-ended"]),
        (_lesson("half"), "2026-10-23", "current", None, []),
        (_lesson("old new"), "2026-10-23", "expiring", None, ["model-ended"]),
        (_lesson("old has:vision"), "2026-10-23", "expiring", None, ["model-ended"]),
        (_lesson("old next"), "2026-10-23", "expiring", "2027-01-13", ["model-ended", "model-ending"]),
        (_lesson("old next"), "2027-01-14", "broken", None, ["model-ended", "model-ended"]),
        (_lesson("has:reasoning"), "2027-01-14", "current", None, []),
        (_lesson("has:audio"), "2026-10-23", "broken", None, ["model-ended"]),
        (_lesson("old new", "of-old"), "2026-10-23", "broken", None, ["claim-ended", "model-ended"]),
        (_lesson("old-1 new", "of-old"), "2026-10-23", "broken", None, ["claim-ended", "model-ended"]),
        (_lesson("new", "of-old"), "2026-10-22", "expiring", "2026-10-22", ["claim-ending"]),
        (_lesson("new", "of-old"), "2026-10-23", "expiring", None, ["claim-ended"]),
        (_lesson("has:reasoning", "of-old"), "2026-10-23", "expiring", None, ["claim-ended"]),
        (_lesson("has:audio new", "of-audio"), "2026-10-23", "broken", None, ["claim-ended", "model-ended"]),
        (_lesson("", "of-old"), "2026-10-23", "broken", None, ["claim-ended"]),
        (_lesson("new", "of-old-and-new"), "2026-10-23", "current", FAR, ["claim-narrowed"]),
        (_quiz("of-old of-reasoning"), "2026-10-23", "broken", None, ["claim-ended"]),
        (_quiz("of-old-and-new"), "2026-10-23", "current", FAR, ["claim-narrowed"]),
        (_quiz("due"), "2026-11-30", "current", "2026-11-30", []),
        (_quiz("due"), "2026-12-01", "unverified", None, ["claim-overdue"]),
        (_quiz("due of-next"), "2026-12-01", "expiring", "2027-01-13", ["claim-ending", "claim-overdue"]),
        (_quiz("due of-next"), "2027-01-14", "broken", None, ["claim-ended", "claim-overdue"]),
    ],
)
def test_the_status_of_one_item(item: dict[str, Any], on: str, status: str, until: str | None, codes: list[str]) -> None:
    found = _judged(item, on)

    assert (status, until) == (found["status"], found["until"])
    assert codes == [reason["code"] for reason in found["why"]]


def test_the_notice_is_a_setting() -> None:
    assert "current" == _judged(_lesson("old"), "2026-10-12", notice_days=10)["status"]
    assert "expiring" == _judged(_lesson("old"), "2026-10-13", notice_days=10)["status"]
    assert "current" == _judged(_lesson("old"), "2026-10-22", notice_days=0)["status"]
    assert "2026-10-22" == _judged(_lesson("old"), "2026-10-22", notice_days=0)["until"]
    assert "broken" == _judged(_lesson("old"), "2026-10-23", notice_days=0)["status"]


def test_a_reason_says_what_it_is_about_when_and_what_comes_instead() -> None:
    (found,) = _judged(_lesson("next new"), "2026-12-01")["why"]

    assert {
        "code": "model-ending",
        "status": "expiring",
        "says": "It speaks of next, to be shut down on 2027-01-14. The rest of it goes on.",
        "date": "2027-01-14",
        "model": "next",
        "claim": None,
        "replacements": ["new"],
    } == found


def test_a_reason_that_rests_on_a_claim_quotes_it() -> None:
    ended, overdue = (_judged(_quiz(name), "2026-12-01")["why"][0] for name in ("of-audio", "due"))

    assert "It states: “So it is with of-audio.” That is about models with audio, shut down on 2026-10-23." == ended["says"]
    assert "It states: “So it is with due.” This was to be checked again by 2026-11-30." == overdue["says"]
    assert ("of-audio", "due") == (ended["claim"], overdue["claim"])


def test_the_last_day_there_is_can_be_a_day_of_review() -> None:
    claims = {"claims": {"for-ever": _claim("for-ever", ["new"], "9999-12-31")}}
    made = course_status({"id": "x", "items": {"it": _quiz("for-ever")}}, claims, LEDGER, date.max)

    assert ("current", "9999-12-31") == (made["status"], made["until"])


@cache
def _shipped(folder: Path, on: str) -> dict[str, Any]:
    made = release(folder)
    claims, ledger = read(made, index(made)["claims"]), read(made, manifest(made)["models"])
    return course_status(index(made), claims, ledger, date.fromisoformat(on))


def _with(status: str, found: dict[str, Any]) -> set[str]:
    return {name for name, item in found["items"].items() if item["status"] == status}


def test_the_third_quarter_is_current_before_o1_comes_near_its_end() -> None:
    found = _shipped(ARCHIVE, "2026-07-15")

    assert {"current": 15, "unverified": 0, "expiring": 0, "broken": 0} == found["counts"]
    assert ("current", "2026-07-24") == (found["status"], found["until"])


def test_the_third_quarter_is_broken_by_o1_on_the_day_of_its_shutdown() -> None:
    before, after = _shipped(ARCHIVE, "2026-10-22"), _shipped(ARCHIVE, "2026-10-23")
    broken = {"tokens-and-context", "reasoning-models", "using-answers-check", "final-exam"}

    assert ("expiring", "2026-10-22") == (before["status"], before["until"])
    assert broken | {"structured-output"} == _with("expiring", before)
    assert ("broken", None) == (after["status"], after["until"])
    assert broken == _with("broken", after)
    assert {"structured-output"} == _with("expiring", after)
    for name in broken:
        reasons = after["items"][name]["why"]
        assert {"claim-ended"} == {reason["code"] for reason in reasons if reason["status"] == "broken"}
        assert {"2026-10-23"} == {reason["date"] for reason in reasons if reason["status"] == "broken"}


def test_the_fourth_quarter_tells_which_models_end_within_it() -> None:
    found = _shipped(CONTENT, "2026-11-25")

    assert ("expiring", "2026-12-10") == (found["status"], found["until"])
    assert {"choosing-a-model", "final-exam"} == _with("expiring", found)
    assert {"current": 13, "unverified": 0, "expiring": 2, "broken": 0} == found["counts"]


def test_a_lesson_that_told_of_an_end_goes_on_when_it_comes_but_a_question_about_it_does_not() -> None:
    found = _shipped(CONTENT, "2027-01-15")

    assert "expiring" == found["items"]["choosing-a-model"]["status"]
    assert {"final-exam"} == _with("broken", found)
    assert "broken" == found["status"]


def test_a_status_needs_nothing_that_writes_releases() -> None:
    barred = ("pydantic", "yaml", "markdown_it", "rfc8785", "boto3", "coursewright.serving", "coursewright.compiling")
    code = f"import coursewright.renewing.status, sys; print([name for name in {barred} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "functions")

    assert "[]" == done.stdout.strip()
