"""What reviewers said of a candidate: what is open first, each with its replies, and where it stands in the text."""

from __future__ import annotations

from coursewright.serving.review_desk.compared import compared, context
from coursewright.serving.review_desk.conversations import conversations
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.question import Question
from coursewright.serving.review_desk.reading_list import part
from coursewright.serving.review_desk.visitors import Response


def page(desk: Desk, question: Question) -> Response:
    """See above."""
    about = compared(desk, question)
    every = conversations(desk, about.pin) if about.is_candidate else []
    return desk.page(
        question,
        "comments.html",
        **context(desk, question, about, "comments"),
        open=part(question, [one for one in every if one.resolved is None]),
        resolved=[one for one in every if one.resolved is not None],
        may_act=about.is_candidate and question.visitor.candidate is None,
    )
