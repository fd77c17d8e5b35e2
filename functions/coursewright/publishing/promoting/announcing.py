"""What happened, told to whoever listens: events on a bus of EventBridge, or to nobody.

An announcement comes after the act and is never a part of it: one that fails is logged and counted, and the act stands.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any, Protocol

SOURCE = "coursewright"


class Announcer(Protocol):
    """Who tells others."""

    def announce(self, what: str, detail: Mapping[str, Any]) -> None:
        """Tell what happened, as `candidate deposited`; never raises."""
        ...


class Silent:
    """Tells nobody."""

    def announce(self, what: str, detail: Mapping[str, Any]) -> None:
        """See `Announcer`."""


class EventBus:
    """Tells a bus of EventBridge; the client is the caller's. `failed` counts what could not be told."""

    def __init__(self, client: Any, bus: str = "default") -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        self.client = client
        self.bus = bus
        self.failed = 0

    def announce(self, what: str, detail: Mapping[str, Any]) -> None:
        """See `Announcer`."""
        entry = {"Source": SOURCE, "DetailType": what, "Detail": json.dumps(detail), "EventBusName": self.bus}
        try:
            refused = self.client.put_events(Entries=[entry])["FailedEntryCount"]
        except Exception as error:  # noqa: BLE001 - whatever it is, the act was done before
            self._failed(what, type(error).__name__)
        else:
            if refused:
                self._failed(what, "refused")

    def _failed(self, what: str, why: str) -> None:
        self.failed += 1
        sys.stdout.write(json.dumps({"not announced": what, "error": why, "failed": self.failed}) + "\n")
