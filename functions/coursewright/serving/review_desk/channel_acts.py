"""Back from something that was wrong: a channel is taken back to an older edition, a release is withdrawn. Each with a reason."""

from __future__ import annotations

from coursewright.serving.review_desk import addresses
from coursewright.serving.review_desk.asking import asked, seen_in
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.question import Question, UnreadableQuestionError
from coursewright.serving.review_desk.visitors import Response


def roll_back(desk: Desk, question: Question) -> Response:
    """Take a channel back, if it is where the page showed it."""
    _, seen = seen_in({"channel": f"{question.where['channel']}@{question.form.get('seen', '')}"})
    channel = question.where["channel"]
    request = {
        "act": "rollback",
        "channel": channel,
        "to": question.form.get("to", ""),
        "seen": seen,
        "by": question.visitor.identity,
        "why": _why(question),
    }
    return asked(desk, question, request, addresses.with_query(addresses.releases(), channel=channel, done="taken-back"))


def withdraw(desk: Desk, question: Question) -> Response:
    """Withdraw a release: it can still be read, and says so; its edition moves to its newest good one."""
    request = {
        "act": "withdraw",
        "release": question.where["release"],
        "by": question.visitor.identity,
        "why": _why(question),
    }
    return asked(desk, question, request, addresses.with_query(addresses.releases(), done="withdrawn"))


def _why(question: Question) -> str:
    why = question.form.get("why", "").strip()
    if not why:
        raise UnreadableQuestionError(422, "Say why: it is kept with what happened, and learners may be told.")
    return why[:2_000]
