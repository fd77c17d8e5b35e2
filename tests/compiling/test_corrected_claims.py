"""Corrections are told to the readers of the courses that state the claim, and to no others."""

from __future__ import annotations

from datetime import date
from typing import Any

from courses import added, compiled, edited, index, read, release
from coursewright.compiling.release import Release

CLAIM = "english-token-rule-of-thumb"
SAID = {"claim": CLAIM, "on": "2026-11-25", "was": "A token is a word.", "because": "It is a part of one."}
WRITTEN = f"""
corrections:
  - claim: {CLAIM}
    on: {date(2026, 11, 25)}
    was: A token is a word.
    because: It is a part of one.
"""


def _made(extra: str = WRITTEN) -> Release:
    return compiled(edited({"editions/2026-Q4.yaml": added(extra)}))


def _editions(made: Release) -> dict[str, Any]:
    return dict(read(made, read(made, made.manifest)["editions"])["editions"])


def test_a_course_that_states_the_claim_tells_its_correction_with_its_edition() -> None:
    assert [{"edition": "2026-Q4", **SAID}] == index(_made())["corrections"]
    assert [] == index(release())["corrections"]


def test_a_claim_that_was_withdrawn_is_told_where_it_was_stated() -> None:
    gone = WRITTEN.replace(CLAIM, "nobody-states-this")

    assert ["nobody-states-this"] == [
        one["claim"] for one in index(_made(f"{gone}    courses: [ai-foundations]\n"))["corrections"]
    ]


def test_editions_hold_what_was_corrected_and_raised_and_not_what_editors_live_with() -> None:
    raised = {"item": "ai-foundations/final-exam", "to": "structural", "reason": "It asks for more now."}
    made = _made(WRITTEN + "raised:\n  - {item: ai-foundations/final-exam, to: structural, reason: It asks for more now.}\n")
    found = _editions(made)

    assert [{**SAID, "courses": []}] == found["2026-Q4"]["corrections"]
    assert [raised] == found["2026-Q4"]["raised"]
    assert ([], []) == (found["2026-Q3"]["corrections"], found["2026-Q3"]["raised"])
    assert "acknowledged" not in found["2026-Q4"]
