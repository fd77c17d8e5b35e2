"""Signed links: one candidate for some days, and the same nothing for everybody who may not."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from counting_store import CountingStore
from coursewright.errors import BadParameterError
from coursewright.reviewing.review_log import reviews_of
from coursewright.serving.review_desk.access.signed_in import SignedIn
from coursewright.serving.review_desk.access.signing_keys import SigningKeys
from desk_visits import LINK, SECRET, SESSION, Browser, Clock, Logged, access_to, desk_of
from desks import Desk
from sign_in_issuer import SignInIssuer
from small_course import small

MINE, OTHER, NOWHERE = "2026-Q4-rc.1", "2026-Q4-rc.2", "2026-Q4-rc.9"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.publish(small())
    made.deposit(small("another"))
    return made


@pytest.fixture
def access(desk: Desk, issuer: SignInIssuer, clock: Clock) -> SignedIn:
    return access_to(desk.candidates, issuer, clock=clock)


@pytest.fixture
def reviewer(desk: Desk, issuer: SignInIssuer, access: SignedIn) -> Browser:
    made = Browser(desk_of(desk.candidates, desk.released, access), issuer)
    made.sign_in()
    return made


@pytest.fixture
def expert(reviewer: Browser) -> Browser:
    return Browser(reviewer.handler, reviewer.issuer)


def link_by(reviewer: Browser, days: str = "7") -> str:
    """The address of a link as the desk's page shows it."""
    form = {"act": "link", "whom": "Dr. Roe", "days": days, "csrf": reviewer.csrf()}
    found = re.search(r'value="(https://[^"]+/review/links\?token=[^"]+)"', reviewer.post(f"/review/{MINE}/acts", form)["body"])
    assert found
    return found[1]


def test_an_expert_reads_the_candidate_by_a_link_and_nothing_else(reviewer: Browser, expert: Browser) -> None:
    answer = expert.get(link_by(reviewer))

    assert (303, f"/review/{MINE}", "") == (answer["statusCode"], answer["headers"]["Location"], answer["body"])
    assert [LINK] == list(expert.cookies)
    assert 200 == expert.get(f"/review/{MINE}")["statusCode"]
    for elsewhere in ("/review", f"/review/{OTHER}", "/review/stable", "/review/2026-Q4.1", f"/review/{MINE}/comments"):
        assert 404 == expert.get(elsewhere)["statusCode"], elsewhere


def test_an_expert_sends_nothing(reviewer: Browser, expert: Browser, desk: Desk) -> None:
    expert.get(link_by(reviewer))
    before = desk.files()

    for form in ({"act": "comment", "text": "hello", "csrf": ""}, {"act": "comment", "text": "hello", "csrf": reviewer.csrf()}):
        assert 404 == expert.post(f"/review/{MINE}/acts", form)["statusCode"]
    assert 404 == expert.post("/review/sign-out", {"csrf": ""})["statusCode"]
    assert before == desk.files()


def test_a_links_address_is_in_no_page_that_is_gone_on_at_and_in_no_log(
    reviewer: Browser, expert: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged = Logged(monkeypatch)
    link = link_by(reviewer)
    token = parse_qs(urlsplit(link).query)["token"][0]
    answers = [expert.get(link), expert.get(f"/review/{MINE}")]

    assert [] == [one for one in answers if token in one["body"] or token in str(one["headers"])]
    assert token not in logged.text
    assert token not in urlsplit(link).path, "paths are in the API's access log"
    assert {"same-origin"} == {one["headers"]["Referrer-Policy"] for one in answers}
    cookie = next(one for one in expert.set_cookies if one.startswith(LINK))
    assert {"Path=/", "Secure", "HttpOnly", "SameSite=Lax", f"Max-Age={7 * 86_400}"} <= set(cookie.split("; "))


def test_a_link_ends_when_it_says(reviewer: Browser, expert: Browser, clock: Clock) -> None:
    link = link_by(reviewer, "2")
    expert.get(link)
    clock.at += timedelta(days=2, seconds=1)

    assert 404 == expert.get(f"/review/{MINE}")["statusCode"]
    assert 404 == expert.get(link)["statusCode"]


def test_a_link_that_was_taken_back_gives_nothing(reviewer: Browser, expert: Browser, desk: Desk) -> None:
    link = link_by(reviewer)
    expert.get(link)
    made = next(one for one in reviews_of(desk.candidates, MINE) if one.act == "link")
    form = {"act": "unlink", "id": made["id"], "csrf": reviewer.csrf()}

    assert 303 == reviewer.post(f"/review/{MINE}/acts", form)["statusCode"]
    assert 404 == expert.get(f"/review/{MINE}")["statusCode"]
    assert 404 == expert.get(link)["statusCode"]


def test_no_link_lasts_longer_than_thirty_days_or_is_over_already(
    reviewer: Browser, access: SignedIn, clock: Clock, desk: Desk
) -> None:
    for days in ("0", "31", "999", "-1", "x", ""):
        form = {"act": "link", "whom": "Dr. Roe", "days": days, "csrf": reviewer.csrf()}
        assert 422 == reviewer.post(f"/review/{MINE}/acts", form)["statusCode"]
    assert [] == reviews_of(desk.candidates, MINE)
    with pytest.raises(BadParameterError):
        access.link(MINE, "a" * 64, "Dr. Roe", clock.at + timedelta(days=31))
    with pytest.raises(BadParameterError):
        access.link(MINE, "a" * 64, "Dr. Roe", clock.at)


def test_the_secret_alone_makes_no_link_that_works(expert: Browser, clock: Clock, reviewer: Browser) -> None:
    """A link counts by its note: of this id, and of these bytes."""
    keys = SigningKeys(lambda: SECRET, clock)
    theirs = link_by(reviewer)
    claims: dict[str, Any] = dict(keys.read("link", parse_qs(urlsplit(theirs).query)["token"][0]) or {})
    soon = clock.at + timedelta(days=1)
    for forged, until in (
        ({**claims, "id": "another"}, soon),
        ({**claims, "candidate": OTHER}, soon),
        ({**claims, "candidate": NOWHERE}, soon),
        ({**claims, "candidate": "../2026-Q4-rc.1"}, soon),
        ({**claims, "manifest": "0" * 64}, soon),
        (claims, clock.at + timedelta(days=31)),
    ):
        expert.cookies = {LINK: keys.signed("link", forged, until)}
        assert 404 == expert.get(f"/review/{forged['candidate']}")["statusCode"], forged
    expert.cookies = {LINK: keys.signed("link", claims, soon)}
    assert 200 == expert.get(f"/review/{MINE}")["statusCode"]


def test_a_link_is_no_session_and_a_session_no_link(reviewer: Browser, expert: Browser) -> None:
    expert.get(link_by(reviewer))
    swapped = Browser(expert.handler, expert.issuer, {SESSION: expert.cookies[LINK], LINK: reviewer.cookies[SESSION]})

    assert 404 == swapped.get(f"/review/{MINE}")["statusCode"]


def without_rights(reviewer: Browser, clock: Clock, issuer: SignInIssuer) -> dict[str, Browser]:
    """Everybody who may not read OTHER."""
    keys = SigningKeys(lambda: SECRET, clock)
    made = {who: Browser(reviewer.handler, issuer) for who in ("nobody", "another's link", "expired", "forged", "unmapped")}
    link = link_by(reviewer)
    made["another's link"].get(link)
    claims = dict(keys.read("link", parse_qs(urlsplit(link).query)["token"][0]) or {})
    made["expired"].cookies = {LINK: keys.signed("link", claims, clock.at - timedelta(seconds=1))}
    made["forged"].cookies = {LINK: SigningKeys(lambda: "x" * 64, clock).signed("link", claims, clock.at + timedelta(days=1))}
    issuer.person["email"] = "somebody@elsewhere.example"
    made["unmapped"].sign_in()
    assert SESSION in made["unmapped"].cookies
    return made


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE"])
def test_whoever_may_not_is_answered_the_same_to_the_byte(
    reviewer: Browser, clock: Clock, issuer: SignInIssuer, method: str
) -> None:
    addresses = [
        f"/review/{OTHER}",
        f"/review/{NOWHERE}",
        f"/review/{OTHER}/changes?page=2",
        f"/review/{NOWHERE}/changes?page=2",
        f"/review/{OTHER}/items/minimal/reading",
        f"/review/{NOWHERE}/items/minimal/nothing",
        f"/review/{OTHER}/acts",
        f"/review/{NOWHERE}/acts",
        f"/review/{MINE}?beside={OTHER}",
        f"/review/{MINE}?beside={NOWHERE}",
        "/review",
        "/review/stable",
        "/review/nowhere/at/all",
        "/review/links?token=x",
        "/review/links",
        f"/review/{OTHER}?x=%ff",
        f"/review/{'x' * 3_000}",
    ]
    answers = {
        (who, address): browser.send(method, address, b"", {})
        for who, browser in without_rights(reviewer, clock, issuer).items()
        for address in addresses
    }
    first = next(iter(answers.values()))

    assert 404 == first["statusCode"]
    assert [] == [where for where, answer in answers.items() if answer != first]


def test_nothing_that_is_asked_for_is_read_for_whoever_may_not(
    reviewer: Browser, desk: Desk, clock: Clock, issuer: SignInIssuer
) -> None:
    """So that neither the answer nor the time it takes says what is there."""
    people = without_rights(reviewer, clock, issuer)
    candidates, released = (CountingStore(held(desk, name)) for name in ("candidates", "released"))
    handler = desk_of(candidates, released, access_to(candidates, issuer, clock=clock))
    for who, browser in people.items():
        reads = []
        for address in (f"/review/{OTHER}", f"/review/{NOWHERE}", f"/review/{OTHER}/changes"):
            candidates.asked, released.asked = [], []
            Browser(handler, issuer, dict(browser.cookies)).get(address)
            reads.append((candidates.asked, released.asked))
        assert reads[0] == reads[1] == reads[2], who
        assert (who == "another's link") == (reads[0] != ([], [])), who


def held(desk: Desk, store: str) -> dict[str, bytes]:
    """What a store holds, by key."""
    return {path.removeprefix(f"{store}/"): data for path, data in desk.files().items() if path.startswith(f"{store}/")}
