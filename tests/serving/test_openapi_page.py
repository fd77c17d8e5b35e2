"""The page about the API: it says all of the document, asks nobody for anything, and can be read by everybody."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from browsing import barriers, fits, in_a_browser
from coursewright.serving.http.problems import PROBLEMS
from coursewright.serving.openapi.document import document
from served import Api


def _page(browser: Browser, port: int, width: int = 1280, theme: Literal["light", "dark"] = "light") -> Page:
    page = browser.new_page(viewport={"width": width, "height": 740}, color_scheme=theme)
    page.goto(f"http://127.0.0.1:{port}/v1/docs")
    return page


def test_it_shows_every_address_every_shape_every_field_and_every_refusal(api: Api) -> None:
    page = api.get("/v1/docs").decoded.decode()
    made = document()
    shown = page.replace("<wbr>", "")

    assert [] == [path for path in made["paths"] if f"</span> {path}</code>" not in shown]
    assert [] == [name for name in made["components"]["schemas"] if f'id="shape-{name}"' not in page]
    assert [] == [
        name for name in made["components"]["headers"] if name != "No-Store" and f'id="field-{name.lower()}"' not in page
    ]
    assert [] == [row.type for row in PROBLEMS if row.type not in page]
    assert 'href="/v1/openapi.json"' in page


def test_every_link_on_it_leads_to_a_place_on_it(api: Api) -> None:
    page = api.get("/v1/docs").decoded.decode()
    anchors = re.findall(r' id="([^"]+)"', page)
    links = set(re.findall(r' href="([^"]+)"', page))

    assert len(anchors) == len(set(anchors))
    assert {"/v1/openapi.json"} == {link for link in links if not link.startswith("#")}
    assert set() == {link.removeprefix("#") for link in links if link.startswith("#")} - set(anchors)


def test_it_may_run_nothing_and_load_nothing(api: Api) -> None:
    answer = api.get("/v1/docs")
    page = answer.decoded.decode()

    assert "default-src 'none'; style-src 'sha256-" in answer.headers["content-security-policy"]
    assert not re.search(r"<script|<img|<link|<iframe|<form| style=| on[a-z]+=|url\(|@import", page)
    assert "text/html; charset=utf-8" == answer.headers["content-type"]


@in_a_browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_has_no_barriers_in_either_theme_and_fits_a_phone(
    browser: Browser, port: int, axe: str, width: int, theme: Literal["light", "dark"]
) -> None:
    page = _page(browser, port, width, theme)

    assert [] == barriers(page, axe)
    assert fits(page)


@in_a_browser
def test_it_can_be_used_by_keyboard_alone(browser: Browser, port: int) -> None:
    page = _page(browser, port)
    page.keyboard.press("Tab")
    assert "Skip to the content" == page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")
    page.locator("#overview ~ details summary").first.focus()
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.parentElement.open")


@in_a_browser
def test_it_asks_for_nothing_but_itself_and_nothing_complains(browser: Browser, port: int) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"http://127.0.0.1:{port}/v1/docs")

    assert [f"http://127.0.0.1:{port}/v1/docs"] == [url for url in asked if not url.endswith("/favicon.ico")]
    assert [] == complaints
