"""The time that a scheduled event is meant for: what the daily functions take for now, so that a late try speaks of the same day.

EventBridge Scheduler puts it in place of `<aws.scheduler.scheduled-time>`
(https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html), events of a bus have one too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from coursewright.errors import InvalidRequestError


def time_of(event: Mapping[str, Any], now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> datetime:
    """The time in an event, or else now.

    Raises:
        InvalidRequestError: what stands there is no time with a zone.
    """
    said = event.get("time")
    if said is None:
        return now()
    try:
        found = datetime.fromisoformat(said)
    except (TypeError, ValueError) as error:
        raise InvalidRequestError(f"{said!r} is no time; they look like 2026-11-25T03:17:00Z") from error
    if found.tzinfo is None:
        raise InvalidRequestError(f"{said!r} has no zone; times look like 2026-11-25T03:17:00Z")
    return found.astimezone(UTC)
