"""A function that starts from a snapshot: what it read before the first event is old when it goes on.

So the two APIs read no channel before it, nor anything else that is no code, and reach nobody: neither S3, nor who keeps their
credentials, nor who issues tokens. Clocks are test_initialisation.py's. Here they start under Lambda's runtime client.
"""

from __future__ import annotations

import json
import site
from collections.abc import Mapping
from pathlib import Path

import pytest

from courses import ROOT
from runtime_api import Outcome, Runtime, asked
from workflows import read_yaml

HERE = Path(__file__).parent
OURS = (ROOT / "functions", Path(site.getsitepackages()[0]), HERE)
NOBODY = "127.0.0.1:9"
"""Where nobody listens."""
SNAPSHOT = {
    "AWS_REGION": "eu-central-1",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"http://{NOBODY}/credentials",
    "AWS_ENDPOINT_URL_S3": f"http://{NOBODY}",
    "COURSEWRIGHT_RELEASED": "s3://acme-courses-released",
    "COURSEWRIGHT_CANDIDATES": "s3://acme-courses-candidates",
    "COURSEWRIGHT_TOKEN_ISSUER": "https://issuer.example",
    "COURSEWRIGHT_TOKEN_AUDIENCE": "https://content.example",
    "COURSEWRIGHT_TOKEN_JWKS": f"https://{NOBODY}/jwks",
    "COURSEWRIGHT_PREVIEW_URL": "https://preview.example",
    "COURSEWRIGHT_OIDC_CLIENT_ID": "review-desk",
    "COURSEWRIGHT_OIDC_CLIENT_SECRET": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:oidc-AbCdEf",
    "COURSEWRIGHT_SESSION_SECRET": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:sessions-AbCdEf",
    "COURSEWRIGHT_STORE_NAME": "acme-courses",
    "AWS_ENDPOINT_URL_SECRETS_MANAGER": f"http://{NOBODY}",
}
"""What Lambda tells a function that starts from a snapshot: where credentials are, and none."""


def _seen(entry: str, environment: Mapping[str, str], then: str = "") -> tuple[list[str], Outcome | None]:
    """What was seen of an entry point before the first event, and what it then answers to a question."""
    with Runtime("watched_start.handler", OURS, {"WATCHED": entry, **environment}) as runtime:
        seen: list[str] = runtime.invoke("seen").body
        return seen, runtime.invoke(asked(then)) if then else None


def test_the_functions_that_the_template_starts_from_snapshots_are_these() -> None:
    resources = read_yaml((ROOT / "template.yaml").read_text())["Resources"]

    assert {"ContentApi", "PreviewApi"} == {name for name, one in resources.items() if "SnapStart" in one.get("Properties", {})}


@pytest.mark.parametrize("entry", ["content_api", "preview_api"])
def test_on_a_bucket_a_start_reaches_nobody_and_reads_nothing(entry: str) -> None:
    seen, _ = _seen(entry, SNAPSHOT)

    assert seen == []


@pytest.mark.parametrize(("entry", "status"), [("content_api", 200), ("preview_api", 401)])
def test_on_a_folder_a_start_reads_nothing_and_the_first_answer_is_there(entry: str, status: int, stores: Path) -> None:
    environment = {f"COURSEWRIGHT_{name.upper()}": str(stores / name) for name in ("released", "candidates")}
    seen, answer = _seen(entry, environment, "/v1/stable/courses")

    assert seen == []
    assert answer
    assert answer.body["statusCode"] == status


def test_a_start_that_does_all_that_is_seen(stores: Path) -> None:
    seen, _ = _seen("careless_start", {"COURSEWRIGHT_RELEASED": str(stores / "released")})
    kinds = {line.split(" ")[0] for line in seen}

    assert {"os.scandir", "open", "socket.connect"} <= kinds


def test_a_release_that_is_promoted_after_the_start_is_read(tmp_path: Path, stores: Path) -> None:
    released = tmp_path / "released"
    released.mkdir()
    with Runtime("content_api.handler", OURS, {"COURSEWRIGHT_RELEASED": str(released)}) as runtime:
        runtime.start()
        released.rmdir()
        released.symlink_to(stores / "released")
        answer = runtime.invoke(asked("/v1/stable/courses"))

    assert json.loads(answer.body["body"])["courses"]
