"""What is at which address. The first row that fits answers; a link's reader may open the rows that say so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from coursewright.serving.review_desk import (
    acts,
    changes_page,
    channel_acts,
    comments_page,
    coverage_page,
    findings_page,
    learners_page,
    models_page,
    overview_page,
    releases_page,
)
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.items import asset_page
from coursewright.serving.review_desk.items import page as item_page
from coursewright.serving.review_desk.question import Question
from coursewright.serving.review_desk.visitors import Response

Page = Callable[[Desk, Question], Response]
STATIC = re.compile(r"/review/static/(?P<name>[a-z0-9.-]{1,60})")


@dataclass(frozen=True, slots=True)
class Route:
    """An address, and what makes its page."""

    method: str
    pattern: re.Pattern[str]
    page: Page
    for_links: bool = False


def _route(method: str, address: str, page: Page, *, for_links: bool = False) -> Route:
    """`{at}` in an address stands for one part of it."""
    pattern = re.sub(r"\\\{([a-z]+)\\\}", r"(?P<\1>[^/]{1,200})", re.escape(address))
    return Route(method, re.compile(pattern), page, for_links)


ROUTES = (
    _route("GET", "/", releases_page.page),
    _route("GET", "/review", releases_page.page),
    _route("GET", "/review/", releases_page.page),
    _route("GET", "/review/{at}", overview_page.page, for_links=True),
    _route("GET", "/review/{at}/changes", changes_page.page, for_links=True),
    _route("GET", "/review/{at}/models", models_page.page, for_links=True),
    _route("GET", "/review/{at}/coverage", coverage_page.page, for_links=True),
    _route("GET", "/review/{at}/learners", learners_page.page, for_links=True),
    _route("GET", "/review/{at}/items/{course}/{item}", item_page.page, for_links=True),
    _route("GET", "/review/{at}/assets/{digest}/{name}", asset_page.page, for_links=True),
    _route("GET", "/review/{at}/findings", findings_page.page),
    _route("GET", "/review/{at}/comments", comments_page.page),
    _route("POST", "/review/{at}/acts", acts.page),
    _route("POST", "/review/channels/{channel}/acts", channel_acts.roll_back),
    _route("POST", "/review/releases/{release}/acts", channel_acts.withdraw),
)


def routed(path: str, method: str) -> tuple[Route | None, dict[str, str]]:
    """The route of an address, and its parts; of those that fit, the one for the method."""
    fitting = [(route, found.groupdict()) for route in ROUTES if (found := route.pattern.fullmatch(path))]
    return next((one for one in fitting if one[0].method == method), fitting[0] if fitting else (None, {}))
