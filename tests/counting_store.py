"""A store in memory that counts what it is asked, and can go away."""

from __future__ import annotations

from coursewright.errors import StoreError
from coursewright.publishing.storing.memory_store import MemoryStore


class CountingStore(MemoryStore):
    """`reads` counts every get and every listing, `asked` says of what; while `is_away`, it refuses all. `kept` may be harmed."""

    def __init__(self, kept: dict[str, bytes] | None = None) -> None:
        super().__init__()
        self._held.update(kept or {})
        self.asked: list[str] = []
        self.is_away = False

    @property
    def kept(self) -> dict[str, bytes]:
        return self._held

    @property
    def reads(self) -> int:
        return len(self.asked)

    def get(self, key: str) -> bytes:
        self._count(key)
        return super().get(key)

    def keys(self, prefix: str, limit: int | None = None) -> list[str]:
        self._count(prefix)
        return super().keys(prefix, limit)

    def folders(self, prefix: str) -> list[str]:
        self._count(prefix)
        return super().folders(prefix)

    def _count(self, key: str) -> None:
        if self.is_away:
            raise StoreError(f"{key}: no route to /srv/secret/place")
        self.asked.append(key)
