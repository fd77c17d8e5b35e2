"""The change log as a page: corrections first, nothing that runs, and right on a phone, in the light and in the dark."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from browsing import THEMES, barriers, fits, in_a_browser
from corrected_edition import BECAUSE, WAS, before_and_after, corrected, put
from courses import ARCHIVE, COURSE, compiled, edited, release, replaced
from coursewright.serving.changes.page_style import STYLE
from library import promoted
from served import Answer, Api, api_over

LOG = "/v1/2026-Q4/changes.html"
MIDWAY = f"{LOG}?since=2026-Q3&completed=before-you-start,what-a-model-is,reasoning-models,prompt-for-o1,nothing"
EVIL = "</style><script>alert(1)</script>&<b>"


def _shown(page: str) -> str:
    return page.partition("</style>")[2]


def _headings(page: str) -> list[str]:
    return re.findall(r"<h2>(.*?)</h2>", page)


def test_the_parts_stand_in_the_order_of_a_readers_questions(api: Api) -> None:
    page = api.get(LOG).body.decode()

    assert page.startswith("<!doctype html>\n")
    assert [
        "From the editor",
        "AI Foundations",
        "Beyond the courses",
        "If you are midway in AI Foundations",
        "If you stay on 2026-Q3",
        "If you hold the AI Foundations certificate",
    ] == _headings(page)


def test_what_changed_stands_under_plain_words_for_its_class(api: Api) -> None:
    page = api.get(LOG).body.decode()
    groups = dict(re.findall(r"<h3>(.*?)</h3>\n<ul class=\"items\">(.*?)</ul>", page, re.DOTALL))

    assert ["New", "Gone", "Other questions or answers", "Says something else about models", "New or other explanations"] == [
        *groups
    ][:5]
    assert "Mended in words, figures or sources only" in groups
    assert "choosing-a-model.html" in groups["Says something else about models"]
    assert "The task was done with o1" in groups["Gone"]
    assert 14 == sum(group.count("<li>") for group in groups.values())


def test_where_a_lesson_says_something_else_is_told_with_it(api: Api) -> None:
    page = api.get(LOG).body.decode().partition("New or other explanations")[2]

    assert "What it says at the beginning and under “When software reads the answer” was changed." in page
    assert "The scene of the conversation was changed." in page


def test_a_holder_is_told_what_may_count_and_where_to_learn_what_changed(api: Api) -> None:
    certificate = api.get(LOG).body.decode().partition("<h2>If you hold the AI Foundations certificate</h2>")[2]

    assert "<li><strong>May count:</strong> “AI Foundations exam”: A question asks something else.</li>" in certificate
    assert "<li>It is no longer stated: The training material of gpt-4o ends with September 2023." in certificate
    assert '<p>To learn: <a href="/v1/2026-Q4/courses/ai-foundations/lessons/tokens-and-context.html">' in certificate
    assert 3 == certificate.count("<p>To learn: ")


def test_every_link_of_it_leads_somewhere(api: Api) -> None:
    links = set(re.findall(r'href="(/v1/[^"]+)"', api.get(MIDWAY).body.decode()))

    assert len(links) > 10
    assert {200} == {api.get(link.replace("&amp;", "&")).status for link in links}


def test_its_other_forms_are_of_what_was_asked_and_tell_of_nobody(api: Api) -> None:
    page = api.get("/v1/2026-Q4/changes.html?since=2026-Q3&course=ai-foundations&completed=what-a-model-is").body.decode()

    assert "/v1/2026-Q4.1/changes.md?since=2026-Q3&amp;course=ai-foundations" in page
    assert "completed" not in "".join(re.findall('href="([^"]*)"', page))


def test_a_correction_comes_before_everything_else() -> None:
    candidates, released = before_and_after()
    put(corrected(), candidates, released)
    api = api_over(released)
    for address in ("/v1/2026-Q4.2/changes.html", "/v1/2026-Q4/changes.html?since=2026-Q4.1"):
        shown = _shown(api.get(address).body.decode())
        assert WAS in shown.partition("<h2>")[0]
        assert BECAUSE in shown.partition("<h2>")[0]
        assert "Moving means" not in shown
    assert "Learners on edition 2026-Q4 have it without doing anything." in api.get("/v1/2026-Q4.2/changes.html").body.decode()


def test_the_plan_is_the_learners_where_the_app_says_what_they_completed(api: Api) -> None:
    page = api.get(MIDWAY).body.decode()
    rows = re.findall(r'<th scope="row">(.*?)</th><td class="number">(\d+)</td><td class="number">(\d*)</td>', page)
    plan = api.get(MIDWAY.replace(".html", "")).json()["changes"]["carry_over"][0]
    parts = [("To go through again", "refresh"), ("Still ahead of you", "ahead"), ("Counts as it is", "kept")]

    assert [*((name, str(len(plan[part])), str(plan["minutes"][part])) for name, part in parts), ("Gone", "1", "")] == rows
    assert "of work for you." in page
    assert "<code>ai-foundations/nothing</code>" in page or "<code>nothing</code>" in page


def test_the_first_release_has_its_editors_note_and_nothing_to_compare(api: Api) -> None:
    page = api.get("/v1/2026-Q3/changes.html").body.decode()

    assert "This is the first release: there is nothing before it to compare it with." in page
    assert ["From the editor"] == _headings(page)


def test_what_authors_write_is_text() -> None:
    changes = {
        f"{COURSE}/asking-well/02-tokens-and-context.md": replaced("title: Tokens and context", f"title: '{EVIL}'"),
        f"{COURSE}/course.yaml": replaced("title: AI Foundations", f"title: '{EVIL}'"),
    }
    page = api_over(promoted(release(ARCHIVE), compiled(edited(changes)))).get(LOG).body.decode()

    assert 3 < page.count("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&lt;b&gt;")
    assert "<script" not in page
    assert "<b>" not in page


def test_the_policy_lets_this_stylesheet_in_and_nothing_else(api: Api) -> None:
    answer = api.get(LOG)
    style = re.findall(r"<style>(.*?)</style>", answer.body.decode(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; ") if " " in part)

    assert [STYLE] == style
    assert (f"'sha256-{digest}'", "'none'") == (policy["style-src-elem"], policy["default-src"])
    assert answer.headers["content-security-policy"].endswith("; sandbox")


@pytest.fixture(scope="module")
def pages(api: Api) -> list[Answer]:
    """A change log, and the plan of somebody midway."""
    candidates, released = before_and_after()
    put(corrected(), candidates, released)
    return [api.get(LOG), api.get(MIDWAY), api_over(released).get("/v1/2026-Q4.2/changes.html")]


@pytest.fixture
def shown(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@in_a_browser
@pytest.mark.parametrize("scheme", THEMES)
@pytest.mark.parametrize("width", [360, 1200])
def test_it_fits_and_the_browser_complains_of_nothing(
    shown: Page, pages: list[Answer], scheme: Literal["light", "dark"], width: int
) -> None:
    complaints: list[str] = []
    shown.on("console", lambda message: complaints.append(message.text))
    shown.emulate_media(color_scheme=scheme)
    shown.set_viewport_size({"width": width, "height": 800})
    for number, answer in enumerate(pages):
        _open(shown, number, answer.body, answer.headers)
        assert fits(shown)

    assert complaints == []


@in_a_browser
def test_what_is_folded_is_printed(shown: Page, pages: list[Answer]) -> None:
    shown.route("http://log.example/printed", lambda route: route.fulfill(body=pages[0].body, content_type="text/html"))
    shown.goto("http://log.example/printed")
    hidden = "[...document.querySelectorAll('details > ul')].filter(one => !one.checkVisibility()).length"
    assert 2 == shown.evaluate(hidden)
    shown.emulate_media(media="print")

    assert 0 == shown.evaluate(hidden)


@in_a_browser
@pytest.mark.parametrize("scheme", THEMES)
def test_it_has_no_barriers(shown: Page, pages: list[Answer], axe: str, scheme: Literal["light", "dark"]) -> None:
    """Shown without its policy, whose sandbox would keep the checker from ever finishing."""
    shown.emulate_media(color_scheme=scheme)
    for number, answer in enumerate(pages):
        _open(shown, number, answer.body, {"Content-Type": "text/html"})
        assert [] == barriers(shown, axe)


def _open(page: Page, number: int, body: bytes, headers: dict[str, str]) -> None:
    """The page at an address of its own, with every part of it opened."""
    address = f"http://log.example/{number}"
    page.route(address, lambda route: route.fulfill(status=200, headers=headers, body=body))
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
