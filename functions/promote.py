"""Lambda entry point of promote. Role: reads candidates and what reviewers said, reads and adds to what was released, and signs.

In buckets a closed gate holds a promotion back; in folders as reviewing/gatekeeping.py has it.
"""

from __future__ import annotations

import os
from typing import Any

from coursewright.publishing.keys.keyring import signers_at
from coursewright.publishing.promoting.announcing import EventBus, Silent
from coursewright.publishing.promoting.promoter import Promoter
from coursewright.publishing.storing.store_address import SCHEME, candidates_at, client_for, store_at
from coursewright.reviewing.gatekeeping import gatekeeper_for

_released_at = os.environ.get("COURSEWRIGHT_RELEASED", ".coursewright/released")
_is_shared = _released_at.startswith(SCHEME)
_candidates = candidates_at(os.environ.get("COURSEWRIGHT_CANDIDATES", ".coursewright/candidates"))
_released = store_at(_released_at)
_promoter = Promoter(
    _candidates,
    _released,
    lambda: signers_at(os.environ.get("COURSEWRIGHT_KEYS", ".coursewright/keys")),
    EventBus(client_for("events")) if _is_shared else Silent(),
    gatekeeper=gatekeeper_for(os.environ, _candidates, _released, is_shared=_is_shared),
)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401, ARG001 - Lambda's own
    """Do what one request asks for; see promoter.py for the acts and the outcomes."""
    return _promoter.take(event)
