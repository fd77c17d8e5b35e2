"""Lambda entry point of the content API. Role: reads the released store, nothing else."""

from __future__ import annotations

import os
from typing import Any

from coursewright.publishing.storing.store_address import store_at
from coursewright.serving.access.tokens import callers_in
from coursewright.serving.application import content_api

_store = store_at(os.environ.get("COURSEWRIGHT_RELEASED", ".coursewright/released"), must_exist=True)
_answer = content_api(_store, callers=callers_in(os.environ), address=os.environ.get("COURSEWRIGHT_CONTENT_URL", ""))


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's context has no public type
    """Answer one API Gateway HTTP API event (payload format 2.0)."""
    return _answer(event, context)
