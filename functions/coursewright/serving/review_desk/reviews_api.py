"""`/v1/reviews/{candidate}` for programs: what was said of a candidate and what its gates say, and one note more.

The caller has a bearer token of scope `preview`; who acts is whom its identity claim names, and they must be among the people
that count. Who is not is refused before anything of the candidate is read. What is wrong is a problem of RFC 9457.

| act | fields of the body beside `act` |
| --- | --- |
| `comment` | `text`, and where: `course`, `item`, `block`, `quote`, `learner`, `reply_to` |
| `request` | `text` |
| `resolve` | `of`, the number of a note |
| `approve` | `manifest`, `private`, `seen` (as GET gave it), `text`, and `channel` |
| `override` | `gate`, `items` (as GET gave them), `text`, and `channel` |
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Any

from coursewright.errors import BadParameterError, CoursewrightError, InsufficientScopeError, ReviewRefusedError
from coursewright.reviewing.review_log import Review, reviews_of
from coursewright.reviewing.signing_off import Pen
from coursewright.serving.application import Handler
from coursewright.serving.callers import PREVIEW, Event
from coursewright.serving.pin import Pin, PinKind
from coursewright.serving.problems import NOT_ALLOWED, NOT_FOUND, refusal, refusal_of
from coursewright.serving.review_desk.access.identities import EMAIL, identity_in
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.judged import Judged, judged
from coursewright.serving.review_desk.rights import Reviewing
from coursewright.serving.tokens import Reviewers

PATH = re.compile(r"/v1/reviews/([^/]{1,200})")
LARGEST = 256_000
"""Bytes of a body: an override may name thousands of items."""
_METHODS = "GET, POST"


def reviews_api(desk: Desk, reviewers: Reviewers, reviewing: Reviewing, claim: str = EMAIL) -> Handler:
    """A handler for the addresses above."""

    def handler(event: Event, context: Any) -> dict[str, Any]:  # noqa: ANN401, ARG001 - Lambda's context has no public type
        path, method = str(event["rawPath"]), str(event["requestContext"]["http"]["method"])
        try:
            by = _who(event, reviewers, reviewing, claim)
            found = PATH.fullmatch(path)
            pin = desk.pin(found[1]) if found else None
            if pin is None or pin.kind is not PinKind.CANDIDATE:
                return _refused(refusal(NOT_FOUND, f"{path} is no candidate", path))
            if method in ("GET", "HEAD"):
                return _told(200, _document(desk, pin, _channel(event)))
            if method == "POST":
                return _told(201, _note_json(_noted(desk, pin, by, _body(event))))
            return _refused(refusal(NOT_ALLOWED, f"{method} is not answered here; use {_METHODS}", path, Allow=_METHODS))
        except CoursewrightError as error:
            return _refused(refusal_of(error, path))

    return handler


def _who(event: Event, reviewers: Reviewers, reviewing: Reviewing, claim: str) -> str:
    identity = identity_in(reviewers.claims(event), claim)
    if identity is None or not reviewing.is_known(identity):
        reason = "The token names nobody who reviews here"
        bearers = reviewers.bearers
        challenge = (
            bearers.challenge(error="insufficient_scope", error_description=reason, scope=PREVIEW) if bearers else "Bearer"
        )
        raise InsufficientScopeError(f"{reason}.", challenge)
    return identity


def _document(desk: Desk, pin: Pin, channel: str) -> dict[str, Any]:
    record, now = desk.record(pin), judged(desk, pin, channel)
    return {
        "candidate": pin.release,
        "manifest": record["manifest"],
        "private": record["private"],
        "notes": [_note_json(one) for one in reviews_of(desk.candidates, pin.release) if one.act not in ("link", "unlink")],
        "judgement": _judgement(now),
    }


def _judgement(now: Judged) -> dict[str, Any]:
    return {
        "channel": now.channel,
        "is_open": now.is_open,
        "holds": now.holds,
        "seen": now.seen,
        "gates": [{"gate": one.gate, "state": one.state, "reason": one.reason, "items": list(one.things)} for one in now.gates],
        "approvals": [{"by": one.by, "at": one.at, "why_not": one.why_not or None} for one in now.approvals],
        "needed": now.needed,
        "read_from": now.read_from,
        "evidence": now.found.evidence,
    }


def _note_json(note: Review) -> dict[str, Any]:
    kept = {name: value for name, value in note.body.items() if name not in ("journal", "previous", "token", "candidate")}
    return {"number": note.number, "act": note.act, "by": note.by, "at": note.at, **kept}


def _noted(desk: Desk, pin: Pin, by: str, said: Mapping[str, Any]) -> Review:
    pen = desk.pen(pin, by)
    act = _ACTS.get(str(said.get("act")))
    if act is None:
        raise BadParameterError("act", f"is one of {', '.join(_ACTS)}")
    return act(desk, pin, pen, said)


def _comment(_desk: Desk, _pin: Pin, pen: Pen, said: Mapping[str, Any]) -> Review:
    where = {name: _text(said, name) or None for name in ("course", "item", "block", "quote")}
    learner = said.get("learner") or {}
    if not isinstance(learner, dict) or len(learner) > 10:  # noqa: PLR2004 - there are not as many ways to be
        raise BadParameterError("learner", "names and values")
    plain = {str(name)[:40]: str(value)[:80] for name, value in learner.items()}
    reply_to = _number(said, "reply_to") if said.get("reply_to") is not None else None
    return pen.comment(_text(said, "text"), {**where, "learner": plain}, reply_to)


def _approve(desk: Desk, pin: Pin, pen: Pen, said: Mapping[str, Any]) -> Review:
    now = judged(desk, pin, _text(said, "channel"))
    if _text(said, "seen") != now.seen:
        raise ReviewRefusedError("what the gates say is not what was seen; look again, then decide")
    return pen.approve(now.found, _text(said, "manifest"), _text(said, "private"), _text(said, "text"))


def _override(desk: Desk, pin: Pin, pen: Pen, said: Mapping[str, Any]) -> Review:
    items = said.get("items")
    if not isinstance(items, list) or not all(isinstance(one, str) for one in items):
        raise BadParameterError("items", "a list of texts, as the gate gave them")
    now = judged(desk, pin, _text(said, "channel"))
    return pen.override(now.found, _text(said, "gate"), items, _text(said, "text"))


_ACTS: Mapping[str, Callable[[Desk, Pin, Pen, Mapping[str, Any]], Review]] = {
    "comment": _comment,
    "request": lambda _desk, _pin, pen, said: pen.request(_text(said, "text")),
    "resolve": lambda _desk, _pin, pen, said: pen.resolve(_number(said, "of")),
    "approve": _approve,
    "override": _override,
}


def _body(event: Event) -> Mapping[str, Any]:
    text = event.get("body") or ""
    try:
        data = b64decode(text, validate=True) if event.get("isBase64Encoded") else str(text).encode()
        said = json.loads(data) if len(data) <= LARGEST else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise BadParameterError("body", f"a JSON object of at most {LARGEST:,} bytes")
    return said


def _channel(event: Event) -> str:
    return str((event.get("queryStringParameters") or {}).get("channel", ""))[:100]


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    if value is not None and not isinstance(value, str):
        raise BadParameterError(name, "a text")
    return value or ""


def _number(said: Mapping[str, Any], name: str) -> int:
    value = said.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadParameterError(name, "the number of a note")
    return value


def _told(status: int, document: Mapping[str, Any]) -> dict[str, Any]:
    return _answer(status, "application/json", json.dumps(document, ensure_ascii=False))


def _refused(response: Any) -> dict[str, Any]:  # noqa: ANN401 - Powertools' response
    return _answer(int(response.status_code), str(response.content_type), str(response.body), response.headers)


def _answer(status: int, media_type: str, body: str, headers: Mapping[str, Any] | None = None) -> dict[str, Any]:
    kept = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "X-Content-Type-Options": "nosniff"}
    return {"statusCode": status, "headers": {**(headers or {}), **kept, "Content-Type": media_type}, "body": body}
