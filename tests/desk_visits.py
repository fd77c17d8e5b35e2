"""Somebody's browser at the desk of a deployment: it keeps cookies, follows where it is led, and signs in at the issuer."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest

from coursewright.publishing.storing.store import Store
from coursewright.serving.http.local_server import LambdaContext, event_of
from coursewright.serving.review_desk.access.issuer import Client, Issuer
from coursewright.serving.review_desk.access.links import Links
from coursewright.serving.review_desk.access.signed_in import SignedIn
from coursewright.serving.review_desk.access.signing_keys import SigningKeys
from coursewright.serving.review_desk.desk import Handler, review_desk
from issuer import ISSUER
from sign_in_issuer import CLIENT, SignInIssuer

HOST = "preview.courses.example.org"
ORIGIN = f"https://{HOST}"
SECRET = "s" * 64
SESSION, ATTEMPT, LINK = "__Host-coursewright-session", "__Host-coursewright-sign-in", "__Host-coursewright-link"


@dataclass
class Clock:
    """A clock that a test moves."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.at


def access_to(  # noqa: PLR0913 - what a deployment says of who may come
    candidates: Store,
    issuer: SignInIssuer,
    known: Callable[[str], bool] | Iterable[str] = ("ann@school.example", "ben@school.example"),
    secret: Callable[[], str] = lambda: SECRET,
    clock: Clock | None = None,
    claim: str = "email",
    client_secret: str = "",
) -> SignedIn:
    now = clock or Clock()
    keys = SigningKeys(secret, now)
    client = Client(ISSUER, CLIENT, f"{ORIGIN}/review/callback", (lambda: client_secret) if client_secret else None)
    is_known = known if callable(known) else frozenset(known).__contains__
    return SignedIn(Issuer(client, issuer.ask), keys, Links(keys, candidates, ORIGIN, now), is_known, ORIGIN, claim, now)


def desk_of(candidates: Store, released: Store, access: Any) -> Handler:  # noqa: ANN401 - an Access
    return review_desk(candidates, released, access, lambda _: {}, getattr(access, "now", lambda: datetime.now(UTC)))


@dataclass
class Browser:
    """Cookies, and a desk."""

    handler: Handler
    issuer: SignInIssuer
    cookies: dict[str, str] = field(default_factory=dict)
    set_cookies: list[str] = field(default_factory=list)

    def get(self, address: str, **headers: str) -> dict[str, Any]:
        return self.send("GET", address, b"", headers)

    def post(self, address: str, form: dict[str, str], **headers: str) -> dict[str, Any]:
        own = {"content-type": "application/x-www-form-urlencoded", "origin": ORIGIN, "sec-fetch-site": "same-origin"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send("POST", address, urlencode(form).encode(), {**own, **named})

    def send(self, method: str, address: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
        path, _, query = address.removeprefix(ORIGIN).partition("?")
        named = {"host": HOST, **{name.replace("_", "-"): value for name, value in headers.items() if value}}
        raw = [(name.encode(), value.encode()) for name, value in named.items()]
        raw += (
            [(b"cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()).encode())] if self.cookies else []
        )
        scope = {"method": method, "path": path, "query_string": query.encode(), "http_version": "1.1", "headers": raw}
        answer = self.handler(event_of(scope, body), LambdaContext("preview_api"))
        for one in answer.get("cookies", []):
            self.set_cookies.append(one)
            name, value = one.partition(";")[0].split("=", 1)
            self.cookies.pop(name, None)
            if value:
                self.cookies[name] = value
        return answer

    def begin(self, address: str = "/review/sign-in", **headers: str) -> str:
        """Where the issuer sends them back to."""
        return self.issuer.sign_in(self.get(address, **headers)["headers"]["Location"])

    def sign_in(self, address: str = "/review/sign-in", **headers: str) -> dict[str, Any]:
        return self.get(self.begin(address, **headers))

    def is_in(self) -> bool:
        """Whether the desk knows them."""
        return bool(self.get("/review")["statusCode"] == 200)

    def csrf(self) -> str:
        """What the forms of a page bring along."""
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.get("/review")["body"])
        assert found
        return found[1]


def changed(address: str, **to: str | None) -> str:
    """The address with other parameters."""
    path, _, query = address.partition("?")
    told = {**{name: values[0] for name, values in parse_qs(query).items()}, **to}
    return f"{path}?{urlencode({name: value for name, value in told.items() if value is not None})}"


class Logged:
    """What the desk writes down meanwhile."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._stream = StringIO()
        for name in ("review_desk", "content_api"):
            for handler in logging.getLogger(name).handlers:
                monkeypatch.setattr(handler, "stream", self._stream)

    @property
    def text(self) -> str:
        return self._stream.getvalue()
