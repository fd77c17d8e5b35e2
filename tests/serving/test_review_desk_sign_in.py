"""Signing in at the review desk: at a real issuer on this machine. What is forged is in test_review_desk_forged_sign_ins.py."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from coursewright.serving.review_desk.access.identities import identity_in
from coursewright.serving.review_desk.access.returning import page_to_return_to
from desk_visits import ATTEMPT, ORIGIN, SESSION, Browser, Clock, Logged, access_to, changed, desk_of
from desks import Desk
from issuer import ISSUER
from sign_in_issuer import SignInIssuer


def test_who_is_not_signed_in_is_led_to_the_issuer_and_back_to_the_page_they_came_for(visitor: Browser) -> None:
    assert 'href="/review/sign-in"' in visitor.get("/review/2026-Q4-rc.1")["body"]

    answer = visitor.sign_in(referer=f"{ORIGIN}/review/2026-Q4-rc.1/changes?page=2")

    assert (303, "/review/2026-Q4-rc.1/changes?page=2") == (answer["statusCode"], answer["headers"]["Location"])
    assert "ann@school.example" in visitor.get("/review")["body"]


def test_the_question_to_the_issuer_has_all_that_protects_it(visitor: Browser) -> None:
    address = visitor.get("/review/sign-in")["headers"]["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    again = parse_qs(urlsplit(visitor.get("/review/sign-in")["headers"]["Location"]).query)

    assert address.startswith(f"{ISSUER}/authorize?")
    assert ("code", "S256", f"{ORIGIN}/review/callback") == (
        asked["response_type"],
        asked["code_challenge_method"],
        asked["redirect_uri"],
    )
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[name]) >= 43
        assert [asked[name]] != again[name]


def test_cookies_are_this_hosts_alone_out_of_reach_for_scripts_and_short_lived(visitor: Browser) -> None:
    visitor.sign_in()
    kept = {one.partition("=")[0]: one for one in visitor.set_cookies if "Max-Age=0" not in one}

    assert {ATTEMPT: "Max-Age=600", SESSION: "Max-Age=28800"} == {
        name: re.search(r"Max-Age=\d+", one)[0]  # type: ignore[index]
        for name, one in kept.items()
    }
    for one in kept.values():
        assert {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"} <= set(one.split("; "))
        assert "domain" not in one.lower()
    assert [SESSION] == list(visitor.cookies)


def test_a_session_ends_after_eight_hours(visitor: Browser, clock: Clock) -> None:
    visitor.sign_in()
    clock.at += timedelta(hours=7, minutes=59)
    assert visitor.is_in()
    clock.at += timedelta(minutes=2)
    assert not visitor.is_in()


def test_signing_out_forgets_and_wants_a_form_of_this_session(visitor: Browser) -> None:
    visitor.sign_in()
    for form in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "ä"}):
        assert 404 == visitor.post("/review/sign-out", form)["statusCode"]
    assert visitor.is_in()

    answer = visitor.post("/review/sign-out", {"csrf": visitor.csrf()})

    assert (303, "/review") == (answer["statusCode"], answer["headers"]["Location"])
    assert not visitor.is_in()
    assert {} == visitor.cookies


@pytest.mark.parametrize("how", ["client_secret_basic", "client_secret_post"])
def test_a_client_with_a_secret_proves_it_as_the_issuer_wants(known: Desk, issuer: SignInIssuer, how: str) -> None:
    issuer.secret = "se cret/+:ü"  # noqa: S105 - a made-up one
    issuer.metadata["token_endpoint_auth_methods_supported"] = [how]
    access = access_to(known.candidates, issuer, client_secret=issuer.secret)
    visitor = Browser(desk_of(known.candidates, known.released, access), issuer)

    assert 303 == visitor.sign_in()["statusCode"]
    assert ("client_secret=" in issuer.asked[-2] + issuer.asked[-1]) == (how == "client_secret_post")
    assert visitor.is_in()


def test_a_client_without_the_secret_that_the_issuer_wants_signs_nobody_in(visitor: Browser, issuer: SignInIssuer) -> None:
    issuer.secret = "another"  # noqa: S105 - a made-up one

    assert 303 != visitor.sign_in()["statusCode"]
    assert not visitor.is_in()


def test_a_new_secret_signs_and_the_old_one_holds_while_it_is_listed(known: Desk, issuer: SignInIssuer) -> None:
    old, new = "o" * 64, "n" * 64
    listed = [old]
    visitor = Browser(
        desk_of(known.candidates, known.released, access_to(known.candidates, issuer, secret=lambda: listed[0])), issuer
    )
    visitor.sign_in()
    before = visitor.csrf()

    def restarted(secret: str) -> Browser:
        access = access_to(known.candidates, issuer, secret=lambda: secret)
        return Browser(desk_of(known.candidates, known.released, access), issuer, dict(visitor.cookies))

    both = restarted(f"{new}\n{old}")
    assert both.is_in()
    assert both.csrf() != before
    assert 303 == both.post("/review/sign-out", {"csrf": before})["statusCode"]
    assert not restarted(new).is_in()
    both.cookies.clear()
    both.sign_in()
    visitor.cookies = both.cookies
    assert restarted(new).is_in()


def test_a_secret_that_is_too_short_lets_nobody_in_and_says_so_to_no_visitor(known: Desk, issuer: SignInIssuer) -> None:
    access = access_to(known.candidates, issuer, secret=lambda: "short")
    answer = Browser(desk_of(known.candidates, known.released, access), issuer, {SESSION: "a.b.c"}).get("/review")

    assert 503 == answer["statusCode"]
    assert "secret" not in answer["body"]


@pytest.mark.parametrize(
    ("person", "claim", "expected"),
    [
        ({"email": "Ann@School.Example ", "email_verified": True}, "email", "ann@school.example"),
        ({"email": "ann@school.example", "email_verified": "true"}, "email", "ann@school.example"),
        ({"email": "ann@school.example", "email_verified": False, "sub": "s"}, "email", None),
        ({"email": "ann@school.example", "sub": "s"}, "email", None),
        ({"email": "ann@school.example", "email_verified": "false"}, "email", None),
        ({"email_verified": True, "sub": "ann@school.example"}, "email", None),
        ({"email": ["ann@school.example"], "email_verified": True}, "email", None),
        ({"email": "ann@school.example\nx", "email_verified": True}, "email", None),
        ({"sub": "248289761001"}, "sub", "248289761001"),
        ({"sub": "  "}, "sub", None),
    ],
)
def test_who_somebody_is_says_one_claim_that_can_be_believed(person: dict[str, object], claim: str, expected: str | None) -> None:
    assert expected == identity_in(person, claim)


def test_an_address_that_is_not_verified_signs_nobody_in(visitor: Browser, issuer: SignInIssuer) -> None:
    issuer.person["email_verified"] = False

    assert 400 == visitor.sign_in()["statusCode"]
    assert not visitor.is_in()


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/review",
        "//evil.example",
        "/review/../v1",
        "/review/%2e%2e/v1",
        "/reviewers",
        "/v1/stable/courses",
        "/review\\@evil.example",
        "/review//evil.example",
        "/review/a\r\nSet-Cookie: x=y",
        "/review/sign-out",
        "/review/callback?code=x",
        "/review/links?token=x",
        "/review/" + "x" * 2_000,
        "javascript:alert(1)",
        "",
    ],
)
def test_nobody_is_led_elsewhere_after_signing_in(visitor: Browser, wanted: str) -> None:
    assert "/review" == page_to_return_to(wanted, "", ORIGIN)
    assert "/review" == page_to_return_to("", wanted, ORIGIN)
    if len(wanted) < 1_000:
        answer = visitor.sign_in(
            f"/review/sign-in?{urlencode({'to': wanted})}", referer="https://evil.example/review/2026-Q4-rc.1"
        )
        assert "/review" == answer["headers"]["Location"]


def test_pages_of_the_desk_are_returned_to() -> None:
    for page in ("/review", "/review/2026-Q4-rc.1", "/review/2026-Q4-rc.1/items/a/b?beside=stable&view=side&text=a%20b"):
        assert page == page_to_return_to(page, "", ORIGIN)
        assert page == page_to_return_to("", f"{ORIGIN}{page}", ORIGIN)


def test_while_the_issuer_does_not_answer_nobody_signs_in_and_who_is_in_stays(visitor: Browser, issuer: SignInIssuer) -> None:
    issuer.is_away = True
    assert 503 == visitor.get("/review/sign-in")["statusCode"]
    issuer.is_away = False
    address = visitor.begin()
    issuer.is_away = True
    assert 503 == visitor.get(address)["statusCode"]
    issuer.is_away = False
    assert 303 == visitor.sign_in()["statusCode"]
    issuer.is_away = True
    assert visitor.is_in()


@pytest.mark.parametrize(
    "said",
    [{"issuer": "https://evil.example"}, {"jwks_uri": "http://issuer.example/jwks"}, {"token_endpoint": None}],
)
def test_an_issuer_that_describes_itself_wrongly_signs_nobody_in(
    visitor: Browser, issuer: SignInIssuer, said: dict[str, object]
) -> None:
    issuer.metadata.update(said)

    assert 503 == visitor.get("/review/sign-in")["statusCode"]


def test_logs_say_nothing_of_who_signs_in_or_with_what(
    visitor: Browser, issuer: SignInIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged = Logged(monkeypatch)
    visitor.sign_in()
    visitor.is_in()
    address = visitor.begin()
    visitor.get(changed(address, state="x"))
    issuer.person["email_verified"] = False
    refused = visitor.begin()
    visitor.get(refused)
    issuer.claims = {"aud": "another"}
    visitor.sign_in()
    told = logged.text

    assert 3 == told.count("a sign-in was refused")
    values = [value for one in (address, refused) for values in parse_qs(urlsplit(one).query).values() for value in values]
    hidden = {*values, *visitor.cookies.values(), "ann@", "248289761001"} - {ISSUER}
    assert [] == [one for one in hidden if one in told], told
