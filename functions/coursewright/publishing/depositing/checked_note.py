"""What checking found when a candidate was deposited: `checked/<manifest>.json` in the candidates' store, for who decides on it.

It is of the manifest, write-once, and there before the candidate has a name. Like records it is outside the generations, so it
never expires, and what was found first stays what was found. authoring/reports/checked_json.py makes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from coursewright.errors import MissingObjectError
from coursewright.publishing.storing.store import Store


def checked_key(manifest: str) -> str:
    """Where the note of a manifest is kept."""
    return f"checked/{manifest}.json"


def read_checked(store: Store, manifest: str) -> Mapping[str, Any] | None:
    """The note of a manifest; None where there is none that can be read.

    Raises:
        StoreError: the store cannot be read just now.
    """
    try:
        note = json.loads(store.get(checked_key(manifest)))
        is_one = note["kind"] == "checked" and isinstance(note["as_of"], str) and all(map(_is_finding, note["findings"]))
    except (MissingObjectError, ValueError, KeyError, TypeError):
        return None
    return note if is_one else None


def _is_finding(one: Any) -> bool:  # noqa: ANN401 - JSON
    return all(isinstance(one[name], str) for name in ("code", "severity", "message")) and isinstance(one["place"]["path"], str)
