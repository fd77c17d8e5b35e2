"""What a function does before its first event: nothing that must not be in a snapshot of it (no network, credential or clock)."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import boto3
import pytest
from botocore.credentials import Credentials
from botocore.exceptions import NoCredentialsError

from courses import ROOT
from coursewright.publishing.storing.deferred_credentials import DeferredCredentials, defer_credentials

ENTRIES = ("content_api", "preview_api", "publish", "promote", "observe", "remind")
_REFUSE = """
import datetime, socket, sys, time
import boto3, botocore.credentials, botocore.session, cryptography.hazmat.primitives.asymmetric.ec
botocore.session.Session().create_client("s3", aws_access_key_id="testing", aws_secret_access_key="testing")
sys.path.insert(0, sys.argv[2])
import aws_lambda_powertools.event_handler, pydantic

class Refused(Exception): ...

def refuse(what):
    def refused(*_, **__):
        raise Refused(what)
    return refused

class NoClock(datetime.datetime):
    now = classmethod(refuse("the clock"))
    today = utcnow = now

socket.socket.connect = socket.getaddrinfo = refuse("the network")
botocore.credentials.CredentialResolver.load_credentials = refuse("credentials")
botocore.credentials.EnvProvider.load = refuse("credentials")
datetime.datetime = NoClock
time.time = time.time_ns = refuse("the clock")
exec(sys.argv[3])
__import__(sys.argv[1])
print("started")
"""
_AT_AWS = {
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "COURSEWRIGHT_RELEASED": "s3://acme-released",
    "COURSEWRIGHT_CANDIDATES": "s3://acme-candidates",
    "COURSEWRIGHT_INCOMING": "s3://acme-incoming",
    "COURSEWRIGHT_KEYS": "kms://acme",
    "COURSEWRIGHT_OPENAI_SECRET": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:openai-AbCdEf",
    "COURSEWRIGHT_REMINDERS": "arn:aws:sns:eu-central-1:123456789012:acme-reminders.fifo",
    "COURSEWRIGHT_TOKEN_ISSUER": "https://issuer.example",
    "COURSEWRIGHT_TOKEN_AUDIENCE": "https://courses.example",
    "COURSEWRIGHT_TOKEN_JWKS": "https://issuer.example/jwks",
}


def _started(entry: str, tmp_path: Path, first: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _REFUSE, entry, str(ROOT / "functions"), first]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), **_AT_AWS}
    return subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_function_starts_without_network_credentials_or_clock(entry: str, tmp_path: Path) -> None:
    done = _started(entry, tmp_path)

    assert (done.stdout, done.returncode) == ("started\n", 0), done.stderr[-2000:]


@pytest.mark.parametrize(
    ("does", "what"),
    [
        ("import datetime; datetime.datetime.now()", "the clock"),
        ("import time; time.time()", "the clock"),
        ("import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')", "the network"),
        ("import boto3; boto3.client('s3')", "credentials"),
    ],
)
def test_the_control_what_looks_is_found_out(does: str, what: str, tmp_path: Path) -> None:
    done = _started("content_api", tmp_path, does)

    assert done.returncode != 0
    assert what in done.stderr


def test_credentials_are_found_at_the_first_request_and_missed_with_their_name(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def find() -> Credentials:
        asked.append(1)
        return Credentials("testing", "secret testing", "token")

    deferred = DeferredCredentials(find)
    assert asked == []
    frozen = deferred.get_frozen_credentials()
    assert (frozen.access_key, deferred.secret_key, deferred.token, deferred.account_id) == (
        "testing",
        "secret testing",
        "token",
        None,
    )
    assert asked == [1]
    with pytest.raises(NoCredentialsError):
        DeferredCredentials(lambda: None).get_frozen_credentials()

    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    defer_credentials()
    first = boto3.DEFAULT_SESSION
    defer_credentials()
    assert boto3.DEFAULT_SESSION is first
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing late")
    client = boto3.client("s3", region_name="eu-central-1")
    assert client._request_signer._credentials.secret_key == "testing late"  # noqa: S105 - how a client signs


def test_many_first_requests_look_for_credentials_once() -> None:
    asked: list[int] = []
    everybody = Barrier(8)

    def find() -> Credentials:
        asked.append(1)
        time.sleep(0.05)
        return Credentials("testing", "secret testing")

    def sign(deferred: DeferredCredentials) -> str:
        everybody.wait()
        key: str = deferred.get_frozen_credentials().access_key
        return key

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(sign, [DeferredCredentials(find)] * 8))

    assert keys == {"testing"}
    assert asked == [1]
