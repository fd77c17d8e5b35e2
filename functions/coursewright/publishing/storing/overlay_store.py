"""One store laid over another: what is in front is seen first, what is behind shows through, and only the front is written to.

What lies below one of the hidden prefixes is in front or nowhere. A log needs that: records of two logs are no log.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection

from coursewright.errors import MissingObjectError
from coursewright.publishing.storing.store import Store


class OverlayStore:
    """A `Store` made of two. `hidden` are prefixes that end in `/`."""

    def __init__(self, front: Store, behind: Store, hidden: Collection[str] = ()) -> None:
        self.front = front
        self.behind = behind
        self.hidden = tuple(hidden)

    def get(self, key: str) -> bytes:
        try:
            return self.front.get(key)
        except MissingObjectError:
            if key.startswith(self.hidden):
                raise
            return self.behind.get(key)

    def put_if_absent(self, key: str, data: bytes) -> bool:
        try:
            self.get(key)
        except MissingObjectError:
            return self.front.put_if_absent(key, data)
        return False

    def keys(self, prefix: str, limit: int | None = None) -> list[str]:
        found = {*self.front.keys(prefix, limit), *self._behind(prefix, limit)}
        return sorted(found) if limit is None else heapq.nsmallest(limit, found)

    def folders(self, prefix: str) -> list[str]:
        found = set(self.front.folders(prefix))
        if not prefix.startswith(self.hidden):
            found.update(name for name in self.behind.folders(prefix) if not f"{prefix}{name}/".startswith(self.hidden))
        return sorted(found)

    def _behind(self, prefix: str, limit: int | None) -> list[str]:
        if prefix.startswith(self.hidden):
            return []
        if not any(hidden.startswith(prefix) for hidden in self.hidden):
            return self.behind.keys(prefix, limit)
        return [key for key in self.behind.keys(prefix) if not key.startswith(self.hidden)]
