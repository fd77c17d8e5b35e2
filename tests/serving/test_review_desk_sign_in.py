"""Signing in at the review desk: at a real issuer on this machine, and with everything that is forged, late or mixed up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest

from coursewright.serving.review_desk.access.identities import identity_in
from coursewright.serving.review_desk.access.returning import page_to_return_to
from desk_visits import ATTEMPT, ORIGIN, SECRET, SESSION, Browser, Clock, Logged, access_to, desk_of
from desks import Desk
from issuer import ISSUER, ec_key, rsa_key
from people_of_releases import mapping
from sign_in_issuer import SignInIssuer, sign_in_issuer


@pytest.fixture
def issuer() -> Iterator[SignInIssuer]:
    with sign_in_issuer() as made:
        yield made


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.publish(mapping(["ann@school.example"]))
    return made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def browser(desk: Desk, issuer: SignInIssuer, clock: Clock) -> Browser:
    return Browser(desk_of(desk.candidates, desk.released, access_to(desk.candidates, issuer, clock=clock)), issuer)


def is_in(browser: Browser) -> bool:
    return bool(browser.get("/review")["statusCode"] == 200)


def test_who_is_not_signed_in_is_led_to_the_issuer_and_back_to_the_page_they_came_for(browser: Browser) -> None:
    assert 'href="/review/sign-in"' in browser.get("/review/2026-Q4-rc.1")["body"]

    answer = browser.sign_in(referer=f"{ORIGIN}/review/2026-Q4-rc.1/changes?page=2")

    assert (303, "/review/2026-Q4-rc.1/changes?page=2") == (answer["statusCode"], answer["headers"]["Location"])
    assert "ann@school.example" in browser.get("/review")["body"]


def test_the_question_to_the_issuer_has_all_that_protects_it(browser: Browser) -> None:
    address = browser.get("/review/sign-in")["headers"]["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    again = parse_qs(urlsplit(browser.get("/review/sign-in")["headers"]["Location"]).query)

    assert address.startswith(f"{ISSUER}/authorize?")
    assert ("code", "S256", f"{ORIGIN}/review/callback") == (
        asked["response_type"],
        asked["code_challenge_method"],
        asked["redirect_uri"],
    )
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[name]) >= 43
        assert [asked[name]] != again[name]


def test_cookies_are_this_hosts_alone_out_of_reach_for_scripts_and_short_lived(browser: Browser) -> None:
    browser.sign_in()
    kept = {one.partition("=")[0]: one for one in browser.set_cookies if "Max-Age=0" not in one}

    assert {ATTEMPT: "Max-Age=600", SESSION: "Max-Age=28800"} == {
        name: re.search(r"Max-Age=\d+", one)[0]  # type: ignore[index]
        for name, one in kept.items()
    }
    for one in kept.values():
        assert {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"} <= set(one.split("; "))
        assert "domain" not in one.lower()
    assert [SESSION] == list(browser.cookies)


def test_a_session_ends_after_eight_hours(browser: Browser, clock: Clock) -> None:
    browser.sign_in()
    clock.at += timedelta(hours=7, minutes=59)
    assert is_in(browser)
    clock.at += timedelta(minutes=2)
    assert not is_in(browser)


def test_signing_out_forgets_and_wants_a_form_of_this_session(browser: Browser) -> None:
    browser.sign_in()
    for form in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "ä"}):
        assert 404 == browser.post("/review/sign-out", form)["statusCode"]
    assert is_in(browser)

    answer = browser.post("/review/sign-out", {"csrf": browser.csrf()})

    assert (303, "/review") == (answer["statusCode"], answer["headers"]["Location"])
    assert not is_in(browser)
    assert {} == browser.cookies


@pytest.mark.parametrize("how", ["client_secret_basic", "client_secret_post"])
def test_a_client_with_a_secret_proves_it_as_the_issuer_wants(desk: Desk, issuer: SignInIssuer, how: str) -> None:
    issuer.secret = "se cret/+:ü"  # noqa: S105 - a made-up one
    issuer.metadata["token_endpoint_auth_methods_supported"] = [how]
    access = access_to(desk.candidates, issuer, client_secret=issuer.secret)
    browser = Browser(desk_of(desk.candidates, desk.released, access), issuer)

    assert 303 == browser.sign_in()["statusCode"]
    assert ("client_secret=" in issuer.asked[-2] + issuer.asked[-1]) == (how == "client_secret_post")
    assert is_in(browser)


def test_a_client_without_the_secret_that_the_issuer_wants_signs_nobody_in(browser: Browser, issuer: SignInIssuer) -> None:
    issuer.secret = "another"  # noqa: S105 - a made-up one

    assert 303 != browser.sign_in()["statusCode"]
    assert not is_in(browser)


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
def test_an_id_token_that_is_not_for_this_sign_in_is_refused(browser: Browser, issuer: SignInIssuer, what: str) -> None:
    issuer.claims, issuer.header = FORGED[what]

    answer = browser.sign_in()

    assert (400, {}) == (answer["statusCode"], browser.cookies)
    assert not is_in(browser)
    issuer.claims, issuer.header = {}, {}
    assert 303 == browser.sign_in()["statusCode"]


def test_an_id_token_that_its_issuer_did_not_sign_is_refused(browser: Browser, issuer: SignInIssuer) -> None:
    for key, algorithm in ((ec_key("another"), "ES256"), (rsa_key("another"), "RS256"), (b"k" * 64, "HS256")):
        issuer.key, issuer.algorithm = key, algorithm
        assert 400 == browser.sign_in()["statusCode"]
    for made in (unsigned({"iss": ISSUER, "aud": "review-desk", "sub": "s", "iat": NOW, "exp": NOW + 100}), "no token"):
        issuer.made_token = made
        assert 400 == browser.sign_in()["statusCode"]
    assert not is_in(browser)


def changed(address: str, **to: str | None) -> str:
    """The address with other parameters."""
    path, _, query = address.partition("?")
    told = {**{name: values[0] for name, values in parse_qs(query).items()}, **to}
    return f"{path}?{urlencode({name: value for name, value in told.items() if value is not None})}"


def test_an_answer_that_is_not_to_this_attempt_is_refused(browser: Browser) -> None:
    for to in (
        {"state": "x"},
        {"state": None},
        {"state": "ä"},
        {"iss": "https://evil.example"},
        {"code": None},
        {"code": "code-99"},
        {"error": "access_denied"},
    ):
        answer = browser.get(changed(browser.begin(), **to))
        assert 303 != answer["statusCode"], to
        assert SESSION not in browser.cookies
    address = browser.begin()
    assert 400 == browser.get(f"{address}&code=code-0")["statusCode"]


def test_an_issuer_that_says_who_it_is_has_to_say_so_each_time(browser: Browser, issuer: SignInIssuer, desk: Desk) -> None:
    assert 303 == browser.get(changed(browser.begin(), iss=None))["statusCode"]
    browser.cookies.clear()
    issuer.metadata["authorization_response_iss_parameter_supported"] = True
    fresh = Browser(desk_of(desk.candidates, desk.released, access_to(desk.candidates, issuer)), issuer)

    assert 400 == fresh.get(changed(fresh.begin(), iss=None))["statusCode"]
    assert 303 == fresh.sign_in()["statusCode"]


def test_an_answer_in_another_browser_or_too_late_or_twice_is_refused(browser: Browser, clock: Clock) -> None:
    address = browser.begin()
    victim = Browser(browser.handler, browser.issuer)

    assert 400 == victim.get(address)["statusCode"]
    victim.get("/review/sign-in")
    assert 400 == victim.get(address)["statusCode"]
    assert SESSION not in victim.cookies

    clock.at += timedelta(minutes=11)
    assert 400 == browser.get(address)["statusCode"]
    clock.at -= timedelta(minutes=11)
    address = browser.begin()
    assert 303 == browser.get(address)["statusCode"]
    assert 400 == browser.get(address)["statusCode"]


def test_a_cookie_of_one_kind_is_none_of_another(browser: Browser) -> None:
    browser.get("/review/sign-in")
    browser.cookies = {SESSION: browser.cookies[ATTEMPT]}
    assert not is_in(browser)

    browser.cookies.clear()
    browser.sign_in()
    session = browser.cookies[SESSION]
    browser.cookies = {ATTEMPT: session}
    assert 400 == browser.get("/review/callback?code=c&state=s")["statusCode"]


def test_a_forged_session_is_none(browser: Browser) -> None:
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
        browser.cookies = {SESSION: forged}
        assert not is_in(browser)


def test_a_form_of_another_session_or_another_page_does_nothing(browser: Browser, desk: Desk) -> None:
    acts, form = "/review/2026-Q4-rc.1/acts", {"act": "comment", "text": "hello"}
    other = Browser(browser.handler, browser.issuer)
    browser.sign_in()
    other.sign_in()

    for token in ("", "0" * 64, other.csrf()):
        assert 403 == browser.post(acts, {**form, "csrf": token})["statusCode"]
    good = {**form, "csrf": browser.csrf()}
    for headers in (
        {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
        {"origin": "https://courses.example", "sec-fetch-site": "same-site"},
        {"origin": "null", "sec-fetch-site": ""},
        {"origin": "", "sec-fetch-site": "none"},
        {"origin": "", "sec-fetch-site": ""},
        {"origin": f"http://{ORIGIN.partition('//')[2]}"},
    ):
        assert 403 == browser.post(acts, good, **headers)["statusCode"]
    assert [] == desk.candidates.keys("reviews/")
    assert 303 == browser.post(acts, good)["statusCode"]
    assert 1 == len(desk.candidates.keys("reviews/"))


def test_a_new_secret_signs_and_the_old_one_holds_while_it_is_listed(desk: Desk, issuer: SignInIssuer) -> None:
    old, new = "o" * 64, "n" * 64
    listed = [old]
    browser = Browser(
        desk_of(desk.candidates, desk.released, access_to(desk.candidates, issuer, secret=lambda: listed[0])), issuer
    )
    browser.sign_in()
    before = browser.csrf()

    def restarted(secret: str) -> Browser:
        access = access_to(desk.candidates, issuer, secret=lambda: secret)
        return Browser(desk_of(desk.candidates, desk.released, access), issuer, dict(browser.cookies))

    both = restarted(f"{new}\n{old}")
    assert is_in(both)
    assert both.csrf() != before
    assert 303 == both.post("/review/sign-out", {"csrf": before})["statusCode"]
    assert not is_in(restarted(new))
    both.cookies.clear()
    both.sign_in()
    browser.cookies = both.cookies
    assert is_in(restarted(new))


def test_a_secret_that_is_too_short_lets_nobody_in_and_says_so_to_no_visitor(desk: Desk, issuer: SignInIssuer) -> None:
    access = access_to(desk.candidates, issuer, secret=lambda: "short")
    answer = Browser(desk_of(desk.candidates, desk.released, access), issuer, {SESSION: "a.b.c"}).get("/review")

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


def test_an_address_that_is_not_verified_signs_nobody_in(browser: Browser, issuer: SignInIssuer) -> None:
    issuer.person["email_verified"] = False

    assert 400 == browser.sign_in()["statusCode"]
    assert not is_in(browser)


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
def test_nobody_is_led_elsewhere_after_signing_in(browser: Browser, wanted: str) -> None:
    assert "/review" == page_to_return_to(wanted, "", ORIGIN)
    assert "/review" == page_to_return_to("", wanted, ORIGIN)
    if len(wanted) < 1_000:
        answer = browser.sign_in(
            f"/review/sign-in?{urlencode({'to': wanted})}", referer="https://evil.example/review/2026-Q4-rc.1"
        )
        assert "/review" == answer["headers"]["Location"]


def test_pages_of_the_desk_are_returned_to() -> None:
    for page in ("/review", "/review/2026-Q4-rc.1", "/review/2026-Q4-rc.1/items/a/b?beside=stable&view=side&text=a%20b"):
        assert page == page_to_return_to(page, "", ORIGIN)
        assert page == page_to_return_to("", f"{ORIGIN}{page}", ORIGIN)


def test_while_the_issuer_does_not_answer_nobody_signs_in_and_who_is_in_stays(browser: Browser, issuer: SignInIssuer) -> None:
    issuer.is_away = True
    assert 503 == browser.get("/review/sign-in")["statusCode"]
    issuer.is_away = False
    address = browser.begin()
    issuer.is_away = True
    assert 503 == browser.get(address)["statusCode"]
    issuer.is_away = False
    assert 303 == browser.sign_in()["statusCode"]
    issuer.is_away = True
    assert is_in(browser)


@pytest.mark.parametrize(
    "said",
    [{"issuer": "https://evil.example"}, {"jwks_uri": "http://issuer.example/jwks"}, {"token_endpoint": None}],
)
def test_an_issuer_that_describes_itself_wrongly_signs_nobody_in(
    browser: Browser, issuer: SignInIssuer, said: dict[str, object]
) -> None:
    issuer.metadata.update(said)

    assert 503 == browser.get("/review/sign-in")["statusCode"]


def test_logs_say_nothing_of_who_signs_in_or_with_what(
    browser: Browser, issuer: SignInIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged = Logged(monkeypatch)
    browser.sign_in()
    is_in(browser)
    address = browser.begin()
    browser.get(changed(address, state="x"))
    issuer.person["email_verified"] = False
    refused = browser.begin()
    browser.get(refused)
    issuer.claims = {"aud": "another"}
    browser.sign_in()
    told = logged.text

    assert 3 == told.count("a sign-in was refused")
    values = [value for one in (address, refused) for values in parse_qs(urlsplit(one).query).values() for value in values]
    hidden = {*values, *browser.cookies.values(), "ann@", "248289761001"} - {ISSUER}
    assert [] == [one for one in hidden if one in told], told
