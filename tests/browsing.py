"""A real browser, without a screen: Debian's Chromium, driven by Playwright, with nothing of its own going on beside."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from node_packages import node_package

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-site-isolation-trials",  # all that is opened is our own: no process for each page
    "--disable-features=IsolateOrigins,site-per-process,IsolateSandboxedIframes",
)
THEMES = ("light", "dark")

in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, closed afterwards."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


def axe_core() -> str:
    """The script of the accessibility checker; the test is skipped where it cannot be had."""
    return (node_package("axe-core", "4.14.1", "looks for barriers on the page") / "axe.min.js").read_text()


def barriers(page: Page, axe: str) -> list[tuple[str, list[str]]]:
    """Every violation axe-core finds on the page: the rule, and up to three elements."""
    page.evaluate(axe)  # a script tag would be refused by the page's policy
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]


def fits(page: Page) -> bool:
    """Whether the page is no wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def figures_load(page: Page) -> bool:
    """Whether every figure of the page loads: waited for, because an image that a script sets loads when it likes."""
    images = "images => Promise.all(images.map(i => i.decode().then(() => i.naturalWidth > 0, () => false)))"
    return all(page.locator("img").evaluate_all(images))


def is_sound(page: Page, axe: str, what: str) -> None:
    """The page that is open, with all of it unfolded, is no wider than a phone and has no barrier."""
    page.set_viewport_size({"width": 360, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert fits(page), f"{what} is wider than a phone"
    page.set_viewport_size({"width": 1280, "height": 900})
    assert [] == barriers(page, axe), what


def holds_up(browser: Browser, theme: str, axe: str, addresses: Iterable[str]) -> None:
    """Every page is no wider than a phone, has no barrier with all of it unfolded, and shows its figures; no script complains.

    An address that is not there may be among them: its page is one, too.
    """
    context = browser.new_context(color_scheme="dark" if theme == "dark" else "light")
    page, problems = context.new_page(), list[str]()
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    for address in addresses:
        page.set_viewport_size({"width": 360, "height": 800})
        page.goto(address)
        is_sound(page, axe, address)
        assert figures_load(page), address
    assert [] == [one for one in problems if "404" not in one]
    context.close()
