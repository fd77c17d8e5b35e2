"""The API about itself: its OpenAPI document, and the same as a page. Both are made once per process, when first asked for."""

from __future__ import annotations

from coursewright.compiling.digest import digest_of
from coursewright.serving.http.answers import Answer, Body
from coursewright.serving.http.caching import cache_control
from coursewright.serving.http.negotiation import HTML, JSON
from coursewright.serving.question import Question

_SECONDS = 300
"""It changes only with the code. Five minutes, so that a new version is not described by the old document for long."""


def openapi_document(question: Question) -> Answer:
    """The OpenAPI document."""
    from coursewright.serving.openapi.document import document_bytes  # noqa: PLC0415 - a cold start does not pay for it

    return _answer(question, document_bytes(), JSON)


def openapi_page(question: Question) -> Answer:
    """The same, for people."""
    from coursewright.serving.openapi.page import page_bytes  # noqa: PLC0415 - a cold start does not pay for it
    from coursewright.serving.openapi.page_style import POLICY  # noqa: PLC0415 - the same

    return _answer(question, page_bytes(), HTML, **{"Content-Security-Policy": POLICY})


def _answer(question: Question, data: bytes, media_type: str, **fields: str) -> Answer:
    control = cache_control(_SECONDS, public=True)
    return Answer(Body(data), digest_of(data), _SECONDS, control, question.path, media_type=media_type, fields=fields)
