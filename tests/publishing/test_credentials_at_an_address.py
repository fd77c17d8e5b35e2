"""Credentials are looked for when a request is signed: not when a client is made, and again before they expire."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import NoCredentialsError

from coursewright.publishing.storing.store_address import client_for


@dataclass
class Keeper:
    """Gives credentials at an address, as Lambda does for a function that starts from a snapshot. Each time other ones."""

    address: str = ""
    lasting: timedelta = timedelta(hours=6)
    asked: int = 0
    signed_by: list[str] = field(default_factory=list)


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch) -> Iterator[Keeper]:
    kept = Keeper()

    class Asked(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kept.asked += 1
            expires = (datetime.now(UTC) + kept.lasting).strftime("%Y-%m-%dT%H:%M:%SZ")
            words = {"AccessKeyId": f"test{kept.asked}", "SecretAccessKey": "testing", "Token": "testing", "Expiration": expires}
            data = json.dumps(words).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/nothing")
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"http://127.0.0.1:{server.server_port}/")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    yield kept
    server.shutdown()
    server.server_close()


class _Empty:
    def stream(self, **_: object) -> Iterator[bytes]:
        yield b""


def _answering(client: Any, keeper: Keeper) -> Any:  # noqa: ANN401 - boto3's
    """A client whose requests are answered here, and looked at for who signed them."""

    def answer(request: Any, **_: object) -> AWSResponse:  # noqa: ANN401 - the same
        keeper.signed_by.append(request.headers["Authorization"].decode().partition("Credential=")[2].partition("/")[0])
        return AWSResponse(request.url, 200, {}, _Empty())

    client.meta.events.register("before-send.s3", answer)
    return client


def test_credentials_are_asked_for_once_and_when_the_first_request_is_signed(keeper: Keeper) -> None:
    client = _answering(client_for("s3"), keeper)

    assert keeper.asked == 0
    for _ in range(3):
        client.head_bucket(Bucket="acme-courses-released")
    assert (keeper.asked, keeper.signed_by) == (1, ["test1"] * 3)


def test_credentials_that_are_about_to_expire_are_asked_for_again(keeper: Keeper) -> None:
    keeper.lasting = timedelta(minutes=5)
    client = _answering(client_for("s3"), keeper)
    for _ in range(2):
        client.head_bucket(Bucket="acme-courses-released")

    assert len(set(keeper.signed_by)) == 2


def test_clients_of_several_services_share_credentials(keeper: Keeper) -> None:
    first, second = (_answering(client_for("s3"), keeper) for _ in range(2))
    first.head_bucket(Bucket="acme-courses-released")
    second.head_bucket(Bucket="acme-courses-released")

    assert keeper.asked == 1


def test_without_credentials_it_is_the_request_that_fails_and_with_some_the_next_does_not(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_CONTAINER_CREDENTIALS_FULL_URI")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    client = _answering(client_for("s3"), keeper)

    with pytest.raises(NoCredentialsError):
        client.head_bucket(Bucket="acme-courses-released")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    client.head_bucket(Bucket="acme-courses-released")
    assert keeper.signed_by == ["test"]
