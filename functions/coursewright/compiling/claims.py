"""Claims as they are released: the statement, and what its author recorded of its truth. Nothing here moves with time."""

from __future__ import annotations

from typing import Any

from coursewright.authoring.curriculum import Activity, Course, Curriculum, Lesson
from coursewright.authoring.shapes.activities import ExamFile, QuizFile
from coursewright.authoring.shapes.curriculum_files import ClaimFile


def claim_object(claim_id: str, claim: ClaimFile) -> dict[str, Any]:
    """A claim as readers get it; `owner` stays with the authors."""
    return {
        "id": claim_id,
        "statement": claim.statement.strip(),
        "models": list(claim.models),
        "api": list(claim.api),
        "sources": [{"title": s.title, "url": s.url, "read": s.read.isoformat()} for s in claim.sources],
        "review_by": claim.review_by.isoformat(),
        "verified_at": claim.verified.on.isoformat() if claim.verified else None,
        "verified_against": list(claim.verified.against) if claim.verified else [],
    }


def claims_of(item: Lesson | Activity) -> list[str]:
    """The claims a lesson states or an activity's questions rest on, sorted; learners see both with the item itself."""
    if isinstance(item, Lesson):
        return sorted({str(name) for name in item.front.claims})
    questions = item.file.questions if isinstance(item.file, QuizFile | ExamFile) else ()
    return sorted({str(name) for question in questions for name in question.claims})


def course_claims(curriculum: Curriculum, course: Course) -> dict[str, Any]:
    """Every claim of a course in one object, so that what becomes of a course can be told from a few reads."""
    used = {name for _, item in course.outline() for name in claims_of(item)}
    return {"kind": "course-claims", "claims": {name: claim_object(name, curriculum.claims[name]) for name in sorted(used)}}
