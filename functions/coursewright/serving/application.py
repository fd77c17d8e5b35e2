"""The content API as one callable: an API Gateway HTTP API event (payload 2.0) in, a response out.

Powertools' HTTP resolver does the routing. What it leaves out is done here: HEAD, a method that is not allowed, and problems for
whatever goes wrong, so that no answer has another form.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.api_gateway import Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

from coursewright.errors import CoursewrightError
from coursewright.publishing.store import Store
from coursewright.serving.content_routes import ContentRoutes
from coursewright.serving.reader import Reader
from coursewright.serving.responses import problem, problem_of

Event = dict[str, Any]
Handler = Callable[[Event, Any], dict[str, Any]]


def content_api(store: Store) -> Handler:
    """A handler that answers from a store of released content."""
    app = APIGatewayHttpResolver()
    ContentRoutes(app, Reader(store)).register()

    def refuse(error: CoursewrightError) -> Response[str]:
        return problem_of(error, app.current_event.path)

    def nothing(_error: NotFoundError) -> Response[str]:
        where = app.current_event.path
        return problem(
            HTTPStatus.NOT_FOUND, "not-found", "There is nothing here", f"{where} is not an address of this API", where
        )

    app.exception_handler(CoursewrightError)(refuse)
    app.not_found(nothing)

    def handler(event: Event, context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's context has no public type
        method = event["requestContext"]["http"]["method"]
        if method not in ("GET", "HEAD"):
            return _not_allowed(event, method)
        event["requestContext"]["http"]["method"] = "GET"
        response = app.resolve(event, context)
        if method == "HEAD":
            response["body"], response["isBase64Encoded"] = "", False
        return response

    return handler


def _not_allowed(event: Event, method: str) -> dict[str, Any]:
    refused = problem(
        HTTPStatus.METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "This API is read-only",
        f"{method} is not answered here; use GET or HEAD",
        event["rawPath"],
        Allow="GET, HEAD",
    )
    return {
        "statusCode": refused.status_code,
        "headers": {**refused.headers, "Content-Type": refused.content_type},
        "body": refused.body,
        "isBase64Encoded": False,
        "cookies": [],
    }
