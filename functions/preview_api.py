"""Lambda entry point of the preview: the review desk and the API over candidates.

Role: reads both stores whole, notes what reviewers say beside the candidates, and asks the promote function and the scheduler. It
can put nothing into what is released, nor into any candidate.
"""

from __future__ import annotations

import os
from typing import Any

from coursewright.publishing.storing.store_address import candidates_at, store_at
from coursewright.serving.access.tokens import reviewers_in
from coursewright.serving.previewing.preview_application import preview_api
from coursewright.serving.previewing.preview_host import preview_host
from coursewright.serving.review_desk.access.settings import claim_in
from coursewright.serving.review_desk.deployed import desk_in
from coursewright.serving.review_desk.desk import answering
from coursewright.serving.review_desk.reviews_api import reviews_api
from coursewright.serving.review_desk.rights import Reviewing

_candidates = candidates_at(os.environ.get("COURSEWRIGHT_CANDIDATES", ".coursewright/candidates"), must_exist=True)
_released = store_at(os.environ.get("COURSEWRIGHT_RELEASED", ".coursewright/released"), must_exist=True)
_reviewers, _reviewing = reviewers_in(os.environ), Reviewing(_candidates, _released)
_desk = desk_in(os.environ, _candidates, _released, _reviewing)
_answer = preview_host(
    preview_api(_candidates, _released, _reviewers),
    answering(_desk),
    reviews_api(_desk, _reviewers, _reviewing, claim_in(os.environ)),
)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's context has no public type
    """Answer one API Gateway HTTP API event (payload format 2.0)."""
    return _answer(event, context)
