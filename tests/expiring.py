"""A store in memory with a lifecycle rule: what is below a prefix goes when it is so many days old."""

from __future__ import annotations

from datetime import datetime, timedelta

from coursewright.publishing.storing.memory_store import MemoryStore

DAYS = 90


class AgingStore(MemoryStore):
    """Knows what day it is, and since when it has held each key."""

    def __init__(self, today: datetime, prefix: str = "generations/") -> None:
        super().__init__()
        self.today, self.prefix = today, prefix
        self._since: dict[str, datetime] = {}

    def put_if_absent(self, key: str, data: bytes) -> bool:
        is_new = super().put_if_absent(key, data)
        if is_new:
            self._since[key] = self.today
        return is_new

    def wait_until(self, today: datetime) -> None:
        """Let time pass, and the rule do its work."""
        self.today = today
        for key in self.keys_held():
            if key.startswith(self.prefix) and self._since[key] + timedelta(days=DAYS) <= today:
                self.forget(key)

    def keys_held(self) -> list[str]:
        """Every key."""
        return sorted(self._held)
