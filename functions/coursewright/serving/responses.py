"""Answers and refusals: headers by the rules of HTTP caching, problems by RFC 9457, and the one table from errors to statuses.

An exact release never changes, so its answers are immutable; an edition may gain an editorial release, a channel may move. Only
public courses may be stored by shared caches (RFC 9111). A refusal is stored by nobody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler.api_gateway import Response

from coursewright.compiling.digest import Digest
from coursewright.errors import (
    CoursewrightError,
    DamagedObjectError,
    MissingObjectError,
    StoreError,
    UnknownNameError,
)
from coursewright.serving.pin import Pin, PinKind

JSON = "application/json"
PROBLEM = "application/problem+json"
MARKDOWN = "text/markdown; charset=utf-8"

_MAX_AGE = {PinKind.RELEASE: "max-age=31536000, immutable", PinKind.EDITION: "max-age=60", PinKind.CHANNEL: "max-age=5"}

_PROBLEMS: tuple[tuple[type[CoursewrightError], HTTPStatus, str, str], ...] = (
    (UnknownNameError, HTTPStatus.NOT_FOUND, "not-found", "There is nothing here"),
    (DamagedObjectError, HTTPStatus.BAD_GATEWAY, "damaged-object", "This part of the release is damaged"),
    (MissingObjectError, HTTPStatus.BAD_GATEWAY, "missing-object", "This part of the release is missing"),
    (StoreError, HTTPStatus.SERVICE_UNAVAILABLE, "store-unavailable", "The store cannot be reached"),
)
_INTERNAL = (HTTPStatus.INTERNAL_SERVER_ERROR, "internal", "Something went wrong here")
_DETAILS = {
    "damaged-object": "The stored bytes are not those the release names. Other parts can still be read.",
    "missing-object": "The store lacks an object that the release names. Other parts can still be read.",
    "store-unavailable": "Try again in a few seconds.",
}

logger = Logger(service="content_api")


def etag_of(digest: str, release: str) -> str:
    """The entity tag of stored bytes as one release serves them."""
    return f'"{digest}.{release}"'


def cache_control(kind: PinKind, *, public: bool) -> str:
    """How long an answer stays true, and who may keep it."""
    return f"{'public' if public else 'private'}, {_MAX_AGE[kind]}"


def answer(  # noqa: PLR0913 - what an answer is made of
    pin: Pin, digest: Digest, body: bytes, path: str, *, media_type: str = JSON, if_none_match: str = "", public: bool = True
) -> Response[str]:  # fmt: skip
    """Stored bytes of a pinned release; 304 if the reader has them. `path` is the exact release's address of them."""
    etag = etag_of(digest, pin.release)
    headers = {
        "ETag": etag,
        "Cache-Control": cache_control(pin.kind, public=public),
        "Content-Location": path,
        "X-Content-Type-Options": "nosniff",
    }
    if matches(if_none_match, etag):
        return Response(HTTPStatus.NOT_MODIFIED, None, None, headers)
    return Response(HTTPStatus.OK, media_type, body.decode(), headers)


def matches(if_none_match: str, etag: str) -> bool:
    """Whether If-None-Match names the tag, compared weakly (RFC 9110, section 13.1.2)."""
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return "*" in tags or etag in tags


def spliced(head: Mapping[str, Any], name: str, stored: bytes) -> bytes:
    """A JSON object of these fields and then the stored bytes under a name, without parsing them."""
    start = json.dumps(head, ensure_ascii=False, separators=(",", ":"))[:-1]
    return f'{start},"{name}":'.encode() + stored + b"}"


def problem(status: HTTPStatus, code: str, title: str, detail: str, instance: str, **headers: str) -> Response[str]:
    """A refusal by RFC 9457. `type` is stable; programs branch on it."""
    body = {
        "type": f"urn:coursewright:problem:{code}",
        "title": title,
        "status": int(status),
        "detail": detail,
        "instance": instance,
    }
    return Response(
        status,
        PROBLEM,
        json.dumps(body, ensure_ascii=False),
        {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **headers},
    )


def problem_of(error: CoursewrightError, instance: str) -> Response[str]:
    """The refusal an error becomes. Causes inside are logged, never served."""
    known = [row[1:] for row in _PROBLEMS if isinstance(error, row[0])]
    status, code, title = known[0] if known else _INTERNAL
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("answer refused", extra={"problem": code, "cause": str(error), "path": instance})
    detail = str(error) if status is HTTPStatus.NOT_FOUND else _DETAILS.get(code, "It was logged.")
    return problem(status, code, title, detail, instance)
