"""Handlers that do what handlers of ours should not."""

from __future__ import annotations

import os
import time
from typing import Any


def failing(event: dict[str, Any], context: Any) -> None:  # noqa: ANN401, ARG001 - Lambda's context has no public type
    """Raise, if it is told to."""
    if event.get("fail"):
        raise ValueError("told to")


def slow(event: dict[str, Any], context: Any) -> int:  # noqa: ANN401 - the same
    """Take as long as it is told to; gives the milliseconds it had left before."""
    left: int = context.get_remaining_time_in_millis()
    time.sleep(event["seconds"])
    return left


def ending(event: dict[str, Any], context: Any) -> None:  # noqa: ANN401, ARG001 - the same
    """End the process, as one that takes more memory than it has is ended, if it is told to."""
    if event.get("end"):
        os._exit(137)
