"""Every channel, edition and candidate: where learners are, how they came there, and what waits for whom."""

from __future__ import annotations

from coursewright.publishing.named import candidate_names
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.question import Question
from coursewright.serving.review_desk.visitors import Response


def page(desk: Desk, question: Question) -> Response:
    """See above."""
    names = sorted(candidate_names(desk.candidates), reverse=True)
    return desk.page(question, "releases.html", title="Releases", channels=desk.reader.pins.channels(), candidates=names)
