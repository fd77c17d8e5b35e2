"""What was said of a candidate, as conversations: a comment or a request for changes, what was answered, and what ended it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coursewright.reviewing.review_log import Review


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment or a request for changes, its replies, and the note that resolved it, if one did."""

    first: Review
    replies: tuple[Review, ...] = ()
    resolved: Review | None = None


def threads(said: Sequence[Review]) -> list[Thread]:
    """Comments and requests with what belongs to each, the newest first."""
    replies: dict[int, list[Review]] = {}
    closing: dict[int, Review] = {}
    opened: dict[str, list[int]] = {}
    begun: list[Review] = []
    roots: dict[int, int] = {}
    for one in said:
        of = one.body.get("of" if one.act == "resolve" else "reply_to")
        if one.act == "resolve" and isinstance(of, int):
            closing[of] = one
        elif one.act == "comment" and isinstance(of, int):
            roots[one.number] = roots.get(of, of)
            replies.setdefault(roots[one.number], []).append(one)
        elif one.act in ("comment", "request"):
            begun.append(one)
            if one.act == "request":
                opened.setdefault(one.by.lower(), []).append(one.number)
        elif one.act == "approve":
            closing.update(dict.fromkeys(opened.pop(one.by.lower(), []), one))
    return [Thread(one, tuple(replies.get(one.number, ())), closing.get(one.number)) for one in reversed(begun)]
