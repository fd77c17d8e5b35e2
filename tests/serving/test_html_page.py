"""A lesson's page: a small document that runs nothing, and looks right on a phone, in the light and in the dark."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import Literal

import pytest
from playwright.sync_api import Browser

from browsing import THEMES, barriers, figures_load, fits, in_a_browser
from courses import compiled, curriculum
from coursewright.authoring.curriculum import Lesson
from coursewright.authoring.source_tree import SourceTree
from coursewright.serving.items.html_style import STYLE
from library import course, library, made, promoted
from served import Api, api_over

LESSONS = "/v1/stable/courses/ai-foundations/lessons"
NAMES = [item.id for _, item in curriculum().courses[0].outline() if isinstance(item, Lesson)]
VOID = {"br", "hr", "img", "link", "meta"}


class _Nesting(HTMLParser):
    """Elements in order; refuses what is not closed in the order it was opened."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_whole_and_has_every_block_of_its_lesson(api: Api, name: str) -> None:
    page = api.get(f"{LESSONS}/{name}.html").body.decode()
    lesson = api.get(f"{LESSONS}/{name}").json()["lesson"]
    tags = [tag for tag, _ in _Nesting(page).seen]

    assert page.startswith("<!doctype html>\n")
    assert all(block["html"] in page for block in lesson["blocks"])
    assert {"html": 1, "title": 1, "main": 1, "article": 1, "h1": 1, "footer": 1} == {
        tag: tags.count(tag) for tag in ("html", "title", "main", "article", "h1", "footer")
    }


def test_a_page_says_which_release_it_is_of_and_for_whom(api: Api) -> None:
    answer = api.get(f"{LESSONS}/choosing-a-model.html?model=gpt-4o")
    page = answer.body.decode()
    canonical = next(found["href"] for tag, found in _Nesting(page).seen if tag == "link")

    assert answer.headers["content-location"] == canonical
    assert "of edition 2026-Q4." in page
    assert ">2026-Q4.1</a>" in page
    assert "model gpt-4o" in page
    assert "withdrawn" not in page.split("</style>")[1]


def test_a_page_is_in_the_language_of_its_text() -> None:
    page = api_over(promoted(made("translated"))).get(f"{LESSONS}/tokens-and-context.html?locale=de-AT").body.decode()

    assert '<html lang="de">' in page
    assert "<h1>Token und Kontext</h1>" in page
    assert '<p class="course" lang="en">AI Foundations</p>' in page
    assert '<footer lang="en">' in page


def test_the_policy_lets_this_stylesheet_in_and_nothing_else(api: Api) -> None:
    answer = api.get(f"{LESSONS}/structured-output.html")
    style = re.findall(r"<style>(.*?)</style>", answer.body.decode(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; ") if " " in part)

    assert [STYLE] == style
    assert f"'sha256-{digest}'" == policy["style-src-elem"]
    assert ("'none'", "'self'") == (policy["default-src"], policy["img-src"])
    assert answer.headers["content-security-policy"].endswith("; sandbox")
    assert "script-src" not in policy


def test_what_authors_write_in_titles_is_text() -> None:
    evil = '"><script>alert(1)</script>&<b>'
    files = dict(course("evil", title="Replaced"))
    page = next(path for path in files if path.endswith(".md"))
    files[page] = files[page].replace(b"title: Lesson 1", f"title: '{evil}'".encode())
    files["courses/evil/course.yaml"] = files["courses/evil/course.yaml"].replace(b"Replaced", f"'{evil}'".encode())
    shown = api_over(promoted(compiled(library(files)))).get("/v1/stable/courses/evil/lessons/lesson-1.html").body.decode()

    assert "<script" not in shown
    assert "<b>" not in shown
    assert 2 < shown.count("&lt;script&gt;")
    _Nesting(shown)


ALIGNED = (
    """
| left | middle | right |
| :--- | :----: | ----: |
| 1 | 2 | 3 |

A very long word: """
    + "a" * 200
    + """

> Quoted.

```text
"""
    + "code " * 60
    + """
```

::: warning
Careful.
:::
"""
)


@in_a_browser
@pytest.mark.parametrize("scheme", THEMES)
def test_pages_fit_a_phone_and_the_browser_complains_of_nothing(browser: Browser, port: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]  # one of the two
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    for name in NAMES:
        page.goto(f"http://127.0.0.1:{port}{LESSONS}/{name}.html")
        assert fits(page), name
        assert figures_load(page)
        assert (
            _contrast(page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"))
            > 7
        )
        assert (
            _contrast(
                page.evaluate(
                    "[getComputedStyle(document.querySelector('footer')).color, getComputedStyle(document.body).backgroundColor]"
                )
            )
            > 4.5
        )
    context.close()

    assert complaints == []


@in_a_browser
@pytest.mark.parametrize("scheme", THEMES)
def test_a_page_has_no_barriers(api: Api, browser: Browser, axe: str, scheme: Literal["light", "dark"]) -> None:
    """Shown without its policy, whose sandbox would keep the checker from ever finishing."""
    answer = api.get(f"{LESSONS}/prompting-that-works.html")
    page = browser.new_page(color_scheme=scheme)
    page.route("**/*", lambda route: route.fulfill(status=200, content_type="text/html", body=answer.body))
    page.goto("http://lesson.example/")

    assert [] == barriers(page, axe)
    page.close()


@in_a_browser
def test_tables_are_aligned_and_long_things_do_not_widen_the_page(browser: Browser) -> None:
    files = dict(course("wide"))
    path = next(name for name in files if name.endswith(".md"))
    files[path] += ALIGNED.encode()
    answer = api_over(promoted(compiled(SourceTree(dict(library(files).files))))).get(
        "/v1/stable/courses/wide/lessons/lesson-1.html"
    )
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.route("**/*", lambda route: route.fulfill(status=200, headers=answer.headers, body=answer.body))
    page.goto("http://lesson.example/")

    aligned = page.locator("td").evaluate_all("cells => cells.map(cell => getComputedStyle(cell).textAlign)")
    assert ["left", "center", "right"] == aligned
    assert fits(page)
    assert complaints == []
    context.close()


@in_a_browser
def test_links_between_lessons_work_in_a_browser(browser: Browser, port: int) -> None:
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{port}{LESSONS}/prompting-that-works.html")
    page.locator('article a[href^="../lessons/"]').first.click()
    page.wait_for_selector("h1:has-text('What a model is')")
    page.close()


def _contrast(colours: list[str]) -> float:
    """By WCAG 2.2: 4.5 is asked of text, 7 of much text."""
    light, dark = sorted((_luminance(colour) for colour in colours), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
