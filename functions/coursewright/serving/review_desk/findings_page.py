"""What checking found: errors that hold it back, warnings, and what was acknowledged, by whom, why and until when."""

from __future__ import annotations

from coursewright.serving.review_desk.checked_notes import acknowledged, checked_note
from coursewright.serving.review_desk.compared import compared, context, today
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.question import Question
from coursewright.serving.review_desk.reading_list import part
from coursewright.serving.review_desk.visitors import Response


def page(desk: Desk, question: Question) -> Response:
    """See above."""
    about = compared(desk, question)
    note = checked_note(desk, about)
    return desk.page(
        question,
        "findings.html",
        **context(desk, question, about, "findings"),
        note=note,
        errors=note.open("error") if note else [],
        warnings=part(question, [*note.open("warning"), *note.open("hint")] if note else []),
        acknowledged=acknowledged(desk, about),
        today=today(desk, question).isoformat(),
    )
