"""What is forged, late or mixed up signs nobody in at the review desk, and does nothing in the name of who is in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import jwt
import pytest

from desk_visits import ATTEMPT, ORIGIN, SECRET, SESSION, Browser, Clock, access_to, changed, desk_of
from desks import Desk
from issuer import ISSUER, ec_key, rsa_key
from sign_in_issuer import SignInIssuer


def unsigned(claims: dict[str, object]) -> str:
    """A token that says it needs no signature."""
    return jwt.encode(claims, "", "none")


NOW = int(datetime.now(UTC).timestamp())
FORGED: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "another issuer": ({"iss": "https://evil.example"}, {}),
    "another audience": ({"aud": "another-client"}, {}),
    "several audiences and no party": ({"aud": ["review-desk", "another-client"]}, {}),
    "another party": ({"azp": "another-client"}, {}),
    "another nonce": ({"nonce": "n" * 64}, {}),
    "no nonce": ({"nonce": None}, {}),
    "expired": ({"exp": NOW - 100}, {}),
    "no end": ({"exp": None}, {}),
    "no subject": ({"sub": None}, {}),
    "an access token": ({}, {"typ": "at+jwt"}),
    "a key nobody lists": ({}, {"kid": "unknown"}),
    "what is not understood": ({}, {"crit": ["x"]}),
}


@pytest.mark.parametrize("what", FORGED)
def test_an_id_token_that_is_not_for_this_sign_in_is_refused(visitor: Browser, issuer: SignInIssuer, what: str) -> None:
    issuer.claims, issuer.header = FORGED[what]

    answer = visitor.sign_in()

    assert (400, {}) == (answer["statusCode"], visitor.cookies)
    assert not visitor.is_in()
    issuer.claims, issuer.header = {}, {}
    assert 303 == visitor.sign_in()["statusCode"]


def test_an_id_token_that_its_issuer_did_not_sign_is_refused(visitor: Browser, issuer: SignInIssuer) -> None:
    for key, algorithm in ((ec_key("another"), "ES256"), (rsa_key("another"), "RS256"), (b"k" * 64, "HS256")):
        issuer.key, issuer.algorithm = key, algorithm
        assert 400 == visitor.sign_in()["statusCode"]
    for made in (unsigned({"iss": ISSUER, "aud": "review-desk", "sub": "s", "iat": NOW, "exp": NOW + 100}), "no token"):
        issuer.made_token = made
        assert 400 == visitor.sign_in()["statusCode"]
    assert not visitor.is_in()


def test_an_answer_that_is_not_to_this_attempt_is_refused(visitor: Browser) -> None:
    for to in (
        {"state": "x"},
        {"state": None},
        {"state": "ä"},
        {"iss": "https://evil.example"},
        {"code": None},
        {"code": "code-99"},
        {"error": "access_denied"},
    ):
        answer = visitor.get(changed(visitor.begin(), **to))
        assert 303 != answer["statusCode"], to
        assert SESSION not in visitor.cookies
    address = visitor.begin()
    assert 400 == visitor.get(f"{address}&code=code-0")["statusCode"]


def test_an_issuer_that_says_who_it_is_has_to_say_so_each_time(visitor: Browser, issuer: SignInIssuer, known: Desk) -> None:
    assert 303 == visitor.get(changed(visitor.begin(), iss=None))["statusCode"]
    visitor.cookies.clear()
    issuer.metadata["authorization_response_iss_parameter_supported"] = True
    fresh = Browser(desk_of(known.candidates, known.released, access_to(known.candidates, issuer)), issuer)

    assert 400 == fresh.get(changed(fresh.begin(), iss=None))["statusCode"]
    assert 303 == fresh.sign_in()["statusCode"]


def test_an_answer_in_another_browser_or_too_late_or_twice_is_refused(visitor: Browser, clock: Clock) -> None:
    address = visitor.begin()
    victim = Browser(visitor.handler, visitor.issuer)

    assert 400 == victim.get(address)["statusCode"]
    victim.get("/review/sign-in")
    assert 400 == victim.get(address)["statusCode"]
    assert SESSION not in victim.cookies

    clock.at += timedelta(minutes=11)
    assert 400 == visitor.get(address)["statusCode"]
    clock.at -= timedelta(minutes=11)
    address = visitor.begin()
    assert 303 == visitor.get(address)["statusCode"]
    assert 400 == visitor.get(address)["statusCode"]


def test_a_cookie_of_one_kind_is_none_of_another(visitor: Browser) -> None:
    visitor.get("/review/sign-in")
    visitor.cookies = {SESSION: visitor.cookies[ATTEMPT]}
    assert not visitor.is_in()

    visitor.cookies.clear()
    visitor.sign_in()
    session = visitor.cookies[SESSION]
    visitor.cookies = {ATTEMPT: session}
    assert 400 == visitor.get("/review/callback?code=c&state=s")["statusCode"]


def test_a_forged_session_is_none(visitor: Browser) -> None:
    claims = {"sub": "ann@school.example", "sid": "x", "iat": NOW, "exp": NOW + 1000}
    for forged in (
        unsigned(claims),
        jwt.encode(claims, "x" * 64, "HS256"),
        jwt.encode(claims, SECRET, "HS256"),
        "x",
        "a.b.c",
        "x" * 5_000,
        "",
    ):
        visitor.cookies = {SESSION: forged}
        assert not visitor.is_in()


def test_a_form_of_another_session_or_another_page_does_nothing(visitor: Browser, known: Desk) -> None:
    acts, form = "/review/2026-Q4-rc.1/acts", {"act": "comment", "text": "hello"}
    other = Browser(visitor.handler, visitor.issuer)
    visitor.sign_in()
    other.sign_in()

    for token in ("", "0" * 64, other.csrf()):
        assert 403 == visitor.post(acts, {**form, "csrf": token})["statusCode"]
    good = {**form, "csrf": visitor.csrf()}
    for headers in (
        {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
        {"origin": "https://courses.example", "sec-fetch-site": "same-site"},
        {"origin": "null", "sec-fetch-site": ""},
        {"origin": "", "sec-fetch-site": "none"},
        {"origin": "", "sec-fetch-site": ""},
        {"origin": f"http://{ORIGIN.partition('//')[2]}"},
    ):
        assert 403 == visitor.post(acts, good, **headers)["statusCode"]
    assert [] == known.candidates.keys("reviews/")
    assert 303 == visitor.post(acts, good)["statusCode"]
    assert 1 == len(known.candidates.keys("reviews/"))
