"""Events on a bus: what happened is told with its facts, and a bus that fails changes nothing of what happened."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest
from moto import mock_aws

from coursewright.publishing.promoting.announcing import EventBus, Silent


def test_an_event_has_our_source_its_kind_and_its_facts() -> None:
    with mock_aws():
        credentials = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
        events = boto3.client("events", region_name="eu-central-1", **credentials)
        queues = boto3.client("sqs", region_name="eu-central-1", **credentials)
        queue = queues.create_queue(QueueName="told")["QueueUrl"]
        arn = queues.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        events.put_rule(Name="all", EventPattern=json.dumps({"source": ["coursewright"]}))
        events.put_targets(Rule="all", Targets=[{"Id": "told", "Arn": arn}])
        bus = EventBus(events)
        bus.announce("release promoted", {"release": "2026-Q4.1"})
        messages = queues.receive_message(QueueUrl=queue)["Messages"]

    said = json.loads(messages[0]["Body"])
    assert (said["source"], said["detail-type"], said["detail"]) == ("coursewright", "release promoted", {"release": "2026-Q4.1"})
    assert bus.failed == 0


class _Refusing:
    """Answers as EventBridge does that takes no entry: with status 200."""

    def put_events(self, **_: object) -> dict[str, Any]:
        return {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "ThrottlingException"}]}


class _Away:
    def put_events(self, **_: object) -> dict[str, Any]:
        raise ConnectionError("away")


@pytest.mark.parametrize(("client", "why"), [(_Refusing(), "refused"), (_Away(), "ConnectionError")])
def test_a_bus_that_fails_is_counted_and_logged(client: object, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    bus = EventBus(client)
    for _ in range(2):
        bus.announce("withdrawn", {"release": "2026-Q4.1"})

    assert bus.failed == 2
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"not announced": "withdrawn", "error": why, "failed": 2}


def test_silence_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    Silent().announce("withdrawn", {})

    assert capsys.readouterr().out == ""
