"""Lambda entry point of the preview. Role: reads candidates and the released store, neither keys nor coach notes of either."""

from __future__ import annotations

import os
from typing import Any

from coursewright.publishing.store_address import candidates_at, store_at
from coursewright.serving.preview_application import preview_api
from coursewright.serving.tokens import reviewers_in

_candidates = candidates_at(os.environ.get("COURSEWRIGHT_CANDIDATES", ".coursewright/candidates"), must_exist=True)
_released = store_at(os.environ.get("COURSEWRIGHT_RELEASED", ".coursewright/released"), must_exist=True)
_answer = preview_api(_candidates, _released, reviewers_in(os.environ))


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's context has no public type
    """Answer one API Gateway HTTP API event (payload format 2.0)."""
    return _answer(event, context)
