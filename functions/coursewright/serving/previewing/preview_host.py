"""The preview's host: the review desk for browsers, the APIs for programs, each at its addresses; `/` leads to the desk."""

from __future__ import annotations

from typing import Any

from coursewright.serving.access.callers import Event
from coursewright.serving.application import Handler
from coursewright.serving.review_desk import addresses
from coursewright.serving.review_desk.answers import completed, see_other

REVIEWS = "/v1/reviews/"


def preview_host(api: Handler, desk: Handler, reviews: Handler) -> Handler:
    """A handler that answers by one of them."""

    def handler(event: Event, context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's context has no public type
        path = str(event["rawPath"])
        if path == "/":
            return completed(see_other(addresses.BASE))
        if path == addresses.BASE or path.startswith(f"{addresses.BASE}/"):
            return desk(event, context)
        return (reviews if path.startswith(REVIEWS) else api)(event, context)

    return handler
