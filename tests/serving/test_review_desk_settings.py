"""Who may come to a deployment's desk, by its environment; and the secrets that are read when somebody does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from coursewright.errors import ConfigurationError, DeploymentError, SecretAwayError
from coursewright.serving.http.local_server import LambdaContext, event_of
from coursewright.serving.review_desk.access.settings import access_in, secret_reader
from coursewright.serving.review_desk.access.signed_in import Closed, SignedIn
from coursewright.serving.review_desk.access.signing_keys import ASK_AGAIN, SigningKeys
from coursewright.serving.review_desk.deployed import desk_in
from coursewright.serving.review_desk.desk import answering
from coursewright.serving.review_desk.rights import Reviewing
from desk_visits import Clock
from desks import Desk
from small_course import small

WHOLE = {
    "COURSEWRIGHT_OIDC_CLIENT_ID": "review-desk",
    "COURSEWRIGHT_TOKEN_ISSUER": "https://issuer.example",
    "COURSEWRIGHT_PREVIEW_URL": "https://preview.example/",
    "COURSEWRIGHT_SESSION_SECRET": "sessions",
}


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        yield boto3.client("secretsmanager", region_name="eu-central-1")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.publish(small())
    return made


def access(desk: Desk, environment: dict[str, str]) -> SignedIn | Closed:
    return access_in(environment, desk.candidates, Reviewing(desk.candidates, desk.released))


def test_without_a_client_the_desk_is_open_to_nobody_and_says_so(desk: Desk) -> None:
    without = {name: value for name, value in WHOLE.items() if "CLIENT" not in name}
    answer = answering(desk_in(without, desk.candidates, desk.released, Reviewing(desk.candidates, desk.released)))
    asked = {"method": "GET", "query_string": b"", "http_version": "1.1", "headers": []}
    told = [
        answer(event_of({**asked, "path": path}, b""), LambdaContext("x"))
        for path in ("/review", "/review/2026-Q4-rc.1", "/review/x")
    ]

    assert isinstance(access(desk, without), Closed)
    assert told[0] == told[1] == told[2]
    assert "Sign-in is not set up" in told[0]["body"]
    assert "/review/sign-in" not in told[0]["body"]


@pytest.mark.parametrize("lacking", [name for name in WHOLE if "CLIENT" not in name])
def test_half_of_the_settings_are_none(desk: Desk, lacking: str) -> None:
    with pytest.raises(ConfigurationError, match=lacking):
        access(desk, {**WHOLE, lacking: " "})


def test_nothing_is_read_before_somebody_comes(desk: Desk, secrets: Any) -> None:  # noqa: ANN401 - boto3's
    made = access(desk, WHOLE)
    assert isinstance(made, SignedIn)
    assert "https://preview.example/review/callback" == made.issuer.client.redirect_uri
    with pytest.raises(SecretAwayError, match="cannot be read"):
        made.keys.proof("form", "x")

    secrets.create_secret(Name="sessions", SecretString="s" * 64)
    assert 64 == len(made.keys.proof("form", "x"))


def test_a_secret_is_read_once_and_again_for_what_is_not_known_but_seldom(secrets: Any) -> None:  # noqa: ANN401 - boto3's
    secrets.create_secret(Name="sessions", SecretString="o" * 64)
    reads, now, clock = [0], [0.0], Clock()
    read = secret_reader("sessions")

    def counted() -> str:
        reads[0] += 1
        return read()

    keys = SigningKeys(counted, clock, lambda: now[0])
    for _ in range(5):
        keys.proof("form", "x")
    assert [1] == reads

    secrets.put_secret_value(SecretId="sessions", SecretString=f"{'n' * 64} {'o' * 64}")
    newer = SigningKeys(secret_reader("sessions"), clock).proof("form", "x")
    assert not keys.proves("form", "x", newer)
    assert [1] == reads
    now[0] = ASK_AGAIN
    assert keys.proves("form", "x", newer)
    assert [2] == reads
    for _ in range(5):
        assert not keys.proves("form", "x", "0" * 64)
    assert [2] == reads


def test_while_the_secret_cannot_be_read_again_what_is_known_holds(secrets: Any) -> None:  # noqa: ANN401 - boto3's
    """Or anybody could sign everybody out with a made-up cookie, while Secrets Manager is away."""
    secrets.create_secret(Name="sessions", SecretString="o" * 64)
    now = [0.0]
    keys = SigningKeys(secret_reader("sessions"), Clock(), lambda: now[0])
    good = keys.proof("form", "x")
    for act, more in (("put_secret_value", {"SecretString": "short"}), ("delete_secret", {"ForceDeleteWithoutRecovery": True})):
        getattr(secrets, act)(SecretId="sessions", **more)
        now[0] += ASK_AGAIN
        assert not keys.proves("form", "x", "0" * 64)
        assert keys.proves("form", "x", good)


def test_where_nothing_promotes_that_is_said(desk: Desk) -> None:
    made = desk_in(WHOLE, desk.candidates, desk.released, Reviewing(desk.candidates, desk.released))

    assert made.schedules is None
    with pytest.raises(DeploymentError, match="COURSEWRIGHT_STORE_NAME"):
        made.promote({"act": "heads"})
