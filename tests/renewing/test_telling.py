"""A digest on its way: the topic first, which drops repetitions, then the bus; and what fails is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from coursewright.errors import NotToldError
from coursewright.renewing.reminding.reminder import Digest
from coursewright.renewing.reminding.telling import TopicAndBus

DIGEST = Digest("an-id", "ana", "2026-11-25", "Course material: 1 file no longer holds", "As of …", again=False)
TOPIC = "arn:aws:sns:eu-central-1:123456789012:acme-reminders.fifo"


class Aws:
    """Both clients; `trouble` is raised by the call of that name."""

    def __init__(self, **trouble: Exception) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.trouble = trouble
        self.refused = 0

    def publish(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - as boto3 has it
        return self._asked("publish", parameters)

    def put_events(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - the same
        return self._asked("put_events", parameters)

    def _asked(self, what: str, parameters: dict[str, Any]) -> dict[str, Any]:
        self.asked.append((what, parameters))
        if what in self.trouble:
            raise self.trouble[what]
        return {"FailedEntryCount": self.refused, "Entries": [{"ErrorCode": "ThrottlingException"}]}


def test_the_topic_is_told_under_the_digests_id_in_its_owners_group_and_then_the_bus() -> None:
    aws = Aws()
    TopicAndBus(aws, TOPIC, aws).tell(DIGEST)

    (first, message), (second, event) = aws.asked
    assert ("publish", "put_events") == (first, second)
    assert (TOPIC, "ana", "an-id") == tuple(message[name] for name in ("TopicArn", "MessageGroupId", "MessageDeduplicationId"))
    entry = event["Entries"][0]
    assert ("coursewright", "owner reminded", "default") == tuple(
        entry[name] for name in ("Source", "DetailType", "EventBusName")
    )
    assert DIGEST.document() == json.loads(message["Message"]) == json.loads(entry["Detail"])


@pytest.mark.parametrize(
    "trouble", [ClientError({"Error": {"Code": "Throttled"}}, "Publish"), EndpointConnectionError(endpoint_url="https://sns")]
)
def test_a_topic_that_fails_is_told_and_the_bus_hears_nothing(trouble: Exception) -> None:
    aws = Aws(publish=trouble)
    with pytest.raises(NotToldError, match="the topic did not take it"):
        TopicAndBus(aws, TOPIC, aws).tell(DIGEST)
    assert ["publish"] == [what for what, _ in aws.asked]


def test_a_bus_that_fails_or_refuses_is_told() -> None:
    aws = Aws(put_events=EndpointConnectionError(endpoint_url="https://events"))
    with pytest.raises(NotToldError, match="the bus did not take it"):
        TopicAndBus(aws, TOPIC, aws).tell(DIGEST)
    refusing = Aws()
    refusing.refused = 1
    with pytest.raises(NotToldError, match="the bus refused owner reminded: ThrottlingException"):
        TopicAndBus(refusing, TOPIC, refusing).tell(DIGEST)


def test_the_longest_digest_fits_a_message() -> None:
    """Of 256 kB, with everything in JSON."""
    from coursewright.renewing.reminding.digest_text import LARGEST  # noqa: PLC0415 - for this only

    aws = Aws()
    TopicAndBus(aws, TOPIC, aws).tell(Digest("i" * 32, "ana", "2026-11-25", "s", "é\n" * (LARGEST // 2 + 1000), again=True))
    assert all(len(json.dumps(said, ensure_ascii=False).encode()) < 256 * 1024 for _, said in aws.asked)
