"""An issuer that people sign in at, over HTTP on this machine: discovery, authorize, token, and its keys.

Its addresses are `https://issuer.example/…`, as the desk insists; `ask` brings them here. `twist` lets a test have it answer
something else, and `asked` holds what it was sent.
"""

from __future__ import annotations

import hashlib
import json
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import jwt

from coursewright.serving.access.token_keys import asked
from issuer import ISSUER, ec_key, known_keys

CLIENT = "review-desk"
DISCOVERY = "/.well-known/openid-configuration"


class SignInIssuer:
    """Signs `person` in, whoever they say they are."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {"sub": "248289761001", "email": "ann@school.example", "email_verified": True}
        self.secret = ""
        self.metadata: dict[str, Any] = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/jwks",
            "code_challenge_methods_supported": ["S256"],
        }
        self.claims: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.key: Any = None
        self.algorithm = "ES256"
        self.made_token = ""
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.is_away = False
        self.port = 0

    def ask(self, url: str, data: bytes | None = None, fields: Mapping[str, str] | None = None) -> bytes:
        """What the desk asks with."""
        assert url.startswith(f"{ISSUER}/")
        if self.is_away:
            return asked("http://127.0.0.1:9/")
        return asked(self.here(url), data, fields)

    def here(self, url: str) -> str:
        """Where an address of the issuer is on this machine."""
        return url.replace(ISSUER, f"http://127.0.0.1:{self.port}")

    def sign_in(self, address: str) -> str:
        """What a browser is sent back with: the address of the redirection."""
        found: list[str] = []

        class Noting(HTTPRedirectHandler):
            def redirect_request(self, *given: Any) -> None:  # noqa: ANN401 - urllib's
                found.append(given[-1])

        with suppress(OSError):
            build_opener(Noting).open(self.here(address), timeout=5)
        return found[0]

    def answer(self, path: str, query: str, body: str, authorization: str) -> tuple[int, Any, str]:
        """Status, JSON, and where to."""
        self.asked.append(f"{path}?{query} {body}")
        given = {name: values[0] for name, values in parse_qs(query or body).items()}
        routes: dict[str, Callable[[], tuple[int, Any, str]]] = {
            DISCOVERY: lambda: (200, self.metadata, ""),
            "/jwks": lambda: (200, json.loads(known_keys()), ""),
            "/authorize": lambda: self._authorized(given),
            "/token": lambda: self._exchanged(given, authorization),
        }
        return routes[path]()

    def id_token(self, nonce: str) -> str:
        if self.made_token:
            return self.made_token
        now = int(time.time())
        said = {"iss": ISSUER, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **self.person, **self.claims}
        fields = {"kid": "ec" if self.algorithm == "ES256" else "rsa", **self.header}
        payload = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(payload, self.key or ec_key(), self.algorithm, fields)

    def _authorized(self, given: dict[str, str]) -> tuple[int, Any, str]:
        assert (given["response_type"], given["client_id"], given["code_challenge_method"]) == ("code", CLIENT, "S256")
        assert {"openid", "email"} <= set(given["scope"].split(" "))
        code = f"code-{len(self.codes)}"
        self.codes[code] = given
        return 302, {}, f"{given['redirect_uri']}?{urlencode({'code': code, 'state': given['state'], 'iss': ISSUER})}"

    def _exchanged(self, given: dict[str, str], authorization: str) -> tuple[int, Any, str]:
        begun = self.codes.pop(given["code"], None)
        verifier = hashlib.sha256(given["code_verifier"].encode()).digest()
        challenge = urlsafe_b64encode(verifier).decode().rstrip("=")
        if begun is None or challenge != begun["code_challenge"] or given["redirect_uri"] != begun["redirect_uri"]:
            return 400, {"error": "invalid_grant"}, ""
        if self._client(given, authorization) != (CLIENT, self.secret):
            return 401, {"error": "invalid_client"}, ""
        return 200, {"access_token": "opaque", "token_type": "Bearer", "id_token": self.id_token(begun["nonce"])}, ""

    def _client(self, given: dict[str, str], authorization: str) -> tuple[str, str]:
        if not authorization:
            return given["client_id"], given.get("client_secret", "")
        name, _, secret = b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        return unquote_plus(name), unquote_plus(secret)


@contextmanager
def sign_in_issuer() -> Iterator[SignInIssuer]:
    """One that runs."""
    issuer = SignInIssuer()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._tell("")

        def do_POST(self) -> None:
            self._tell(self.rfile.read(int(self.headers["content-length"])).decode())

        def _tell(self, body: str) -> None:
            at = urlsplit(self.path)
            status, said, to = issuer.answer(at.path, at.query, body, self.headers.get("authorization", ""))
            data = json.dumps(said).encode()
            self.send_response(status)
            if to:
                self.send_header("Location", to)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        issuer.port = server.server_port
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield issuer
        finally:
            server.shutdown()
