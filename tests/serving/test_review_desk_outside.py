"""The pages of the desk that are there for everybody, and the one that shows a link, in a browser."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Route

from browsing import THEMES, barriers, fits, in_a_browser
from coursewright.serving.application import Handler
from coursewright.serving.review_desk.access import pages
from coursewright.serving.review_desk.answers import completed
from desk_visits import ORIGIN, Browser, access_to, desk_of
from desks import Desk
from sign_in_issuer import SignInIssuer, sign_in_issuer
from small_course import small

OUTSIDE = {"nothing": pages.nothing, "closed": pages.closed, "not signed in": pages.not_signed_in} | {
    "issuer away": pages.issuer_away,
    "unknown now": pages.unknown_now,
}


@pytest.fixture
def issuer() -> Iterator[SignInIssuer]:
    with sign_in_issuer() as made:
        yield made


@pytest.fixture
def handler(tmp_path: Path, issuer: SignInIssuer) -> Handler:
    made = Desk(tmp_path)
    made.publish(small())
    return desk_of(made.candidates, made.released, access_to(made.candidates, issuer))


def shown(browser: Chromium, visitor: Browser, answer: dict[str, Any], theme: Literal["light", "dark"]) -> Page:
    """The answer as a page of its host, with the desk's own files."""
    page = browser.new_page(color_scheme=theme)

    def fulfil(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        told = answer if path == "/review/shown" else visitor.get(path)
        body = b64decode(str(told["body"])) if told.get("isBase64Encoded") else str(told["body"]).encode()
        route.fulfill(status=200, content_type=told["headers"]["Content-Type"], body=body)

    page.route("**/*", fulfil)
    page.goto(f"{ORIGIN}/review/shown")
    return page


@in_a_browser
@pytest.mark.parametrize("theme", THEMES)
def test_what_everybody_may_see_has_no_barriers_and_holds_up_on_a_phone(
    browser: Chromium, axe: str, handler: Handler, issuer: SignInIssuer, theme: Literal["light", "dark"]
) -> None:
    visitor = Browser(handler, issuer)
    visitor.sign_in()
    form = {"act": "link", "whom": "Dr. Roe", "days": "7", "csrf": visitor.csrf()}
    answers = {name: completed(page()) for name, page in OUTSIDE.items()}
    answers["a link"] = visitor.post("/review/2026-Q4-rc.1/acts", form)
    for name, answer in answers.items():
        page = shown(browser, visitor, answer, theme)

        assert [] == barriers(page, axe), name
        page.set_viewport_size({"width": 360, "height": 640})
        assert fits(page), name
        page.close()


def test_they_lead_to_the_sign_in_where_there_is_one_and_tell_of_no_release() -> None:
    leading = {name for name, page in OUTSIDE.items() if 'href="/review/sign-in"' in page()["body"]}

    assert {"nothing", "not signed in", "issuer away"} == leading
    assert all("2026" not in page()["body"] for page in OUTSIDE.values())
