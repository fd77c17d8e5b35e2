"""A published corpus of attacks, in every authored field and Markdown position, executes nothing and shows as text.

The attacks reach the compiler past the rules that refuse them (poisoned.py), so what is tested are the renderer, the sanitiser,
the templates, the start page's script and the policies of the pages. `make test` takes a sample, `make thorough` all of it,
and `make endurance` opens every drawing that is left of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import Any

import nh3
import pytest
from playwright.sync_api import Browser
from playwright.sync_api import TimeoutError as StalledError

from browsing import in_a_browser
from courses import STAMP
from coursewright.authoring.figures import Figure, read_figure
from coursewright.compiling import rendering
from coursewright.compiling.compile import compile_release
from coursewright.compiling.release import Release
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.reviewing.review_log import add_review
from coursewright.serving.items import html_page
from coursewright.serving.review_desk.rendering import environment
from inert import Watched, watched
from local_site import local_site
from payloads import corpus, drawings, sample
from poisoned import EVERYTHING, name_of, poisoned

pytestmark = in_a_browser

CANDIDATE, BEFORE = "2026-Q4-rc.1", "2026-Q3.1"
ITEMS = f"/review/{CANDIDATE}/items"
BATCH, ALONE = 100, 4
TABS = ("", "/changes", "/changes?page=2", "/models", "/coverage", "/learners", "/findings", "/comments")
VIEWS = ("side", "inline", "now")
ACTIVITIES = ("before", "check", "draft", "editor", "final", "after")


_OF_DRAWINGS = re.compile(r"<(?:svg|animate|set|use|image|foreignObject|math|style)|xlink|href", re.IGNORECASE)


def pages_of_all(turn: int = 0) -> Iterator[str]:
    """Pages that hold all attacks of a batch; activities are opened at the desk and on the start page in turn."""
    yield "/review"
    yield from (f"/review/{CANDIDATE}{tab}" for tab in TABS)
    yield f"/v1/{CANDIDATE}/courses/{EVERYTHING}/lessons/reading"
    yield from (f"/?at={CANDIDATE}&course={EVERYTHING}&item={item}" for item in ("reading", *ACTIVITIES[turn % 2 :: 2]))
    yield from (f"{ITEMS}/{EVERYTHING}/{item}?unfold=yes&view={VIEWS[turn // 2 % 2]}" for item in ACTIVITIES[1 - turn % 2 :: 2])
    yield f"/v1/{CANDIDATE}/changes?since={BEFORE}"


def pages_of_one(number: int) -> list[str]:
    """Pages with one attack in every field: where models and apps read, at the desk, and on the start page."""
    return [
        f"/v1/{CANDIDATE}/courses/{name_of(number)}/lessons/reading",
        f"{ITEMS}/{name_of(number)}/reading?unfold=yes&view={VIEWS[number // 3 % 3]}",
        f"/?at={CANDIDATE}&course={name_of(number)}&item=reading",
    ]


@lru_cache(maxsize=2)
def inoffensive(courses: int) -> Release:
    """What learners have: the same with a word in the place of each attack."""
    return compile_release(poisoned([f"Word {number}" for number in range(courses)], "2026-Q3"))


@contextmanager
def site(attacks: Sequence[str], figures: Sequence[Figure] = ()) -> Iterator[str]:
    """What learners have is harmless; the candidate, what checking found of it, and what reviewers said are attacks."""
    candidates, released = MemoryStore(), MemoryStore()
    promote(deposit(inoffensive(len(attacks)), candidates, STAMP, {}), candidates, released, "stable", STAMP)
    stamp = replace(STAMP, why=" ".join(attacks), by="ann@school.example")
    made = deposit(compile_release(poisoned(attacks, figures=figures)), candidates, stamp, {})
    where: dict[str, Any] = {"course": EVERYTHING, "item": "reading", "block": None, "learner": {}, "reply_to": None}
    for one in attacks:
        add_review(candidates, CANDIDATE, "comment", "ann@school.example", STAMP.at, {**where, "quote": one, "text": one})
    found = {"code": "x", "severity": "error", "acknowledged": False}
    places = [{"path": one, "line": 1, "column": 1} for one in attacks]
    findings = [{**found, "message": one["path"], "hint": one["path"], "place": one} for one in places]
    note = {"kind": "checked", "as_of": "2026-11-22", "findings": findings}
    candidates.put_if_absent(f"checked/{made.record['manifest']}.json", json.dumps(note).encode())
    with local_site(candidates, released) as address:
        yield address


@pytest.fixture(scope="module")
def harmless(browser: Browser) -> set[str]:
    """What the pages are made of where nobody attacks."""
    with site(["Words and nothing else", "More words"]) as home, watched(browser, home) as page:
        page.learn([*pages_of_all(), *pages_of_all(3), *pages_of_one(0)])
        assert [] == page.happened
        return page.known


def troubles(browser: Browser, known: set[str], attacks: Sequence[str], turn: int = 0) -> list[str]:
    """All that is wrong with the pages of a batch; where the browser stalls, each attack is tried by itself."""
    try:
        with site(attacks) as home, watched(browser, home) as page:
            page.known = known
            found = [one for address in pages_of_all(turn) for one in page.trouble(address)]
            found += [one for number in range(0, len(attacks), ALONE) for one in _of_one(page, number, attacks[number])]
            page.open(f"/v1/{CANDIDATE}/courses/{EVERYTHING}/lessons/reading")
            return found + _unshown(page, attacks)
    except StalledError:
        if len(attacks) == 1:
            return [f"the browser stalls at {attacks[0]!r}"]
        return [one for attack in attacks for one in troubles(browser, known, [attack], turn)]


def _of_one(page: Watched, number: int, attack: str) -> Iterator[str]:
    """An attack by itself, on one of its pages; on those that hold all of them it was on every kind, and in every field."""
    for address in pages_of_one(number)[number // ALONE % 3 :][:1]:
        yield from (f"{one} of {attack!r}" for one in page.trouble(address))
        if not any(_shown(one).endswith(_shown(attack)) for one in page.text("h1")):  # behind what it was called before
            yield f"{address}: {attack!r} is shown as {page.text('h1')}"


def _unshown(page: Watched, attacks: Sequence[str]) -> list[str]:
    """Attacks that do not stand as they are in a block of code, where nothing of them is Markdown."""
    shown = {_shown(one) for one in page.text("pre")}
    plain = (one for one in attacks if "```" not in one and "\n" not in one and "\r" not in one)
    return [f"{one!r} does not show as text" for one in plain if _shown(one) not in shown]


def _shown(text: str) -> str:
    """A text as a browser gives it back: it reads no NUL, and all space is alike."""
    return " ".join(text.replace("\0", "").replace("\ufffd", "").split())


def drawn(attacks: Sequence[str]) -> list[Figure]:
    """The drawings that are left of attacks: most are refused when they are read.

    Attacks that speak of drawings or addresses are put everywhere; of all others, what is left elsewhere is the same plain text.
    """
    everywhere = (data for one in attacks for data in drawings(one)[: None if _OF_DRAWINGS.search(one) else 3])
    made = (read_figure("drawn.svg", data) for data in everywhere)
    return [one for one in made if isinstance(one, Figure)]


def opened_directly(browser: Browser, attacks: Sequence[str]) -> list[str]:
    """What figures do that somebody opens by their own address; that the policy keeps an image from being loaded is no harm."""
    figures = drawn(attacks)
    with site(["Words"], figures) as home, watched(browser, home, listens=False) as page:
        page.open(f"/v1/{CANDIDATE}/courses/{EVERYTHING}/lessons/reading")
        shown = page.page.locator("figure img").evaluate_all("all => [...new Set(all.map((one) => one.getAttribute('src')))]")
        assert len({figure.data for figure in figures}) + 1 == len(shown)
        shown += [one.replace("/v1/assets/", f"/review/{CANDIDATE}/assets/") for one in shown[:: max(1, len(shown) // 10)]]
        found = [one for address in shown for one in page.trouble(address, like_a_page=False)]
    return [one for one in found if ": stopped Loading the image" not in one]


def test_figures_opened_directly_run_nothing(browser: Browser) -> None:
    assert [] == opened_directly(browser, sample(600))


def test_a_sample_of_the_corpus_executes_nothing(browser: Browser, harmless: set[str]) -> None:
    assert [] == troubles(browser, harmless, sample(600))


@pytest.mark.thorough
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(8))
def test_the_corpus_executes_nothing(browser: Browser, harmless: set[str], part: int) -> None:
    attacks = corpus()[part::8]

    assert len(corpus()) > 4_000
    for turn, start in enumerate(range(0, len(attacks), BATCH)):
        assert [] == troubles(browser, harmless, attacks[start : start + BATCH], part + turn)


@pytest.mark.thorough
@pytest.mark.timeout(1800)
def test_more_figures_opened_directly_run_nothing(browser: Browser) -> None:
    assert [] == opened_directly(browser, sample(20))


@pytest.mark.endurance
@pytest.mark.parametrize("part", range(4))
def test_no_figure_of_the_corpus_runs_anything(browser: Browser, part: int) -> None:
    attacks = corpus()[part::4]
    for start in range(0, len(attacks), BATCH):
        assert [] == opened_directly(browser, attacks[start : start + BATCH])


AT_ONCE = [one for one in corpus() if re.match(r"<(?:img|svg|script)\b[^>]*>?alert\(1\)|<img[^>]*onerror=alert\(1\)", one)][:40]
"""Attacks that run as soon as they are read, where they are markup."""


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The renderer writes raw HTML, nothing is sanitised, and no template and no page escapes."""
    monkeypatch.setattr(rendering, "escapeHtml", lambda text: text)
    monkeypatch.setattr(nh3, "clean", lambda html, **_: html)
    monkeypatch.setattr(html_page, "escape", lambda text: text)
    made = environment()
    monkeypatch.setattr(made, "autoescape", False)
    monkeypatch.setattr(made, "cache", None)  # of templates that were made when it did


@pytest.mark.usefixtures("unguarded")
def test_without_any_guard_attacks_execute_so_that_they_would_be_seen(browser: Browser, harmless: set[str]) -> None:
    pages = (f"/review/{CANDIDATE}/comments", f"/v1/{CANDIDATE}/courses/{EVERYTHING}/lessons/reading", pages_of_one(0)[0])
    with site(AT_ONCE) as home:
        with watched(browser, home, bypass_csp=True) as page:
            ran = {address: page.runs(address) for address in pages}
        with watched(browser, home) as page:
            page.known = harmless
            found = {address: page.trouble(address) for address in pages}

    assert [] == [address for address, times in ran.items() if times < 1]
    assert sum(ran.values()) > len(AT_ONCE)
    for address, told in found.items():
        assert [] == [one for one in told if ": ran" in one], address  # the page's policy stands alone, and holds
        assert any(": stopped" in one for one in told), address
        assert any(one.endswith(("[onerror]", ": script")) for one in told), address
