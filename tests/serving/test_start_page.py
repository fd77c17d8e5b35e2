"""The start page in a real browser: a lesson is shown, follows the learner, and nothing complains."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from browsing import THEMES, barriers, figures_load, fits, in_a_browser
from serving.desk import Desk

pytestmark = in_a_browser


@pytest.fixture(scope="module")
def browser_page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    yield page
    page.close()


@pytest.fixture
def page(browser_page: Page) -> Iterator[Page]:
    """A page that fails the test when the browser complains about anything."""
    complaints: list[str] = []
    browser_page.on("pageerror", lambda error: complaints.append(str(error)))
    browser_page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield browser_page
    assert complaints == []


def test_a_lesson_is_shown_with_its_figure(page: Page, port: int) -> None:
    page.goto(f"http://127.0.0.1:{port}/?item=prompting-that-works")
    page.wait_for_selector("h1:has-text('Prompting that works')")
    page.wait_for_selector("figure img")

    assert figures_load(page)
    assert fits(page)


def test_another_model_reads_another_text(page: Page, port: int) -> None:
    page.goto(f"http://127.0.0.1:{port}/?item=tokens-and-context&model=gpt-6-luna")
    page.wait_for_selector("text=For gpt-6-luna the window is")
    page.goto(f"http://127.0.0.1:{port}/?item=tokens-and-context&model=gpt-4o")
    page.wait_for_selector("h1:has-text('Tokens and context')")

    assert page.locator("text=For gpt-6-luna the window is").count() == 0


def test_the_edition_before_is_still_there(page: Page, port: int) -> None:
    page.goto(f"http://127.0.0.1:{port}/?at=2026-Q3&item=reasoning-models")
    page.wait_for_selector("h1:has-text('Reasoning models')")

    assert "2026-Q3.1" in page.content()


def test_what_is_being_written_shows_itself_and_where_it_is_new(page: Page, sit_down: Callable[[], Desk]) -> None:
    desk = sit_down()
    page.goto(f"http://127.0.0.1:{desk.port}/?at=next&item=reading")
    page.wait_for_selector("h1:has-text('Reading')")
    page.evaluate("document.body.dataset.same = 'page'")
    desk.save(f"{desk.text()}\nA sentence more.\n")

    page.wait_for_selector(".fresh:has-text('A sentence more.')")
    assert "1 new passage" == page.locator("#cw-status").text_content()
    assert "page" == page.evaluate("document.body.dataset.same")
    assert "-NEXT.2" in page.content()


def test_it_fits_a_phone(page: Page, port: int) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"http://127.0.0.1:{port}/?item=asking-well-check")
    page.wait_for_selector("h1")

    assert fits(page)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("theme", THEMES)
def test_it_has_no_barriers_in_either_theme_and_fits_a_phone(
    browser: Browser, port: int, axe: str, theme: Literal["light", "dark"], width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 740}, color_scheme=theme)
    for item, heading in (("tokens-and-context", "Tokens and context"), ("final-exam", "AI Foundations exam")):
        page.goto(f"http://127.0.0.1:{port}/?item={item}")
        page.wait_for_selector(f"h1:has-text('{heading}')")
        assert [] == barriers(page, axe)
        assert fits(page)
    page.close()
