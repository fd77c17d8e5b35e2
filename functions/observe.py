"""Lambda entry point of observe. Role: reads what is in use, and adds observations and status; it holds no key.

Daily heads stay with promote: who reads what strangers publish should be able to sign nothing, and a source that is down must not
hold heads up.
"""

from __future__ import annotations

import os
from typing import Any

from coursewright.publishing.storing.store_address import store_at
from coursewright.renewing.observing.event_time import time_of
from coursewright.renewing.observing.observer import Observer
from coursewright.renewing.observing.watched_sources import sources_in

_observer = Observer(store_at(os.environ.get("COURSEWRIGHT_RELEASED", ".coursewright/released")), sources_in(os.environ))


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401, ARG001 - Lambda's own
    """Look at every source and write every status, as of the event's time."""
    return _observer.run(time_of(event))
