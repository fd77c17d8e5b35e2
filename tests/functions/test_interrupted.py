"""Publish and promote under Lambda's runtime client, on a real S3 server that stops answering in the middle of their work.

Lambda kills what runs out of time and delivers the event again. What was asked for must then have happened once.
"""

from __future__ import annotations

import json
import site
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from courses import ROOT
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.storing.s3_store import S3Store
from gated import REVIEWERS, gated
from judged_candidates import BY, peopled
from runtime_api import Runtime
from s3_server import SeaweedFS, started
from stalling_proxy import StallingProxy
from uploads import event_of, key_of, sound_bundle

OURS = (ROOT / "functions", Path(site.getsitepackages()[0]))
NOBODY = "http://127.0.0.1:9"
"""Where nothing listens: the event bus of a region that is down."""
TOO_SHORT = 6
"""Seconds in which a function comes to where the server falls silent, and less than its client waits for an answer."""


@dataclass(frozen=True)
class Deployment:
    """Three buckets behind a proxy, and the environment of the functions on them."""

    proxy: StallingProxy
    stores: Mapping[str, S3Store]
    environment: Mapping[str, str]

    def upload(self) -> dict[str, Any]:
        """A bundle comes in; gives what S3 tells of it."""
        bundle = sound_bundle()
        self.stores["incoming"].put_if_absent(key_of(bundle), bundle)
        return event_of(key_of(bundle))

    def approved(self) -> dict[str, Any]:
        """What promote is asked for of a candidate that two others approved."""
        reviewed = gated(self.stores["candidates"], self.stores["released"])
        candidate = deposit(peopled(), reviewed.candidates, BY, {"commit": "c" * 40})
        reviewed.check(candidate)
        reviewed.let_pass(candidate, *REVIEWERS)
        request = {"act": "promote", "candidate": str(candidate.name), "manifest": candidate.record["manifest"]}
        return {**request, "channel": "stable", "seen": 0, "by": BY.by}

    def running(self, entry: str, seconds: float = 60) -> Runtime:
        return Runtime(f"{entry}.handler", OURS, self.environment, seconds)

    def records(self, store: str, prefix: str) -> list[str]:
        return self.stores[store].keys(prefix)


@pytest.fixture(scope="module")
def server() -> Iterator[SeaweedFS]:
    with started(SeaweedFS()) as running:
        yield running


@pytest.fixture
def deployment(server: SeaweedFS, tmp_path: Path) -> Iterator[Deployment]:
    buckets = {name: server.bucket() for name in ("incoming", "candidates", "released")}
    with StallingProxy(server.ports["s3"]) as proxy:
        addresses = {f"COURSEWRIGHT_{name.upper()}": f"s3://{bucket}" for name, bucket in buckets.items()}
        keys = {"COURSEWRIGHT_KEYS": str(tmp_path / "keys"), "AWS_ENDPOINT_URL_EVENTS": NOBODY}
        environment = {**server.environment(endpoint=proxy.endpoint), **addresses, **keys}
        yield Deployment(proxy, {name: server.store(bucket) for name, bucket in buckets.items()}, environment)


# The put of the candidate's objects, and that of its record: the one leaves a half, the other a whole that nobody was told of.
@pytest.mark.parametrize("silent_at", [pytest.param(b"/generations/", marks=pytest.mark.endurance), b"/candidates/2"])
def test_a_deposit_that_runs_out_of_time_is_whole_after_the_event_came_again(deployment: Deployment, silent_at: bytes) -> None:
    event = deployment.upload()
    deployment.proxy.silent_at = silent_at
    with deployment.running("publish", seconds=TOO_SHORT) as publish:
        late = publish.invoke(event)
        assert deployment.proxy.is_silent
        deployment.proxy.recover()
        publish.seconds = 60
        again = publish.invoke(event)
        once_more = publish.invoke(event)

    assert late.kind == "timeout"
    report = again.body[0]
    assert (again.kind, report["state"], report["is_new"]) == ("response", "deposited", True)
    assert once_more.body == again.body
    assert len(deployment.records("candidates", "candidates/")) == 1


def test_a_deposit_that_fails_is_an_error_and_the_same_process_takes_the_next(deployment: Deployment) -> None:
    event = deployment.upload()
    with deployment.running("publish") as publish:
        publish.start()
        process = publish.process
        deployment.proxy.is_away = True
        failed = publish.invoke(event)
        deployment.proxy.recover()
        again = publish.invoke(event)
        assert publish.process is process

    assert failed.kind == "error"
    assert failed.body["errorType"].endswith("StoreError")
    assert "cannot be" in failed.body["errorMessage"]
    assert again.body[0]["state"] == "deposited"


def test_a_promotion_that_runs_out_of_time_has_happened_once_when_it_is_asked_for_again(deployment: Deployment) -> None:
    request = deployment.approved()
    deployment.proxy.silent_at = b"/channels/stable/9"  # records are numbered downwards
    with deployment.running("promote", seconds=TOO_SHORT) as promote:
        late = promote.invoke(request)
        assert len(deployment.records("released", "channels/stable/")) == 1  # it happened, and nobody was told
        deployment.proxy.recover()
        promote.seconds = 60
        again = promote.invoke(request)

    assert late.kind == "timeout"
    assert (again.kind, again.body["outcome"], again.body["channel_record"]) == ("response", "unchanged", 1)
    assert len(deployment.records("released", "channels/stable/")) == 1


def test_an_event_bus_that_is_away_is_told_of_in_the_words_that_the_alarm_looks_for(deployment: Deployment) -> None:
    event = deployment.upload()
    with deployment.running("publish") as publish:
        answer = publish.invoke(event)
        said = [json.loads(line) for line in publish.log().splitlines() if "not announced" in line]

    assert answer.body[0]["state"] == "deposited"
    assert [one["not announced"] for one in said] == ["candidate deposited"]
