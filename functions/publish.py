"""Lambda entry point of publish. Role: reads incoming and released, puts reports and candidates, signs that it did."""

from __future__ import annotations

import os
from typing import Any

from coursewright.publishing.depositing.publish import Publisher
from coursewright.publishing.keys.keyring import signers_at
from coursewright.publishing.promoting.announcing import EventBus, Silent
from coursewright.publishing.storing.store_address import SCHEME, candidates_at, client_for, incoming_at, store_at

_candidates = os.environ.get("COURSEWRIGHT_CANDIDATES", ".coursewright/candidates")
_publisher = Publisher(
    incoming_at(os.environ.get("COURSEWRIGHT_INCOMING", ".coursewright/incoming")),
    candidates_at(_candidates),
    store_at(os.environ.get("COURSEWRIGHT_RELEASED", ".coursewright/released")),
    lambda: signers_at(os.environ.get("COURSEWRIGHT_KEYS", ".coursewright/keys")),
    EventBus(client_for("events")) if _candidates.startswith(SCHEME) else Silent(),
    os.environ.get("COURSEWRIGHT_PREVIEW_URL", ""),
)


def handler(event: dict[str, Any], context: Any) -> list[dict[str, Any]]:  # noqa: ANN401, ARG001 - Lambda's own
    """Publish what one S3 notification speaks of; gives the reports that stand, without what was found in the content."""
    return [report.model_dump(exclude={"findings", "problem"}) for report in _publisher.take(event)]
