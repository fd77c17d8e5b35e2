"""The content API as one callable: an API Gateway HTTP API event (payload 2.0) in, a response out.

Powertools' HTTP resolver does the routing. What it leaves out is done here: HEAD, OPTIONS, a method that is not allowed,
addresses that cannot be read, and problems for whatever goes wrong, so that no answer has another form.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.api_gateway import Response

from coursewright.errors import CoursewrightError
from coursewright.publishing.storing.store import Store
from coursewright.serving import seldom
from coursewright.serving.access.callers import NOBODY, Anybody, Caller, Callers, Event
from coursewright.serving.http.cross_origin import preflight
from coursewright.serving.http.delivery import delivered
from coursewright.serving.http.problems import BAD_ADDRESS, NOT_ALLOWED, NOT_FOUND, TOO_LONG, refusal, refusal_of
from coursewright.serving.question import Clock, Question
from coursewright.serving.reader import Reader
from coursewright.serving.route import Route
from coursewright.serving.routes import ROUTES

Handler = Callable[[Event, Any], dict[str, Any]]

LONGEST_ADDRESS = 4000
"""Characters of path and query together. The longest real address, with a cursor and every parameter, is below 1,000, but for
what a learner completed; that can be sent in a body."""

_NO_TEXT = re.compile("[\\x00-\\x1f\\x7f\\ufffd\\ud800-\\udfff]")
"""Control characters, and what decoders make of bytes that are not UTF-8."""

_OTHER = "OTHER"
"""Stands for every method but GET, HEAD, POST and OPTIONS."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


def content_api(  # noqa: PLR0913 - what a deployment is made of
    store: Store,
    now: Clock = _utc_now,
    callers: Callers | None = None,
    reader: Reader | None = None,
    more: tuple[Route, ...] = (),
    address: str = "",
) -> Handler:
    """A handler that answers from a store of released content, at the time of a clock, for callers as entitled.

    Without `callers`, everybody sees what is public. `reader` is for who reads a store in another way; `more` are routes that
    come before the others; `address` is where readers reach it, if that is known.
    """
    app = APIGatewayHttpResolver()
    callers, reader = callers or Anybody(), reader or Reader(store)

    def ask(route: Route) -> Callable[..., Response[Any]]:
        def answer(**path: str) -> Response[Any]:
            event = app.current_event.raw_event
            question = Question(reader, event, now, event["caller"], address.rstrip("/"))
            return delivered(route.answer(question, **path), question.headers)

        return answer

    def refuse(route: Route) -> Callable[..., Response[str]]:
        return lambda **_: _not_allowed(app.current_event.raw_event, route)

    for route in (*callers.routes, *more, *ROUTES):
        app.route(route.rule, "GET")(ask(route))
        app.route(route.rule, "OPTIONS")(_options(route))
        app.route(route.rule, "POST")(ask(route) if route.posted else refuse(route))
        app.route(route.rule, _OTHER)(refuse(route))
    app.exception_handler(Exception)(lambda error: refusal_of(error, app.current_event.path))
    app.not_found(lambda _error: _nothing(app.current_event.path))
    return _Handler(app, callers)


class _Handler:
    """Gives the resolver what it understands, and takes back what Lambda does."""

    def __init__(self, app: APIGatewayHttpResolver, callers: Callers) -> None:
        self.app = app
        self.callers = callers
        self._for_all = frozenset(route.path for route in callers.routes)

    def __call__(self, event: Event, context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's context has no public type
        method = event["requestContext"]["http"]["method"]
        routed = {"GET": "GET", "HEAD": "GET", "POST": "POST", "OPTIONS": "OPTIONS"}.get(method, _OTHER)
        refused = _unreadable(event)
        if refused is None:
            try:
                caller = self._caller(event, routed)
            except CoursewrightError as error:
                refused = refusal_of(error, event["rawPath"])
        response = _as_lambda(refused) if refused else self.app.resolve(_routed(event, routed, caller), context)
        if method == "HEAD":
            response["body"], response["isBase64Encoded"] = "", False
        return response

    def _caller(self, event: Event, method: str) -> Caller:
        """Who asks. What may be sent is told to everybody, for a browser asks that without a token (a preflight)."""
        is_for_all = method == "OPTIONS" or event["rawPath"] in self._for_all
        return NOBODY if is_for_all else self.callers.who_sent(event)


def _options(route: Route) -> Callable[..., Response[Any]]:
    return lambda **_: Response(HTTPStatus.NO_CONTENT, None, None, preflight(route.methods))


def _not_allowed(event: Event, route: Route) -> Response[str]:
    detail = f"{event['method']} is not answered here; use {route.methods}"
    return refusal(NOT_ALLOWED, detail, event["rawPath"], Allow=route.methods)


def _nothing(path: str) -> Response[str]:
    return refusal(NOT_FOUND, f"{path} is not an address of this API", path)


def _unreadable(event: Event) -> Response[str] | None:
    """The refusal of an address that no route should see."""
    path, query = str(event["rawPath"]), str(event.get("rawQueryString") or "")
    if len(path) + len(query) > LONGEST_ADDRESS:
        hint = "; what was completed can be sent in the body of a POST" if seldom.COMPLETED in query else ""
        length = f"path and query have {len(path) + len(query)} characters of at most {LONGEST_ADDRESS}"
        return refusal(TOO_LONG, f"{length}{hint}", path)
    values = (event.get("queryStringParameters") or {}).items()
    is_text = all(_is_text(part) for part in (path, *(part for pair in values for part in pair)))
    return None if is_text else refusal(BAD_ADDRESS, "", path)


def _is_text(text: str) -> bool:
    """Whether this is what an address says, and not what was made of bytes that are no text."""
    return _NO_TEXT.search(text) is None


def _routed(event: Event, method: str, caller: Caller) -> Event:
    context = event["requestContext"]
    http = {**context["http"], "method": method}
    return {**event, "caller": caller, "method": context["http"]["method"], "requestContext": {**context, "http": http}}


def _as_lambda(response: Response[str]) -> dict[str, Any]:
    return {
        "statusCode": response.status_code,
        "headers": {**response.headers, "Content-Type": response.content_type},
        "body": response.body,
        "isBase64Encoded": False,
        "cookies": [],
    }
