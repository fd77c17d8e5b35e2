"""The desk's pages in a real browser, light and dark, on a screen and on a phone; what is on them; and what they cost."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from browsing import THEMES, holds_up, in_a_browser, is_sound
from counting_store import CountingStore
from courses import ARCHIVE, CONTENT, ROOT, STAMP, compiled, release
from coursewright.errors import GatesClosedError
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.promoting.rollback import rollback
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.store import Store
from coursewright.reviewing.review_log import add_review
from desks import Desk
from library import course, library
from local_site import local_site
from people_of_releases import before_format_5, edited_by, mapping
from reviewers import Reviewer, reviewer
from served import COURSEWRIGHT, port_of
from small_course import small

CANDIDATE = "2026-Q4-rc.1"
PEOPLE = ("ann@school.example", "bo@school.example")
CELL = "cell=ai-foundations/choosing-a-model&model=gpt-4o"
TABS = ("", "/changes", "/models", "/coverage", "/learners", "/findings", "/comments")
PAGES = (
    "",
    *(f"/{CANDIDATE}{tab}" for tab in TABS),
    f"/{CANDIDATE}/models?{CELL}",
    f"/{CANDIDATE}/changes?class=claim",
    "/stable",
    "/2026-Q3.1/changes",
    "/nowhere",
)
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def furnish(candidates: Store, released: Store) -> None:
    """The third quarter is out, the fourth waits, and reviewers have begun."""
    bo = replace(STAMP, by="bo@school.example", why="The quarter begins.")
    promote(deposit(mapping(PEOPLE, release(ARCHIVE)), candidates, bo, {"commit": "c" * 40}), candidates, released, "stable", bo)
    made = deposit(mapping(PEOPLE, release(CONTENT)), candidates, STAMP, {"commit": "d" * 40})
    where = {"course": "ai-foundations", "item": "choosing-a-model", "block": "b1", "learner": {}}
    for act, fields in (
        ("comment", {**where, "quote": SCRIPT, "text": f"Is that so? {SCRIPT}", "reply_to": None}),
        ("comment", {**where, "quote": "", "text": "It is.", "reply_to": 1}),
        ("request", {"text": "Take o1 out of the exam."}),
        ("approve", {**{f: made.record[f] for f in ("manifest", "private")}, "gates": {}, "evidence": "", "text": SCRIPT}),
    ):
        add_review(candidates, CANDIDATE, act, "bo@school.example", STAMP.at, fields)
    place = {"path": "courses/x.md", "line": 3, "column": 1}
    found = {
        "code": "ending-model",
        "severity": "warning",
        "place": place,
        "message": SCRIPT,
        "hint": "Look.",
        "acknowledged": False,
    }
    note = {"kind": "checked", "as_of": "2026-11-22", "findings": [found, {**found, "severity": "error"}]}
    candidates.put_if_absent(f"checked/{made.record['manifest']}.json", json.dumps(note).encode())


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("furnished")
    furnish(FolderStore(root / "candidates"), FolderStore(root / "released"))
    return root


@pytest.fixture(scope="module")
def at(stores: Path) -> Iterator[str]:
    command = [str(COURSEWRIGHT), "serve", "--store", str(stores), "--port", "0", "--by", "ann@school.example"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        try:
            yield f"http://127.0.0.1:{port_of(server)}/review"
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def ann(stores: Path) -> Reviewer:
    return reviewer(FolderStore(stores / "candidates"), FolderStore(stores / "released"))


@in_a_browser
@pytest.mark.parametrize("theme", THEMES)
def test_no_page_has_a_barrier_and_each_holds_up_on_a_phone(at: str, browser: Browser, axe: str, theme: str) -> None:
    holds_up(browser, theme, axe, [f"{at}{address}" for address in PAGES])


@in_a_browser
@pytest.mark.parametrize("theme", THEMES)
def test_the_page_that_tells_which_gates_are_closed_holds_up_too(stores: Path, browser: Browser, axe: str, theme: str) -> None:
    """What fails may be named in one long word, and there may be more of it than the page shows."""
    items = [f"{'ai-foundations/' * 8}{number}" for number in range(60)]

    def refuse(_: dict[str, Any]) -> dict[str, Any]:
        told = [{"gate": gate, "reason": "Mend these.", "items": items} for gate in ("findings", "authors")]
        raise GatesClosedError("It may not go out.", told)

    both = FolderStore(stores / "candidates"), FolderStore(stores / "released")
    with local_site(*both, promote=refuse, holds=True) as home:
        page = browser.new_page(color_scheme="dark" if theme == "dark" else "light")
        page.goto(f"{home}/review/{CANDIDATE}")
        page.get_by_text("Promote", exact=True).click()
        page.get_by_role("button", name="Promote now").click()
        page.get_by_role("heading", name="A gate is closed").wait_for()

        assert 2 == page.get_by_text("and 20 more").count()
        is_sound(page, axe, "closed gates")
        page.close()


@in_a_browser
def test_a_reviewer_approves_and_promotes_by_keyboard_without_script(at: str, browser: Browser) -> None:
    """On a store of its own it would promote; here it comes as far as the form, which every other test leaves closed."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(at)
    page.keyboard.press("Tab")
    assert "Skip to the content" == page.locator(":focus").inner_text()
    page.get_by_role("link", name=CANDIDATE).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{CANDIDATE}")
    page.get_by_label("A word with it").fill("Read all of it.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=approved")
    assert "Your approval is recorded." == page.get_by_role("status").inner_text()
    assert page.get_by_text("“Read all of it.”").is_visible()
    page.get_by_text("Promote", exact=True).click()
    assert "stable, now 2026-Q3 (record 1)" in page.get_by_label("Channel").inner_text()
    context.close()


def test_what_people_write_is_text(ann: Reviewer) -> None:
    shown = [ann.get(f"/review/{CANDIDATE}{tab}") for tab in ("", "/comments", "/findings")]

    for page in shown:
        assert SCRIPT in page.words.replace(" ", " ") or "&lt;script&gt;alert(1)" in page.text
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text


def test_the_query_is_text_too(ann: Reviewer) -> None:
    for name in ("q", "class", "course", "status", "cell", "model", "as_of", "page", "channel", "done", "all"):
        for tab in ("", *TABS):
            where = f"/review/{CANDIDATE}{tab}" if tab else "/review"
            page = ann.get(f"{where}?{name}=%3Cscript%3Ealert(1)%3C/script%3E%22%27")

            assert (200, False) == (page.status, "<script>alert" in page.text), f"{where} {name}"


def test_the_overview_tells_what_changed_and_the_editors_note(ann: Reviewer) -> None:
    words = ann.get(f"/review/{CANDIDATE}").words

    for told in (
        "2 structural",
        "7 content",
        "Beside 2026-Q3.1 (stable now)",
        "words added +330 removed \u2212233",
        "minutes added +20 removed \u221220",
    ):
        assert told in words
    assert "The model o1 is gone, so this edition no longer teaches it." in words
    assert "<strong>The model o1 is gone" in ann.get(f"/review/{CANDIDATE}").text


def test_beside_a_release_that_tells_no_words_they_are_not_known(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.publish(before_format_5(small()))
    desk.deposit(small("more"))
    words = reviewer(desk.candidates, desk.released).get("/review/2026-Q4-rc.2").words

    assert "words not known minutes added +0 removed \u22120" in words


def test_what_is_acknowledged_for_all_files_says_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    entry = {"code": "ending-model", "path": None, "reason": "Told.", "until": "2026-12-31", "by": "author"}
    desk.deposit(edited_by(small(), acknowledged={"2026-Q4": [entry]}))
    words = reviewer(desk.candidates, desk.released).get(f"/review/{CANDIDATE}/findings").words

    assert "ending-model all files Told. 2026-12-31 The author" in words


def test_a_release_tells_how_it_was_decided(ann: Reviewer) -> None:
    words = ann.get("/review/stable").words

    assert "Went into 2026-Q3 22 Nov 2026, 12:00 UTC by bo@school.example, record 1, “The quarter begins.”" in words
    assert "Approved by nobody was asked" in words


def test_changes_are_filtered_by_class_course_and_words(ann: Reviewer) -> None:
    def told(query: str) -> str:
        return ann.get(f"/review/{CANDIDATE}/changes?{query}").words

    assert "14 changes" in told("")
    assert "2 changes of 14" in told("class=claim")
    assert "Tokens and context" in told("class=claim")
    assert "Choosing a model" not in told("class=claim")
    assert "1 change of 14" in told("q=planning+task")
    assert "Nothing fits this filter." in told("course=none")


def test_changes_come_in_the_order_of_the_outline(ann: Reviewer) -> None:
    words = ann.get(f"/review/{CANDIDATE}/changes").words
    titles = (
        "What a model is",
        "Tokens and context",
        "Structured output",
        "Choosing a model",
        "AI Foundations exam",
        "A planning task",
    )

    assert sorted(titles, key=words.index) == list(titles)


def test_a_cell_of_the_heat_map_leads_to_its_evidence(ann: Reviewer) -> None:
    words = ann.get(f"/review/{CANDIDATE}/models?{CELL}&as_of=2026-11-25").words

    assert "gpt-4o is shut down on 2027-01-14, by openai-python." in words
    assert "OpenAI recommends gpt-6-luna in their place." in words
    assert "Source OpenAI, Deprecations, read 2026-11-22" in words
    assert "Nothing in this release depends on that" in ann.get(f"/review/{CANDIDATE}/models?cell=a/b&model=c").words


def test_the_day_decides_how_a_cell_stands(ann: Reviewer) -> None:
    def cells(day: str) -> list[str]:
        text = ann.get(f"/review/{CANDIDATE}/models?q=gpt-4o&as_of={day}").text
        return [word for word in ("expiring", "broken") if f'class="cell {word}"' in text]

    assert ["expiring"] == cells("2026-11-25")
    assert "broken" in cells("2027-01-15")


def test_coverage_marks_what_nobody_teaches_or_asks_for(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.deposit(compiled(library(course("lonely", 1))))
    words = reviewer(desk.candidates, desk.released).get(f"/review/{CANDIDATE}/coverage?course=lonely").words

    assert "Lonely: 1 objective, 0 assessments. 1 objective with a gap" in words
    assert "no assessment asks for it" in words
    assert "no lesson teaches it" not in words


def test_learners_and_certificates_are_told_of(ann: Reviewer) -> None:
    words = ann.get(f"/review/{CANDIDATE}/learners").words

    assert "Learners midway on 2026-Q3.1" in words
    assert "go through again 6 88 minutes" in words
    assert "AI Foundations certificate current, with a change log" in words


def test_the_first_candidate_of_all_has_nothing_beside_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.deposit(small())
    first = reviewer(desk.candidates, desk.released)

    assert "Nothing was promoted yet." in first.get("/review").words
    for tab in TABS:
        page = first.get(f"/review/{CANDIDATE}{tab}")
        assert (200, True) == (page.status, "There is nothing to set it beside." in page.words), tab


def test_the_history_of_a_channel_can_be_followed(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.publish(small())
    desk.extend("more")
    desk.publish(small(edition="2027-Q1"))
    rollback(desk.released, "stable", replace(STAMP, by="cem@school.example", why="Too early."))
    page = reviewer(desk.candidates, desk.released).get("/review")

    steps = ("taken back to 2026-Q4", "went on to 2027-Q1", "went on to 2026-Q4", "began with 2026-Q4")
    history = page.words.partition("History of stable")[2]
    assert sorted(steps, key=history.index) == list(steps)
    assert "cem@school.example · record 4 “Too early.”" in history
    assert 'href="/review/2027-Q1.1/changes?beside=2026-Q4.2"' in page.text


def test_what_a_page_reads_does_not_grow_with_the_lessons() -> None:
    def reads(lessons: int) -> dict[str, int]:
        old = library(course("long", lessons))
        new = {
            path: data + b"\nThis is new.\n" if path.startswith("courses/long/only/0") else data
            for path, data in old.files.items()
        }
        candidates, released = CountingStore(), CountingStore()
        promote(deposit(compiled(old), candidates, STAMP, {"commit": None}), candidates, released, "stable", STAMP)
        deposit(compiled(replace(old, files=new)), candidates, STAMP, {"commit": None})
        reviewer(candidates, released).get("/review/2026-Q4-rc.2")  # whoever is first keeps what changed
        found = {}
        for address in ("", *(f"/2026-Q4-rc.2{tab}" for tab in TABS if tab != "/learners")):
            before = candidates.reads + released.reads
            assert 200 == reviewer(candidates, released).get(f"/review{address}").status
            found[address] = candidates.reads + released.reads - before
        return found

    few, many = reads(3), reads(30)

    assert few == many
    assert max(few.values()) < 60
