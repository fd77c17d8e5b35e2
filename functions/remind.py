"""Lambda entry point of remind. Role: reads what is in use and its status, tells owners, and notes that it did."""

from __future__ import annotations

import os
from typing import Any

from coursewright.publishing.storing.store_address import client_for, store_at
from coursewright.renewing.observing.event_time import time_of
from coursewright.renewing.reminding.reminder import Printed, Reminder
from coursewright.renewing.reminding.telling import TopicAndBus

_topic = os.environ.get("COURSEWRIGHT_REMINDERS", "")
_reminder = Reminder(
    store_at(os.environ.get("COURSEWRIGHT_RELEASED", ".coursewright/released")),
    TopicAndBus(client_for("sns"), _topic, client_for("events")) if _topic else Printed(),
)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401, ARG001 - Lambda's own
    """Remind every owner of what is new on the day of the event's time."""
    return _reminder.run(time_of(event).date())
