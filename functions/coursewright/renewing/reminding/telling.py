"""Digests sent: to a FIFO topic of SNS, and as events `owner reminded` on a bus of EventBridge.

The topic comes first: it drops a message whose id it has, so that trying again after the bus failed repeats nothing there.
Messages of one owner are a group, and so arrive in their order. Clients and names are the caller's.

https://docs.aws.amazon.com/sns/latest/dg/fifo-message-dedup.html
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from coursewright.errors import NotToldError
from coursewright.publishing.promoting.announcing import SOURCE
from coursewright.publishing.storing.s3_trouble import TROUBLE, said
from coursewright.renewing.reminding.reminder import Digest

KIND = "owner reminded"


@dataclass(frozen=True)
class TopicAndBus:
    """See `Teller`. `owner` of a message is an attribute too, so that a subscription can filter by it."""

    sns: Any  # boto3 makes its clients at run time
    topic: str
    events: Any  # the same
    bus: str = "default"

    def tell(self, digest: Digest) -> None:
        """See `Teller`."""
        detail = json.dumps(digest.document(), ensure_ascii=False)
        attributes = {"owner": {"DataType": "String", "StringValue": digest.owner}}
        self._asked(
            "the topic",
            lambda: self.sns.publish(
                TopicArn=self.topic,
                Message=detail,
                MessageGroupId=digest.owner,
                MessageDeduplicationId=digest.id,
                MessageAttributes=attributes,
            ),
        )
        entry = {"Source": SOURCE, "DetailType": KIND, "Detail": detail, "EventBusName": self.bus}
        told = self._asked("the bus", lambda: self.events.put_events(Entries=[entry]))
        if told["FailedEntryCount"]:
            raise NotToldError(f"the bus refused {KIND}: {told['Entries'][0].get('ErrorCode', 'no reason')}")

    def _asked(self, what: str, ask: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
        try:
            return ask()
        except TROUBLE as error:
            raise NotToldError(f"{what} did not take it: {said(error)}") from error
