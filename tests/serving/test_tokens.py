"""Tokens of callers: which hold, what they entitle to, and what is said of those that do not hold."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from courses import ROOT
from coursewright.errors import ConfigurationError
from coursewright.serving.access.callers import Anybody
from coursewright.serving.access.tokens import LONGEST_TOKEN, Bearers, TokenSettings, callers_in
from coursewright.serving.routes import ROUTES
from issuer import AUDIENCE, ISSUER, SETTINGS, bearing, ec_key, jwk, jwks, known_keys, rsa_key, token
from library import made, promoted
from served import Answer, Api, api_over

CLOSED = "/v1/2026-Q4.1/courses/closed"
ENVIRONMENT = {
    "COURSEWRIGHT_TOKEN_ISSUER": ISSUER,
    "COURSEWRIGHT_TOKEN_AUDIENCE": AUDIENCE,
    "COURSEWRIGHT_TOKEN_JWKS": known_keys(),
}


@pytest.fixture(scope="module")
def api() -> Api:
    return api_over(promoted(made("many")), callers=Bearers(SETTINGS))


def _assert_refused(answer: Answer, reason: str) -> None:
    problem = answer.json()
    assert (401, "urn:coursewright:problem:invalid-token") == (answer.status, problem["type"])
    assert reason in problem["detail"]
    challenge = answer.headers["www-authenticate"]
    assert challenge.startswith('Bearer error="invalid_token", error_description="')
    assert 'resource_metadata="https://courses.example/.well-known/oauth-protected-resource/v1"' in challenge
    assert re.fullmatch(r'Bearer(?: [a-z_]+="[\x20-\x21\x23-\x5b\x5d-\x7e]*",?)+', challenge)
    assert ("no-store", "*") == (answer.headers["cache-control"], answer.headers["access-control-allow-origin"])


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256"])
@pytest.mark.parametrize("scope", ["course:closed", "course:*", "openid course:other course:closed"])
def test_a_token_entitles_to_what_its_scopes_say(api: Api, algorithm: str, scope: str) -> None:
    fields = bearing(token(scope, algorithm=algorithm))

    assert 200 == api.get(CLOSED, **fields).status
    assert "closed" in [card["id"] for card in api.get("/v1/stable/courses", **fields).json()["courses"]]


@pytest.mark.parametrize("scope", ["", "course:other", "course:close", "course:closed2", "closed", "preview", "COURSE:CLOSED"])
def test_without_the_scope_a_course_is_not_there(api: Api, scope: str) -> None:
    without, other = api.get(CLOSED), api.get(CLOSED, **bearing(token(scope)))

    assert (404, without.body) == (other.status, other.body)
    assert "closed" not in [card["id"] for card in api.get("/v1/stable/courses", **bearing(token(scope))).json()["courses"]]


def test_the_scheme_is_told_in_any_case_and_others_are_no_token(api: Api) -> None:
    good = token("course:closed")
    assert [200, 200, 404, 404] == [
        api.get(CLOSED, authorization=f"{scheme} {good}").status for scheme in ("bearer", "BEARER  ", "Basic", "Bearerx")
    ]


def _unsigned() -> str:
    return token().rpartition(".")[0] + "."


def _part(value: Any) -> str:  # noqa: ANN401 - JSON
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _by_public_key() -> str:
    """Signed by HMAC with the public key as its secret: the classic confusion."""
    secret = ec_key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo).hex()
    return token(key=secret, algorithm="HS256", header={"kid": "ec"})


BAD: dict[str, tuple[Callable[[], str], str]] = {
    "expired": (lambda: token(exp=1), "It has expired"),
    "a moment past the leeway": (lambda: token(exp=_soon(-31)), "It has expired"),
    "not valid yet": (lambda: token(nbf=_soon(90)), "It is not valid yet"),
    "from another issuer": (lambda: token(iss="https://other.example"), "It is from another issuer"),
    "for another audience": (lambda: token(aud="https://other.example"), "It is for another audience"),
    "without exp": (lambda: token(lacking=("exp",)), "It lacks one of"),
    "without aud": (lambda: token(lacking=("aud",)), "It lacks one of"),
    "without iss": (lambda: token(lacking=("iss",)), "It lacks one of"),
    "by another key": (lambda: token(key=ec_key("forger")), "Its signature does not hold"),
    "by an unknown key": (lambda: token(header={"kid": "forger"}), "a key that its issuer does not list"),
    "by no key's name, of two": (lambda: token(header={"kid": "none"}), "a key that its issuer does not list"),
    "by the public key": (_by_public_key, "It is not signed by RS256, PS256, ES256"),
    "alg none": (lambda: f"{_part({'alg': 'none', 'typ': 'at+jwt'})}.{_part({'sub': 'x'})}.AA", "It is not signed by"),
    "alg a list": (lambda: f"{_part({'alg': ['ES256'], 'typ': 'at+jwt'})}.{_part({})}.AA", "It is not signed by"),
    "no signature": (_unsigned, "It is not a JWT"),
    "an RSA key for ES256": (lambda: token(header={"kid": "rsa"}), "a key that its issuer does not list"),
    "an ID token": (lambda: token(header={"typ": "JWT"}), "It is no access token"),
    "without typ": (lambda: token(header={"typ": None}), "It is no access token"),
    "critical": (lambda: token(header={"crit": ["exp"], "exp": 1}), "It is no JWT that can be verified"),
    "scopes in a list": (lambda: token(["course:closed"]), "Its scope is no text"),
    "exp no number": (lambda: token(exp="soon"), "It is no JWT that can be verified"),
    "exp beyond all clocks": (lambda: token(nbf=10**400), "It is not valid yet"),
    "nothing": (lambda: "", "It is not a JWT"),
    "two of them": (lambda: f"{token()},Bearer {token()}", "It is not a JWT"),
    "not a JWT": (lambda: "abc", "It is not a JWT"),
    "no JSON": (lambda: "e30.e30x.AAAA", "It is not signed by"),
    "too long": (lambda: token(more="x" * LONGEST_TOKEN), f"of at most {LONGEST_TOKEN}"),
    "nested": (lambda: f"{_encoded('[' * 2900)}.e30.AA", "It is no JWT that can be verified"),
}


def _soon(seconds: int) -> int:
    return int(time.time()) + seconds


def _encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize("name", BAD)
def test_what_does_not_hold_is_refused_with_a_reason(api: Api, name: str) -> None:
    make, reason = BAD[name]
    _assert_refused(api.get(CLOSED, **bearing(make())), reason)


def test_a_bad_token_is_refused_at_every_address_and_is_never_sent_back(api: Api) -> None:
    addresses = [re.sub(r"{(\w+)}", "x", route.path) for route in ROUTES]
    bad = token("course:closed", exp=1)
    for address in [*addresses, "/v2", "/"]:
        for method in ("GET", "HEAD", "POST"):
            answer = api.get(address, method, **bearing(bad))
            assert (401, "no-store") == (answer.status, answer.headers["cache-control"])
            assert bad not in str(answer)
        assert api.get(address, "OPTIONS", **bearing(bad)).status in (204, 404)


def test_without_settings_no_token_is_looked_at() -> None:
    api = api_over(promoted(made("many")), callers=callers_in({}))

    assert [404, 404] == [api.get(CLOSED, **bearing(text)).status for text in (token("course:*"), "rubbish")]
    assert isinstance(callers_in(dict.fromkeys(ENVIRONMENT, " ")), Anybody)


def test_settings_come_whole_or_not_at_all() -> None:
    assert isinstance(callers_in(ENVIRONMENT), Bearers)
    for name in ENVIRONMENT:
        with pytest.raises(ConfigurationError, match=f"without {name};"):
            callers_in({**ENVIRONMENT, name: ""})
    for keys in ("http://issuer.example/keys", "{}", "[]", '{"keys": 1}', "[" * 100_000):
        with pytest.raises(ConfigurationError, match="neither an https address nor a JWK Set"):
            callers_in({**ENVIRONMENT, "COURSEWRIGHT_TOKEN_JWKS": keys})


def test_a_single_key_need_not_be_named_and_weak_or_other_keys_are_none() -> None:
    def status(text: str, *keys: dict[str, Any]) -> int:
        bearers = Bearers(TokenSettings(ISSUER, AUDIENCE, jwks(*keys)))
        return api_over(promoted(made("many")), callers=bearers).get(CLOSED, **bearing(text)).status

    unnamed = token("course:*", header={"kid": None})
    weak = rsa_key("weak", 1024)
    with pytest.warns(jwt.InsecureKeyLengthWarning):
        by_weak = token("course:*", key=weak, algorithm="RS256")
    assert 200 == status(unnamed, jwk(ec_key(), "ec"))
    assert 401 == status(unnamed, jwk(ec_key(), "ec"), jwk(ec_key("other"), "other"))
    assert 401 == status(by_weak, jwk(weak, "rsa"))
    assert 401 == status(token("course:*"), jwk(ec_key(), "ec", use="enc"))
    assert 401 == status(token("course:*"), jwk(ec_key(), "ec", key_ops=["encrypt"]))
    assert 401 == status(token("course:*"), {"kty": "oct", "k": "c2VjcmV0", "kid": "ec"})
    assert 401 == status(token("course:*"), {**jwk(ec_key(), "ec"), "x": "AAAA"})


def test_metadata_says_whom_to_ask_and_needs_no_token(api: Api) -> None:
    address = "/.well-known/oauth-protected-resource/v1"
    found = api.get(address, **bearing("rubbish"))

    assert (200, "public, max-age=300") == (found.status, found.headers["cache-control"])
    assert {
        "resource": AUDIENCE,
        "resource_name": "Coursewright content API",
        "authorization_servers": [ISSUER],
        "scopes_supported": ["course:*"],
        "bearer_methods_supported": ["header"],
    } == found.json()
    assert [200, 204, 405] == [api.get(address, method).status for method in ("HEAD", "OPTIONS", "POST")]
    assert 404 == api_over(promoted(made("many"))).get(address).status


@pytest.mark.parametrize(
    ("audience", "path"),
    [
        ("https://courses.example", ""),
        ("https://courses.example/", ""),
        ("https://courses.example:8443/a.b/", "/a.b/"),
        ("https://courses.example/?x", None),
        ("https://[courses", None),
        ("coursewright", None),
    ],
)
def test_metadata_is_where_the_audience_leads_or_nowhere(audience: str, path: str | None) -> None:
    bearers = Bearers(TokenSettings(ISSUER, audience, known_keys()))

    assert ([] if path is None else [f"/.well-known/oauth-protected-resource{path}"]) == [one.path for one in bearers.routes]
    assert (path is None) == ("resource_metadata" not in bearers.challenge(error="invalid_token"))


def test_nothing_is_loaded_before_a_token_is_presented() -> None:
    code = (
        "import os, sys, json\n"
        f"os.environ.update(json.loads({json.dumps(ENVIRONMENT)!r}), COURSEWRIGHT_RELEASED='.')\n"
        "import content_api\n"
        "print([name for name in ('jwt', 'cryptography', 'urllib.request') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "functions", timeout=60
    )

    assert "[]" == done.stdout.strip()
