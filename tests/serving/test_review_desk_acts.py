"""What reviewers do from the pages: recorded with who they are, refused where it is not as the page showed it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from coursewright.errors import LostRaceError, ScheduleRefusedError, StoreError
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.publishing.promoting.moments import Moment
from coursewright.publishing.promoting.promote_function import promote_request
from coursewright.publishing.promoting.scheduling import Scheduled
from coursewright.reviewing.review_log import Review, reviews_of
from desks import Desk
from people_of_releases import mapping
from reviewers import Reviewer, Seen, reviewer
from small_course import small

CANDIDATE = "2026-Q4-rc.2"
PEOPLE = ("ann@school.example", "ben@school.example", "tester")
PAGE, ACTS = f"/review/{CANDIDATE}", f"/review/{CANDIDATE}/acts"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """What learners have, and a candidate with another punctuation."""
    made = Desk(tmp_path)
    made.publish(mapping(PEOPLE))
    made.deposit(mapping(PEOPLE, small("more")))
    return made


@pytest.fixture
def ann(desk: Desk) -> Reviewer:
    return reviewer(desk.candidates, desk.released, "ann@school.example")


def hidden(page: Seen, act: str) -> dict[str, str]:
    """The fields that the form of an act brings along."""
    form = next(one for one in re.findall(r"<form.*?</form>", page.text, re.DOTALL) if f'name="act" value="{act}"' in one)
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def said(desk: Desk) -> list[Review]:
    return reviews_of(desk.candidates, CANDIDATE)


def test_an_approval_is_of_what_the_page_showed_by_who_is_signed_in(desk: Desk, ann: Reviewer) -> None:
    form = hidden(ann.get(PAGE), "approve")

    answer = ann.post(ACTS, {**form, "text": "Good.", "by": "somebody@else.example"})

    assert (303, f"{PAGE}?done=approved") == (answer.status, answer.headers["location"])
    [note] = said(desk)
    assert ("approve", "ann@school.example", "Good.") == (note.act, note.by, note["text"])
    assert note["manifest"] == ann.get(PAGE).text.split('name="manifest" value="')[1][:64]
    assert "Your approval is recorded." in ann.get(answer.headers["location"]).words
    assert "ann@school.example" in ann.get(PAGE).words


@pytest.mark.parametrize(("who", "why"), [("tester", "wrote or deposited part of it"), ("dan@school.example", "no people.yaml")])
def test_the_page_refuses_whoevers_approval_never_counts_and_says_why(desk: Desk, who: str, why: str) -> None:
    theirs = reviewer(desk.candidates, desk.released, who)

    answer = theirs.post(ACTS, {**hidden(theirs.get(PAGE), "approve"), "text": "Good."})

    assert (409, True) == (answer.status, why in answer.words)
    assert [] == said(desk)


@pytest.mark.parametrize("field", ["manifest", "private", "seen"])
def test_an_approval_of_something_else_than_is_there_is_refused(desk: Desk, ann: Reviewer, field: str) -> None:
    form = hidden(ann.get(PAGE), "approve")

    answer = ann.post(ACTS, {**form, field: "0" * 64})

    assert 409 == answer.status
    assert "look" in answer.words.lower()
    assert [] == said(desk)


def test_comments_replies_and_requests_are_told_and_resolved(desk: Desk, ann: Reviewer) -> None:
    ann.post(
        ACTS, {"act": "comment", "course": "minimal", "item": "reading", "block": "b1", "quote": "Begin", "text": "Why begin?"}
    )
    ann.post(ACTS, {"act": "comment", "reply_to": "1", "text": "Because."})
    ann.post(ACTS, {"act": "request", "text": "End it as well."})

    words = ann.get(f"{PAGE}/comments").words
    assert all(one in words for one in ("Open 2", "Why begin?", "Because.", "End it as well.", "changes requested"))
    assert "changes requested waits for its author" in ann.get("/review").words

    assert 303 == ann.post(ACTS, {"act": "resolve", "of": "1"}).status
    assert 303 == ann.post(ACTS, {"act": "resolve", "of": "3"}).status
    assert "Nothing is open." in ann.get(f"{PAGE}/comments").words
    assert ["comment", "comment", "request", "resolve", "resolve"] == [one.act for one in said(desk)]


@pytest.mark.parametrize(
    "form",
    [
        {"act": "comment", "text": "  "},
        {"act": "request"},
        {"act": "resolve", "of": "7"},
        {"act": "resolve", "of": "x"},
        {"act": "comment", "reply_to": "-1", "text": "hello"},
        {"act": "comment", "text": "x" * 10_001},
        {"act": "nothing"},
        {},
    ],
)
def test_what_says_nothing_is_refused_with_a_page(desk: Desk, ann: Reviewer, form: dict[str, str]) -> None:
    answer = ann.post(ACTS, form)

    assert answer.status in (400, 409)
    assert "<h1>" in answer.text
    assert [] == said(desk)


def test_nobody_acts_on_what_is_released_as_if_it_were_a_candidate(ann: Reviewer) -> None:
    for at in ("stable", "2026-Q4.1", "2026-Q4"):
        assert 400 == ann.post(f"/review/{at}/acts", {"act": "comment", "text": "hello"}).status
    assert 404 == ann.post("/review/2026-Q4-rc.9/acts", {"act": "comment", "text": "hello"}).status


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/", "//evil.example", "/review/2026-Q4-rc.1", "/review/2026-Q4-rc.2/../x\r\nx: y", "\\\\evil.example"],
)
def test_a_form_leads_back_to_the_candidate_and_nowhere_else(ann: Reviewer, back: str) -> None:
    answer = ann.post(ACTS, {"act": "comment", "text": "hello", "back": back})

    assert f"{PAGE}?done=commented" == answer.headers["location"]


def test_a_form_leads_back_to_the_page_it_came_from(ann: Reviewer) -> None:
    answer = ann.post(ACTS, {"act": "comment", "text": "hello", "back": f"{PAGE}/items/minimal/reading?view=inline&done=x#b-1"})

    assert f"{PAGE}/items/minimal/reading?view=inline&done=commented#b-1" == answer.headers["location"]


def test_promotion_moves_the_channel_with_who_and_why_in_its_record(desk: Desk, ann: Reviewer) -> None:
    page = ann.get(PAGE)
    assert 'value="stable@1"' in page.text

    answer = ann.post(ACTS, {**hidden(page, "promote"), "channel": "stable@1", "why": "The quarter begins."})

    assert (303, "/review?channel=stable&done=promoted") == (answer.status, answer.headers["location"])
    head = desk.channel()
    assert ("2026-Q4.2", "ann@school.example", "The quarter begins.") == (head["release"], head["by"], head["why"])
    assert "“The quarter begins.”" in ann.get("/review").words


def test_who_promotes_second_is_told_what_changed(desk: Desk, ann: Reviewer) -> None:
    form = {**hidden(ann.get(PAGE), "promote"), "channel": "stable@1"}
    desk.extend("another")

    answer = ann.post(ACTS, form)

    assert 409 == answer.status
    assert "stable is at 2026-Q4, release 2026-Q4.2" in answer.words
    assert "record 2, promote by tester" in answer.words
    assert "2026-Q4.2" == desk.channel()["release"]


@pytest.mark.parametrize(
    ("error", "title"), [(LostRaceError("x"), "Somebody else was first"), (StoreError("x"), "It could not be asked for")]
)
def test_what_the_promoter_says_is_told(desk: Desk, error: Exception, title: str) -> None:
    def refuse(_: dict[str, Any]) -> dict[str, Any]:
        raise error

    ann = reviewer(desk.candidates, desk.released, promote=refuse)

    answer = ann.post(ACTS, {**hidden(ann.get(PAGE), "promote"), "channel": "stable@1"})

    assert (409, True) == (answer.status, title in answer.words)


def test_another_manifest_than_was_seen_is_not_promoted(desk: Desk, ann: Reviewer) -> None:
    answer = ann.post(ACTS, {"act": "promote", "manifest": "0" * 64, "channel": "stable@1"})

    assert 409 == answer.status
    assert 1 == desk.channel().number


def test_a_new_channel_is_made_by_its_name(desk: Desk, ann: Reviewer) -> None:
    form = {**hidden(ann.get(PAGE), "promote"), "channel": "stable@1", "new_channel": "pilot-nurses"}

    assert 303 == ann.post(ACTS, form).status
    assert "2026-Q4" == desk.channel("pilot-nurses")["edition"]
    assert 422 == ann.post(ACTS, {**form, "new_channel": "../x"}).status
    assert 422 == ann.post(ACTS, {**form, "new_channel": "", "channel": "stable"}).status


def test_a_folder_schedules_nothing_and_gives_no_links(desk: Desk, ann: Reviewer) -> None:
    assert "a folder has no scheduler" in ann.get(PAGE).words
    assert 409 == ann.post(ACTS, {"act": "schedule", "channel": "stable@1"}).status
    assert 409 == ann.post(ACTS, {"act": "link", "whom": "An expert"}).status
    assert [] == said(desk)


def test_a_channel_is_taken_back_with_a_reason(desk: Desk, ann: Reviewer) -> None:
    desk.publish(small(edition="2027-Q1"))
    form = {**hidden(ann.get("/review"), "rollback"), "to": "2026-Q4"}
    address = "/review/channels/stable/acts"

    assert 422 == ann.post(address, form).status
    assert 409 == ann.post(address, {**form, "seen": "1", "why": "x"}).status
    assert "2027-Q1" == desk.channel()["edition"]

    assert 303 == ann.post(address, {**form, "why": "The new exam cannot be passed."}).status
    assert ("rollback", "2026-Q4") == (desk.channel()["act"], desk.channel()["edition"])
    assert "stable was taken back to 2026-Q4" in ann.get("/review").words


def test_a_release_is_withdrawn_with_a_reason_and_says_so(desk: Desk, ann: Reviewer) -> None:
    desk.extend("another")
    form = hidden(ann.get("/review/2026-Q4.2"), "withdraw")
    address = "/review/releases/2026-Q4.2/acts"

    assert 422 == ann.post(address, form).status
    assert 303 == ann.post(address, {**form, "why": "A figure was wrong."}).status
    assert "withdrawn A figure was wrong." in ann.get("/review/2026-Q4.2").words
    assert "2026-Q4.1" == desk.edition()["release"]
    assert 409 == ann.post("/review/releases/2026-Q4.7/acts", {**form, "why": "x"}).status


class Calendar:
    """Keeps what is scheduled."""

    def __init__(self) -> None:
        self.kept: list[Scheduled] = []

    def add(self, candidate: Candidate, channel: str, seen: int, at: Moment, by: str, why: str) -> None:  # noqa: PLR0913 - as the real one
        if channel == "pilot":
            raise ScheduleRefusedError("the candidate may have expired by then")
        request = promote_request(candidate, channel, seen, by, why, scheduled="x")
        self.kept.append(Scheduled("x", at.local.isoformat(), at.zone, request))

    def waiting(self) -> list[Scheduled]:
        return self.kept


def test_a_promotion_is_scheduled_with_the_record_seen_and_waits_on_the_releases_page(desk: Desk) -> None:
    calendar = Calendar()
    ann = reviewer(desk.candidates, desk.released, schedules=calendar)
    form = {**hidden(ann.get(PAGE), "promote"), "act": "schedule", "channel": "stable@1", "zone": "Europe/Berlin"}

    answer = ann.post(ACTS, {**form, "at": "2027-01-04T06:00", "why": "The quarter begins."})

    assert (303, f"{PAGE}?done=scheduled") == (answer.status, answer.headers["location"])
    [waits] = calendar.kept
    wanted = {"act": "promote", "candidate": CANDIDATE, "seen": 1, "by": "ann@school.example", "why": "The quarter begins."}
    assert wanted.items() <= waits.request.items()
    assert "scheduled for stable at 2027-01-04 06:00:00, Europe/Berlin" in ann.get("/review").words


def test_what_cannot_be_scheduled_is_told(desk: Desk) -> None:
    calendar = Calendar()
    ann = reviewer(desk.candidates, desk.released, schedules=calendar)
    form = {**hidden(ann.get(PAGE), "promote"), "act": "schedule", "channel": "stable@1", "at": "2027-01-04T06:00"}

    for wrong in (
        {"at": ""},
        {"at": "2020-01-01T00:00"},
        {"zone": "Europe/Nowhere"},
        {"channel": "pilot@0"},
        {"manifest": "0" * 64},
    ):
        answer = ann.post(ACTS, {**form, **wrong})

        assert (409, True) == (answer.status, "<h1>" in answer.text), wrong
    assert [] == calendar.kept
