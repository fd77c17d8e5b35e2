"""The reviewer's whole way in a browser: from the list through the changes, a comment and an approval by a second person, to
promotion; then learners who follow the channel get the new release, and whoever is pinned to the old edition keeps it."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from browsing import in_a_browser
from courses import ARCHIVE, CONTENT, ROOT, STAMP, release
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.records.logs import channel_log
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.reviewing.review_log import reviews_of
from people_of_releases import mapping
from served import COURSEWRIGHT, port_of

CANDIDATE = "2026-Q4-rc.1"
STATED_AGE = 5.0
"""Seconds for which an answer about a channel may be kept, as its Cache-Control says."""


@contextmanager
def at_the_desk(root: Path, who: str) -> Iterator[str]:
    """The address of a laptop's server, whose desk is this person's."""
    command = [str(COURSEWRIGHT), "serve", "--store", str(root), "--port", "0", "--by", who]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        try:
            yield f"http://127.0.0.1:{port_of(server)}"
        finally:
            server.terminate()


def answered(address: str) -> Any:  # noqa: ANN401 - JSON
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - this machine's own address
        return json.load(answer)


def from_the_list(page: Page, desk: str) -> None:
    page.goto(f"{desk}/review")
    page.get_by_role("link", name=CANDIDATE).click()
    page.wait_for_url(f"**/{CANDIDATE}")


def three_changes_and_a_comment(page: Page) -> None:
    """From the first of the changes that are listed, on to the next and the next but one; and a word on a passage there."""
    page.get_by_role("link", name="Choosing a model").click()
    page.wait_for_url("**/items/ai-foundations/choosing-a-model")
    page.get_by_text("Until lately there were chat models").first.wait_for()
    for title in ("Safe use at work", "Give one task two levels of effort"):
        page.get_by_role("link", name=f"Next change {title}").first.click()
        page.get_by_role("heading", name=title, level=1).wait_for()
    passage = page.locator(".pair.changed, .pair.added").first
    passage.hover()
    passage.get_by_text("Comment", exact=False).first.click()
    passage.get_by_label("Comment", exact=True).fill("Is that fair to whoever has no other tool?")
    passage.get_by_role("button", name="Comment").click()
    page.wait_for_url("**done=commented**")
    page.get_by_text("Is that fair to whoever has no other tool?").wait_for()


@in_a_browser
def test_from_the_list_to_what_learners_get(tmp_path: Path, browser: Browser) -> None:
    candidates, released = FolderStore(tmp_path / "candidates"), FolderStore(tmp_path / "released")
    before, after = (mapping(["ann@school.example", "bo@school.example"], release(folder)) for folder in (ARCHIVE, CONTENT))
    promote(deposit(before, candidates, STAMP, {"commit": None}), candidates, released, "stable", STAMP)
    deposit(after, candidates, STAMP, {"commit": None})
    with at_the_desk(tmp_path, "ann@school.example") as ann, at_the_desk(tmp_path, "bo@school.example") as bo:
        assert "2026-Q3.1" == answered(f"{ann}/v1/stable")["release"]

        page = browser.new_page()
        from_the_list(page, ann)
        page.get_by_role("link", name="Changes", exact=True).click()
        page.get_by_label("Class").select_option("structural")
        page.get_by_role("button", name="Filter").click()
        page.get_by_text("2 changes of 14").wait_for()
        three_changes_and_a_comment(page)
        page.get_by_role("link", name=CANDIDATE).first.click()
        page.get_by_role("button", name="Approve").click()
        page.wait_for_url("**done=approved")

        from_the_list(page, bo)
        page.get_by_role("link", name="1 comment open").click()
        page.get_by_role("button", name="Resolve").click()
        page.wait_for_url("**done=resolved")
        page.get_by_role("link", name="Overview").click()
        page.get_by_role("button", name="Approve").click()
        page.wait_for_url("**done=approved")
        page.get_by_text("2 of 2 approvals", exact=True).wait_for()
        page.get_by_text("Promote", exact=True).click()
        page.get_by_label("Why", exact=True).fill("Two of us read all of it.")
        page.get_by_role("button", name="Promote now").click()
        page.wait_for_url("**done=promoted**")
        began = time.monotonic()
        page.get_by_text("“Two of us read all of it.”").first.wait_for()
        page.close()

        while answered(f"{ann}/v1/stable")["release"] != "2026-Q4.1":
            assert time.monotonic() - began < STATED_AGE
            time.sleep(0.1)
        assert "2026-Q3.1" == answered(f"{ann}/v1/2026-Q3")["release"]

    head = channel_log(released, "stable").head()
    assert head
    assert ("bo@school.example", "Two of us read all of it.") == (head["by"], head["why"])
    said = [(one.act, one.by) for one in reviews_of(candidates, CANDIDATE)]
    assert [("comment", "ann"), ("approve", "ann"), ("resolve", "bo"), ("approve", "bo")] == [
        (act, by.partition("@")[0]) for act, by in said
    ]
