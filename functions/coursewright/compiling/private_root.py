"""What only some may read, under one public digest that gives nothing away.

An answer key has few possible values: anybody who knew its digest could try them all. So each private object carries a blind of
its own, derived from the committed random value and the object's name (HMAC-SHA-256, RFC 2104), and the manifest names only the
root.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.compiling.release import ObjectWriter
from coursewright.compiling.spaces import COACH, KEYS, PRIVATE

Named = Mapping[str, dict[str, Any]]
"""Private values by `course/item`."""


def put_private(blind: str, keys: Named, coach: Named, editors: Mapping[str, Any], writer: ObjectWriter) -> Digest:
    """Store every private object, the two indexes and who the editors are; give the root that names these three."""
    root = {
        "kind": "private-root",
        "keys": _space(blind, KEYS, keys, writer),
        "coach": _space(blind, COACH, coach, writer),
        "editors": writer.put({"kind": "editors", **editors, "blind": _blind(blind, "editors")}, PRIVATE),
    }
    return writer.put(root, PRIVATE)


def _space(blind: str, space: str, values: Named, writer: ObjectWriter) -> Digest:
    digests = {
        name: writer.put({"kind": space, "item": name, **value, "blind": _blind(blind, f"{space}/{name}")}, space)
        for name, value in sorted(values.items())
    }
    return writer.put({"kind": f"{space}-index", "items": digests, "blind": _blind(blind, space)}, space)


def _blind(blind: str, name: str) -> str:
    return hmac.new(bytes.fromhex(blind), name.encode(), hashlib.sha256).hexdigest()
