"""The desk itself: who may come in, what a request may be, and what is on every answer."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest

from courses import ROOT
from coursewright.serving.review_desk.desk import review_desk
from coursewright.serving.review_desk.question import FORM
from coursewright.serving.review_desk.visitors import Visitor
from desks import Desk
from reviewers import HOST, Reviewer, reviewer
from small_course import small

STATIC = ROOT / "functions/coursewright/serving/review_desk/static"
TEMPLATES = ROOT / "functions/coursewright/serving/review_desk/templates"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.publish(small())
    return made


@pytest.fixture
def ann(desk: Desk) -> Reviewer:
    return reviewer(desk.candidates, desk.released)


class SomebodyElse:
    """Lets in a link's reader, or nobody."""

    def __init__(self, visitor: Visitor | None) -> None:
        self.coming = visitor

    def answer(self, _: object) -> None:
        return None

    def visitor(self, _: object) -> Visitor | None:
        return self.coming

    def refused(self, _: object) -> dict[str, object]:
        return {"statusCode": 404, "headers": {}, "body": "nothing"}

    def token(self, _: object) -> str:
        return ""

    def accepts(self, *_: object) -> bool:
        return False


def test_every_answer_is_kept_by_nobody_and_runs_nothing_inline(ann: Reviewer) -> None:
    for address in (
        "/review",
        "/review/2026-Q4-rc.1",
        "/review/nowhere",
        "/review/a/b/c/d",
        "/review/static/desk.css",
        "/elsewhere",
    ):
        headers = ann.get(address).headers

        assert "no-store" == headers["cache-control"]
        assert "noindex" == headers["x-robots-tag"]
        assert "same-origin" == headers["referrer-policy"]
        assert "nosniff" == headers["x-content-type-options"]
        assert {"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"} <= set(
            headers["content-security-policy"].split("; ")
        )


def test_no_template_holds_inline_script_style_or_an_address_elsewhere() -> None:
    for template in TEMPLATES.iterdir():
        text = template.read_text()

        assert [] == re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?! type=\"module\" src=)", text), template.name
        assert [] == re.findall(r"(?:src|action)=\"(?:https?:)?//", text), template.name
        assert [] == re.findall(r"\|\s*safe\b", text), f"{template.name}: markup is made in Python, where it is known to be safe"


def test_the_files_of_the_desk_ask_nobody_else_for_anything(ann: Reviewer) -> None:
    for file in STATIC.iterdir():
        answer = ann.get(f"/review/static/{file.name}")

        assert (200, file.read_bytes()) == (answer.status, answer.body)
        assert not re.search(rb"(?:url\(|import|fetch\()\s*[\"'(]?(?:https?:)?//", answer.body)
    assert 404 == ann.get("/review/static/desk.html").status
    assert 404 == ann.get("/review/static/..%2fdesk.py").status


def test_another_name_for_this_machine_gets_nothing(ann: Reviewer) -> None:
    """A name of the web may be pointed at this machine: its pages would then read what the desk shows."""
    for host in ("evil.example", "127.0.0.1", "127.0.0.1:8001", "127.0.0.1.evil.example:8000", ""):
        there, nowhere = ann.get("/review/2026-Q4-rc.1", host=host), ann.get("/review/2026-Q4-rc.9", host=host)

        assert (403, there) == (there.status, nowhere)
        assert b"2026-Q4" not in there.body
    for host in ("localhost:8000", "[::1]:8000", HOST):
        assert 200 == ann.get("/review", host=host).status


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example", "sec-fetch-site": "cross-site"},
        {"origin": "null"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://127.0.0.1:8001"},
    ],
)
def test_a_form_from_another_page_does_nothing(ann: Reviewer, desk: Desk, headers: dict[str, str]) -> None:
    form = {"csrf": ann.secret, "act": "comment", "text": "hello"}
    elsewhere = Reviewer(ann.handler, {"host": HOST, "content-type": FORM}, ann.secret)

    assert 403 == elsewhere.send("POST", "/review/2026-Q4-rc.1/acts", urlencode(form).encode(), headers).status
    assert [] == desk.candidates.keys("reviews/")


def test_a_form_without_what_was_drawn_at_the_start_does_nothing(ann: Reviewer, desk: Desk) -> None:
    for csrf in ("", "x", "ä"):
        assert 403 == ann.post("/review/2026-Q4-rc.1/acts", {"csrf": csrf, "act": "comment", "text": "hello"}).status
    assert [] == desk.candidates.keys("reviews/")


def test_what_no_page_sends_is_refused_with_a_page(ann: Reviewer) -> None:
    acts = "/review/2026-Q4-rc.1/acts"

    assert 414 == ann.get(f"/review?x={'x' * 3_000}").status
    assert 413 == ann.post(acts, {"text": "x" * 70_000}).status
    assert 415 == ann.post(acts, {}, content_type="application/json").status
    assert 400 == ann.post(acts, {str(number): "" for number in range(200)}).status
    assert 405 == ann.post("/review", {}).status
    assert 400 == ann.get("/review?x=%ff").status
    assert "There is nothing here" in ann.get("/review/nowhere/at/all").words
    assert "There is no candidate '2026-Q4-rc.9'; it may have expired." in ann.get("/review/2026-Q4-rc.9").words


def test_who_is_not_known_is_told_the_same_of_everything(desk: Desk) -> None:
    handler = review_desk(desk.candidates, desk.released, SomebodyElse(None), lambda _: {})
    stranger = Reviewer(handler)
    answers = [stranger.get(one) for one in ("/review", "/review/2026-Q4-rc.1", "/review/2026-Q4-rc.9", "/x", "/review/a?x=%ff")]

    assert {404} == {one.status for one in answers}
    assert 1 == len({one.body for one in answers})


def test_a_links_reader_gets_their_candidate_and_nothing_else(desk: Desk) -> None:
    handler = review_desk(desk.candidates, desk.released, SomebodyElse(Visitor("", "2026-Q4-rc.1")), lambda _: {})
    expert = Reviewer(handler)
    elsewhere = (
        "/review",
        "/review/2026-Q4-rc.2",
        "/review/stable",
        "/review/2026-Q4.1",
        "/review/2026-Q4-rc.1?beside=2026-Q4-rc.2",
    )

    assert {404} == {expert.get(one).status for one in elsewhere}
    assert {404} == {expert.get(f"/review/2026-Q4-rc.1/{tab}").status for tab in ("findings", "comments")}
    assert 404 == expert.post("/review/2026-Q4-rc.1/acts", {"act": "approve"}).status


def test_a_links_reader_sees_no_address_of_anybody_and_no_form(desk: Desk) -> None:
    handler = review_desk(desk.candidates, desk.released, SomebodyElse(Visitor("", "2026-Q4-rc.1")), lambda _: {})
    expert = Reviewer(handler)

    for tab in ("", "/changes", "/models", "/coverage", "/learners"):
        page = expert.get(f"/review/2026-Q4-rc.1{tab}")

        assert (200, False) == (page.status, "tester" in page.text)
        assert 'method="post"' not in page.text
