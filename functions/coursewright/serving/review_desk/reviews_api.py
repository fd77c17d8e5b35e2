"""`/v1/reviews/{candidate}` for programs: what was said of a candidate and what its gates say, and one note more.

The caller has a bearer token of scope `preview`; who acts is whom its identity claim names, and they must be among the people
that count. Who is not is refused before anything of the candidate is read. What is wrong is a problem of RFC 9457. An edition's
name stands for its newest candidate, to read; what a note may say stands in reviewing/noting.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from coursewright.errors import CoursewrightError, InsufficientScopeError
from coursewright.publishing.records.logs import candidates as candidate_log
from coursewright.publishing.records.names import Numbered, is_edition
from coursewright.reviewing.noting import noted
from coursewright.reviewing.review_document import note_document, review_document
from coursewright.reviewing.review_log import Review, reviews_of
from coursewright.serving.access.callers import PREVIEW, Event
from coursewright.serving.access.tokens import Reviewers
from coursewright.serving.application import Handler
from coursewright.serving.http.posted import json_object
from coursewright.serving.http.problems import NOT_ALLOWED, NOT_FOUND, refusal, refusal_of
from coursewright.serving.pin import Pin, PinKind
from coursewright.serving.review_desk.access.identities import EMAIL, identity_in
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.judged import judged
from coursewright.serving.review_desk.rights import Reviewing

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
            pin = _candidate(desk, found[1], method) if found else None
            if pin is None:
                return _refused(refusal(NOT_FOUND, f"{path} is no candidate", path))
            if method in ("GET", "HEAD"):
                return _told(200, _document(desk, pin, _channel(event)))
            if method == "POST":
                return _told(201, note_document(_noted(desk, pin, by, json_object(event, LARGEST))))
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


def _candidate(desk: Desk, name: str, method: str) -> Pin | None:
    """The candidate of this name; to read, an edition's newest."""
    if is_edition(name) and method in ("GET", "HEAD"):
        head = candidate_log(desk.candidates, name).head()
        name = str(Numbered(name, head.number, is_candidate=True)) if head else name
    pin = desk.pin(name)
    return pin if pin.kind is PinKind.CANDIDATE else None


def _document(desk: Desk, pin: Pin, channel: str) -> dict[str, Any]:
    found = judged(desk, pin, channel).found
    return review_document(found, reviews_of(desk.candidates, pin.release), holds=desk.holds)


def _noted(desk: Desk, pin: Pin, by: str, said: Mapping[str, Any]) -> Review:
    return noted(desk.pen(pin, by), lambda channel: judged(desk, pin, channel).found, said)


def _channel(event: Event) -> str:
    return str((event.get("queryStringParameters") or {}).get("channel", ""))[:100]


def _told(status: int, document: Mapping[str, Any]) -> dict[str, Any]:
    return _answer(status, "application/json", json.dumps(document, ensure_ascii=False))


def _refused(response: Any) -> dict[str, Any]:  # noqa: ANN401 - Powertools' response
    return _answer(int(response.status_code), str(response.content_type), str(response.body), response.headers)


def _answer(status: int, media_type: str, body: str, headers: Mapping[str, Any] | None = None) -> dict[str, Any]:
    kept = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "X-Content-Type-Options": "nosniff"}
    return {"statusCode": status, "headers": {**(headers or {}), **kept, "Content-Type": media_type}, "body": body}
