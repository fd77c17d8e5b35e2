"""The issuer's keys: when they are asked for, for how long they are believed, and what is said while they cannot be had."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from coursewright.errors import TokenKeysAwayError
from coursewright.serving.access.token_keys import LARGEST, LIFE, LONGEST_LIFE, TokenKeys, fetched
from coursewright.serving.access.tokens import Bearers
from issuer import SETTINGS, bearing, ec_key, jwk, jwks, known_keys, token
from library import made, promoted
from served import Api, api_over

URL = "https://issuer.example/keys"
CLOSED = "/v1/2026-Q4.1/courses/closed"


@dataclass
class Issuer:
    """Gives keys, and counts how often; `now` is the time it is asked at."""

    keys: str = field(default_factory=known_keys)
    now: float = 1000.0
    asked: int = 0
    is_away: bool = False

    def fetch(self, url: str) -> bytes:
        assert url == URL
        self.asked += 1
        if self.is_away:
            raise TokenKeysAwayError("no route")
        return self.keys.encode()

    def api(self) -> Api:
        keys = TokenKeys(URL, self.fetch, lambda: self.now)
        return api_over(promoted(made("many")), callers=Bearers(SETTINGS, keys))


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


def _status(api: Api, text: str) -> int:
    return api.get(CLOSED, **bearing(text)).status


def test_they_are_asked_for_by_the_first_token_and_kept_for_their_life(issuer: Issuer) -> None:
    api = issuer.api()
    assert 200 == api.get("/v1/stable/courses").status
    assert 0 == issuer.asked

    for seconds, asked in ((0, 1), (LIFE - 1, 1), (1, 2)):
        issuer.now += seconds
        assert (200, asked) == (_status(api, token("course:*")), issuer.asked)


def test_a_key_taken_back_is_believed_no_longer_than_their_life(issuer: Issuer) -> None:
    api = issuer.api()
    old = token("course:*")
    assert 200 == _status(api, old)
    issuer.keys = jwks(jwk(ec_key("new"), "new"))
    issuer.now += LIFE - 1
    assert 200 == _status(api, old)

    issuer.now += 1
    assert 401 == _status(api, old)


def test_a_new_key_is_found_at_once_and_made_up_ones_are_asked_for_once_a_minute(issuer: Issuer) -> None:
    api = issuer.api()
    assert 200 == _status(api, token("course:*"))
    new = token("course:*", key=ec_key("new"), header={"kid": "new"})
    issuer.keys = jwks(jwk(ec_key(), "ec"), jwk(ec_key("new"), "new"))
    issuer.now += 60
    assert (200, 2) == (_status(api, new), issuer.asked)

    for number in range(20):
        issuer.now += 2
        assert 401 == _status(api, token("course:*", header={"kid": f"forged-{number}"}))
    assert 2 == issuer.asked
    issuer.now += 20
    assert (401, 3) == (_status(api, token("course:*", header={"kid": "forged"})), issuer.asked)


@pytest.mark.parametrize("keys", ["", "<html>", "[]", '{"keys": {}}', "[" * 100_000])
def test_without_keys_nobody_can_tell_and_what_is_public_is_there_without_a_token(issuer: Issuer, keys: str) -> None:
    issuer.is_away, issuer.keys = not keys, keys
    api = issuer.api()
    answer = api.get(CLOSED, **bearing(token("course:*")))

    assert (503, "urn:coursewright:problem:token-keys-unavailable") == (answer.status, answer.json()["type"])
    assert ("5", "no-store") == (answer.headers["retry-after"], answer.headers["cache-control"])
    assert "www-authenticate" not in answer.headers
    assert [200, 404] == [api.get(address).status for address in ("/v1/stable/courses", CLOSED)]
    assert 401 == _status(api, "rubbish")
    assert (503, 1) == (_status(api, token("course:*")), issuer.asked)
    issuer.is_away, issuer.keys, issuer.now = False, known_keys(), issuer.now + 5
    assert 200 == _status(api, token("course:*"))


def test_while_it_is_away_known_keys_are_gone_on_with_for_an_hour_at_most(issuer: Issuer) -> None:
    api = issuer.api()
    assert 200 == _status(api, token("course:*"))
    issuer.is_away = True
    issuer.now += LIFE
    assert [200, 503] == [_status(api, token("course:*", header=header)) for header in ({}, {"kid": "unknown"})]
    assert 2 == issuer.asked

    issuer.now += LONGEST_LIFE - LIFE - 1
    assert 200 == _status(api, token("course:*"))
    issuer.now += 5
    assert 503 == _status(api, token("course:*"))


@dataclass
class _Server:
    """An https server of this machine, and what it answers next."""

    port: int
    answers: list[Callable[[BaseHTTPRequestHandler], None]]
    paths: list[str]


class _Silent(HTTPServer):
    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what some of these tests are about."""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Server]:
    monkeypatch.setenv("SSL_CERT_FILE", str(_certificate(tmp_path)))
    found = _Server(0, [], [])

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.paths.append(self.path)
            found.answers[0](self)

        def log_message(self, *_: object) -> None:
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    with _Silent(("127.0.0.1", 0), Answering) as listening:
        listening.socket = context.wrap_socket(listening.socket, server_side=True, do_handshake_on_connect=False)
        found.port = listening.server_address[1]
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield found
        listening.shutdown()
        thread.join()


def _certificate(folder: Path) -> Path:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a test")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, ec_key("server").public_key(), 1, now - timedelta(1), now + timedelta(1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    made = builder.sign(ec_key("server"), SHA256())
    (folder / "certificate.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(ec_key("server").private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return folder / "certificate.pem"


def _said(status: int, data: bytes, **fields: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(status)
        for name, value in fields.items():
            to.send_header(name, value)
        to.end_headers()
        to.wfile.write(data)

    return answer


def _slowly(to: BaseHTTPRequestHandler) -> None:
    to.send_response(200)
    to.end_headers()
    for _ in range(40):
        try:
            to.wfile.write(b" ")
            to.wfile.flush()
        except OSError:
            return
        time.sleep(0.2)


def test_they_are_fetched_over_https(server: _Server) -> None:
    server.answers[:] = [_said(200, known_keys().encode())]
    api = api_over(promoted(made("many")), callers=Bearers(SETTINGS, TokenKeys(f"https://127.0.0.1:{server.port}/keys")))

    assert 200 == _status(api, token("course:*"))
    assert ["/keys"] == server.paths


@pytest.mark.parametrize(
    "answer",
    [
        _said(500, b""),
        _said(302, b"", Location="/elsewhere"),
        _said(302, b"", Location="file:///etc/hostname"),
        _said(200, b" " * (LARGEST + 1)),
        _said(200, b"x", **{"Content-Length": "100"}),
        _slowly,
    ],
    ids=["refused", "led on", "led to a file", "too much", "cut", "too slow"],
)
def test_what_is_no_answer_is_none_within_seconds(server: _Server, answer: Callable[[BaseHTTPRequestHandler], None]) -> None:
    server.answers[:] = [answer]
    began = time.monotonic()
    keys = TokenKeys(f"https://127.0.0.1:{server.port}/keys")

    with pytest.raises(TokenKeysAwayError):
        keys.find("ec", "ES256")
    assert time.monotonic() - began < 7
    assert ["/keys"] == server.paths


def test_a_server_without_a_certificate_that_holds_is_not_believed(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    server.answers[:] = [_said(200, known_keys().encode())]

    with pytest.raises(TokenKeysAwayError, match="certificate"):
        fetched(f"https://127.0.0.1:{server.port}/keys")
    assert [] == server.paths
