"""Names for bytes. Light on purpose: the read path imports this and nothing else of the compiler."""

from __future__ import annotations

import hashlib
import re
from typing import NewType

Digest = NewType("Digest", str)
"""SHA-256 in 64 lower-case hex digits."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


def digest_of(data: bytes) -> Digest:
    """The name of these bytes."""
    return Digest(hashlib.sha256(data).hexdigest())


def is_digest(text: str) -> bool:
    """Whether a text could name an object."""
    return _DIGEST.fullmatch(text) is not None
