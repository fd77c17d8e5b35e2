"""What was said of a candidate, as conversations: a comment or a request for changes, what was answered, and what ended it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coursewright.reviewing.review_log import Review

Ends = Callable[[Review, Review], bool]
"""Whether a request for changes is ended by a later note: the gate's word (gates/objections.py), so that all say the same."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment or a request for changes, its replies, and the note that resolved it, if one did."""

    first: Review
    replies: tuple[Review, ...] = ()
    resolved: Review | None = None


def threads(said: Sequence[Review], ends: Ends) -> list[Thread]:
    """Comments and requests with what belongs to each, the newest first."""
    replies: dict[int, list[Review]] = {}
    begun: list[Review] = []
    roots: dict[int, int] = {}
    for one in said:
        of = one.body.get("reply_to")
        if one.act == "comment" and isinstance(of, int):
            roots[one.number] = roots.get(of, of)
            replies.setdefault(roots[one.number], []).append(one)
        elif one.act in ("comment", "request"):
            begun.append(one)
    closing = [one for one in said if one.act in ("resolve", "approve")]
    return [Thread(one, tuple(replies.get(one.number, ())), _ended(one, closing, ends)) for one in reversed(begun)]


def _ended(first: Review, closing: Sequence[Review], ends: Ends) -> Review | None:
    """The note that ended it: of a request, as the gate says; of a comment, whoever resolved it last."""
    if first.act == "request":
        return next((one for one in closing if ends(first, one)), None)
    return next((one for one in reversed(closing) if one.act == "resolve" and one.body.get("of") == first.number), None)
