"""S3 that takes connections and never answers: readers are told so by us, before Lambda and the API would give up on us."""

from __future__ import annotations

import json
import site
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from courses import ROOT
from runtime_api import Runtime, asked
from workflows import read_yaml

OURS = (ROOT / "functions", Path(site.getsitepackages()[0]))
TEMPLATE = read_yaml((ROOT / "template.yaml").read_text())["Resources"]
AWS = {
    "AWS_REGION": "eu-central-1",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "testing",
}


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of somebody who listens and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.endurance
def test_a_reader_is_told_that_the_store_is_away_long_before_time_runs_out(silent: str) -> None:
    environment = {**AWS, "AWS_ENDPOINT_URL_S3": silent, "COURSEWRIGHT_RELEASED": "s3://acme-courses-released"}
    seconds = TEMPLATE["ContentApi"]["Properties"]["Timeout"]
    with Runtime("content_api.handler", OURS, environment, seconds) as runtime:
        runtime.start()
        answer = runtime.invoke(asked("/v1/stable/courses"))
    problem = json.loads(answer.body["body"]) if answer.kind == "response" else {}

    assert (answer.kind, problem.get("status")) == ("response", 503)
    assert problem["type"] == "urn:coursewright:problem:store-unavailable"
    assert answer.seconds < seconds / 2
