"""What was sent in the body of a request: a JSON object, in bounds, in whatever way API Gateway hands it on."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from coursewright.errors import BadParameterError
from coursewright.serving.access.callers import Event


def json_object(event: Event, largest: int, like: str = "") -> Mapping[str, Any]:
    """The object, which may have as many bytes; `like` is shown to who sent something else.

    Raises:
        BadParameterError: the body is no such thing.
    """
    text = event.get("body") or ""
    try:
        data = b64decode(text, validate=True) if event.get("isBase64Encoded") else str(text).encode()
        said = json.loads(data) if len(data) <= largest else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise BadParameterError("body", f"a JSON object of at most {largest:,} bytes{like and f', as {like}'}")
    return said
