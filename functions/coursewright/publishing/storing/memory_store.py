"""A store in this process's memory: for what is never promoted, and gone when the process ends."""

from __future__ import annotations

import heapq
import threading

from coursewright.errors import MissingObjectError
from coursewright.publishing.storing.store import refuse_unless_key


class MemoryStore:
    """A `Store` that several threads may use at once. `forget` is its own: nobody else's readers rely on it."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes:
        refuse_unless_key(key)
        try:
            return self._held[key]
        except KeyError as error:
            raise MissingObjectError(f"{key} is not in memory") from error

    def put_if_absent(self, key: str, data: bytes) -> bool:
        refuse_unless_key(key)
        with self._lock:
            if key in self._held:
                return False
            self._held[key] = data
            return True

    def keys(self, prefix: str, limit: int | None = None) -> list[str]:
        found = self._below(prefix)
        return sorted(found) if limit is None else heapq.nsmallest(limit, found)

    def folders(self, prefix: str) -> list[str]:
        below = (key.removeprefix(prefix) for key in self._below(prefix))
        return sorted({rest.split("/", 1)[0] for rest in below if "/" in rest})

    def forget(self, key: str) -> None:
        """Let go of what is under a key, if anything is."""
        with self._lock:
            self._held.pop(key, None)

    def _below(self, prefix: str) -> list[str]:
        refuse_unless_key(prefix.rstrip("/"))
        with self._lock:
            return [key for key in self._held if key.startswith(prefix)]
