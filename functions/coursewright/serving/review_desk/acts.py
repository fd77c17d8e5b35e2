"""What reviewers do about a candidate: a form → a note in its journal, or an act that is asked of who promotes."""

from __future__ import annotations

from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.question import Question, UnreadableQuestionError
from coursewright.serving.review_desk.visitors import Response


def page(desk: Desk, question: Question) -> Response:  # noqa: ARG001 - until there are acts
    """See above."""
    raise UnreadableQuestionError(400, "No form of the desk asks for this.")
