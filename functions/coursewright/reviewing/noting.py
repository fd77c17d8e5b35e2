"""One note more on a candidate, as JSON brings it: from a program at a deployment, or from a terminal beside a folder.

| act | fields of the body beside `act` |
| --- | --- |
| `comment` | `text`, and where: `course`, `item`, `block`, `quote`, `learner`, `reply_to` |
| `request` | `text` |
| `resolve` | `of`, the number of a note |
| `approve` | `manifest`, `private`, `seen` (as the review gave it), `text`, and `channel` |
| `override` | `gate`, `items` (as the review gave them), `text`, and `channel` |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from coursewright.errors import BadParameterError, ReviewRefusedError
from coursewright.reviewing.review_log import Review
from coursewright.reviewing.signing_off import Pen

if TYPE_CHECKING:
    from coursewright.reviewing.judging import Judgement  # see signing_off.py

Judge = Callable[[str], "Judgement"]
"""Judges the candidate now, for a channel; the one that learners read where none is named."""
Said = Mapping[str, Any]


def noted(pen: Pen, judge: Judge, said: Said) -> Review:
    """Write what was said.

    Raises:
        BadParameterError: it is not of the form above.
        ReviewRefusedError: it would be of no use; nothing was written.
    """
    act = _ACTS.get(str(said.get("act")))
    if act is None:
        raise BadParameterError("act", f"is one of {', '.join(_ACTS)}")
    return act(pen, judge, said)


def _comment(pen: Pen, _judge: Judge, said: Said) -> Review:
    where = {name: _text(said, name) or None for name in ("course", "item", "block", "quote")}
    learner = said.get("learner") or {}
    if not isinstance(learner, dict) or len(learner) > 10:  # noqa: PLR2004 - there are not as many ways to be
        raise BadParameterError("learner", "names and values")
    plain = {str(name)[:40]: str(value)[:80] for name, value in learner.items()}
    reply_to = _number(said, "reply_to") if said.get("reply_to") is not None else None
    return pen.comment(_text(said, "text"), {**pen.placed(where), "learner": plain}, reply_to)


def _approve(pen: Pen, judge: Judge, said: Said) -> Review:
    now = judge(_text(said, "channel"))
    if _text(said, "seen") != now.seen:
        raise ReviewRefusedError("what the gates say is not what was seen; look again, then decide")
    return pen.approve(now, _text(said, "manifest"), _text(said, "private"), _text(said, "text"))


def _override(pen: Pen, judge: Judge, said: Said) -> Review:
    items = said.get("items")
    if not isinstance(items, list) or not all(isinstance(one, str) for one in items):
        raise BadParameterError("items", "a list of texts, as the gate gave them")
    return pen.override(judge(_text(said, "channel")), _text(said, "gate"), items, _text(said, "text"))


_ACTS: Mapping[str, Callable[[Pen, Judge, Said], Review]] = {
    "comment": _comment,
    "request": lambda pen, _judge, said: pen.request(_text(said, "text")),
    "resolve": lambda pen, _judge, said: pen.resolve(_number(said, "of")),
    "approve": _approve,
    "override": _override,
}


def _text(said: Said, name: str) -> str:
    value = said.get(name)
    if value is not None and not isinstance(value, str):
        raise BadParameterError(name, "a text")
    return value or ""


def _number(said: Said, name: str) -> int:
    value = said.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadParameterError(name, "the number of a note")
    return value
