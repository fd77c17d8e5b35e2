"""Lambda entry point of promote. Role: reads candidates, reads and adds to what was released, signs records and heads."""

from __future__ import annotations

import os
from typing import Any

from coursewright.publishing.announcing import EventBus, Silent
from coursewright.publishing.keyring import signers_at
from coursewright.publishing.promoter import Promoter
from coursewright.publishing.store_address import SCHEME, candidates_at, client_for, store_at

_released = os.environ.get("COURSEWRIGHT_RELEASED", ".coursewright/released")
_promoter = Promoter(
    candidates_at(os.environ.get("COURSEWRIGHT_CANDIDATES", ".coursewright/candidates")),
    store_at(_released),
    lambda: signers_at(os.environ.get("COURSEWRIGHT_KEYS", ".coursewright/keys")),
    EventBus(client_for("events")) if _released.startswith(SCHEME) else Silent(),
)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401, ARG001 - Lambda's own
    """Do what one request asks for; see promoter.py for the acts and the outcomes."""
    return _promoter.take(event)
