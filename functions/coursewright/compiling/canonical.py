"""Canonical JSON, so that equal content has equal bytes (RFC 8785, https://www.rfc-editor.org/rfc/rfc8785)."""

from __future__ import annotations

from typing import Any

import rfc8785


def canonical(value: Any) -> bytes:  # noqa: ANN401 - JSON
    """The one byte form of a JSON value. Dates and enums must be text already."""
    return rfc8785.dumps(value)
