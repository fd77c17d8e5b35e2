"""Refusals by RFC 9457, in one table. `type` is stable and programs branch on it; a refusal is stored by nobody.

What went wrong inside is logged and never served; logs say which address was asked for, never what a learner is or wrote.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler.api_gateway import Response

from coursewright.errors import (
    BadParameterError,
    DamagedObjectError,
    ExpungedError,
    InsufficientScopeError,
    InvalidTokenError,
    MissingObjectError,
    MissingTokenError,
    RefusedCallerError,
    RetiredError,
    ReviewRefusedError,
    StoreError,
    TokenKeysAwayError,
    UnknownNameError,
)
from coursewright.serving.http.caching import NO_STORE
from coursewright.serving.http.cross_origin import READABLE
from coursewright.serving.http.negotiation import PROBLEM

RETRY_AFTER = 5
"""Seconds after which it is worth asking a store, or an issuer, again."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of refusal: its status, the end of its type, its title, and its detail where no error gives one."""

    status: HTTPStatus
    code: str
    title: str
    detail: str = ""
    error: type[Exception] | None = None

    @property
    def type(self) -> str:
        """The URN that programs branch on."""
        return f"urn:coursewright:problem:{self.code}"


BAD_PARAMETER = Problem(HTTPStatus.BAD_REQUEST, "bad-parameter", "A parameter cannot be understood", "", BadParameterError)
BAD_ADDRESS = Problem(
    HTTPStatus.BAD_REQUEST,
    "bad-address",
    "The address cannot be read",
    "Its path or query is not UTF-8 text without control characters.",
)
NO_TOKEN = Problem(HTTPStatus.UNAUTHORIZED, "token-required", "This is only for callers with a token", "", MissingTokenError)
BAD_TOKEN = Problem(HTTPStatus.UNAUTHORIZED, "invalid-token", "The token does not hold", "", InvalidTokenError)
WRONG_TOKEN = Problem(HTTPStatus.FORBIDDEN, "insufficient-scope", "The token is not for this", "", InsufficientScopeError)
NOT_NOTED = Problem(HTTPStatus.CONFLICT, "review-refused", "This would be of no use", "", ReviewRefusedError)
NOT_FOUND = Problem(HTTPStatus.NOT_FOUND, "not-found", "There is nothing here", "", UnknownNameError)
NOT_ALLOWED = Problem(HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed", "This API is read-only")
GONE = Problem(HTTPStatus.GONE, "gone", "This was retired", "", RetiredError)
EXPUNGED = Problem(
    HTTPStatus.GONE,
    "expunged",
    "This was taken down",
    "It was taken down for the reason that is given. Other parts of the release can still be read.",
    ExpungedError,
)
TOO_LONG = Problem(HTTPStatus.REQUEST_URI_TOO_LONG, "address-too-long", "The address is too long")
INTERNAL = Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", "Something went wrong here", "It was logged.", Exception)
DAMAGED = Problem(
    HTTPStatus.BAD_GATEWAY,
    "damaged-object",
    "This part of the release is damaged",
    "The stored bytes are not those the release names. Other parts can still be read.",
    DamagedObjectError,
)
MISSING = Problem(
    HTTPStatus.BAD_GATEWAY,
    "missing-object",
    "This part of the release is missing",
    "The store lacks an object that the release names. Other parts can still be read.",
    MissingObjectError,
)
AWAY = Problem(
    HTTPStatus.SERVICE_UNAVAILABLE, "store-unavailable", "The store cannot be reached", "Try again in a few seconds.", StoreError
)
KEYS_AWAY = Problem(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "token-keys-unavailable",
    "The token cannot be verified now",
    "The keys of its issuer cannot be reached. Try again in a few seconds; without a token, what is public can be read.",
    TokenKeysAwayError,
)

PROBLEMS = (
    BAD_PARAMETER,
    BAD_ADDRESS,
    BAD_TOKEN,
    GONE,
    EXPUNGED,
    NOT_FOUND,
    NOT_ALLOWED,
    TOO_LONG,
    DAMAGED,
    MISSING,
    AWAY,
    KEYS_AWAY,
    INTERNAL,
)
"""Every refusal of the content API; an error becomes the first that names its class."""
OF_PREVIEW = (NO_TOKEN, WRONG_TOKEN, NOT_NOTED)
"""Those that the preview has besides: the content API is for everybody."""

logger = Logger(service="content_api")


def refusal(
    problem: Problem, detail: str, instance: str, members: Mapping[str, Any] | None = None, **fields: str
) -> Response[str]:
    """The response for a problem. `instance` is the path that was asked for."""
    body = {
        "type": problem.type,
        "title": problem.title,
        "status": int(problem.status),
        "detail": detail or problem.detail,
        "instance": _readable(instance),
        **(members or {}),
    }
    headers = {
        "Cache-Control": NO_STORE,
        "X-Content-Type-Options": "nosniff",
        **READABLE,
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    return Response(problem.status, PROBLEM, json.dumps(body, ensure_ascii=False), headers)


def refusal_of(error: Exception, instance: str) -> Response[str]:  # noqa: PLR0911 - one for each kind of error
    """The refusal an error becomes. Its own sentence is served only where the reader can do something about it."""
    problem = next(row for row in (*OF_PREVIEW, *PROBLEMS) if row.error and isinstance(error, row.error))
    match error:
        case BadParameterError():
            members = {"errors": [{"parameter": error.parameter, "detail": error.allowed}]}
            return refusal(problem, str(error), instance, members)
        case RetiredError():
            return refusal(problem, str(error), instance, {"reason": error.reason, "heir": error.heir})
        case ExpungedError():
            return refusal(problem, "", instance, {"reason": error.reason, "at": error.at})
        case UnknownNameError() | ReviewRefusedError():
            return refusal(problem, str(error), instance)
        case RefusedCallerError():
            return refusal(problem, str(error), instance, WWW_Authenticate=error.challenge)
    _log(problem, error, instance)
    if problem in (AWAY, KEYS_AWAY):
        return refusal(problem, "", instance, Retry_After=str(RETRY_AFTER))
    return refusal(problem, "", instance)


def _log(problem: Problem, error: Exception, instance: str) -> None:
    facts = {"problem": problem.code, "cause": str(error), "path": _readable(instance)}
    if problem is INTERNAL:
        logger.error("answer refused", exc_info=error, extra=facts)
    else:
        logger.error("answer refused", extra=facts)


def _readable(text: str) -> str:
    """Text that is certainly UTF-8, and not too long to be sent back."""
    return text.encode("utf-8", "replace").decode()[:1000]
