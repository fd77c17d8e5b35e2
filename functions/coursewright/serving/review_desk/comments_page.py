"""What reviewers said of a candidate: what is open first, each with its replies, and where it stands in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coursewright.reviewing.review_log import Review, reviews_of
from coursewright.serving.review_desk.compared import compared, context
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.question import Question
from coursewright.serving.review_desk.reading_list import part
from coursewright.serving.review_desk.visitors import Response


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment or a request for changes, its replies, and the note that resolved it, if one did."""

    first: Review
    replies: tuple[Review, ...] = ()
    resolved: Review | None = None


def page(desk: Desk, question: Question) -> Response:
    """See above."""
    about = compared(desk, question)
    said = reviews_of(desk.candidates, about.pin.release) if about.is_candidate else []
    every = threads(said)
    return desk.page(
        question,
        "comments.html",
        **context(desk, question, about, "comments"),
        open=part(question, [one for one in every if one.resolved is None]),
        resolved=[one for one in every if one.resolved is not None],
        may_act=about.is_candidate and question.visitor.candidate is None,
    )


def threads(said: Sequence[Review]) -> list[Thread]:
    """Comments and requests with what belongs to each, the newest first."""
    replies: dict[int, list[Review]] = {}
    closing: dict[int, Review] = {}
    opened: dict[str, list[int]] = {}
    begun: list[Review] = []
    for one in said:
        of = one.body.get("of" if one.act == "resolve" else "reply_to")
        if one.act == "resolve" and isinstance(of, int):
            closing[of] = one
        elif one.act == "comment" and isinstance(of, int):
            replies.setdefault(of, []).append(one)
        elif one.act in ("comment", "request"):
            begun.append(one)
            if one.act == "request":
                opened.setdefault(one.by.lower(), []).append(one.number)
        elif one.act == "approve":
            closing.update(dict.fromkeys(opened.pop(one.by.lower(), []), one))
    return [Thread(one, tuple(replies.get(one.number, ())), closing.get(one.number)) for one in reversed(begun)]
