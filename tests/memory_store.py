"""A store in memory that counts what it is asked, and can go away."""

from __future__ import annotations

from coursewright.errors import MissingObjectError, StoreError


class MemoryStore:
    """A `Store` for one process. `reads` counts every get and every listing; `is_away` makes it refuse all."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.reads = 0
        self.asked: list[str] = []
        self.is_away = False

    def get(self, key: str) -> bytes:
        self._count(key)
        if key not in self.kept:
            raise MissingObjectError(f"{key} is not in memory")
        return self.kept[key]

    def put_if_absent(self, key: str, data: bytes) -> bool:
        if key in self.kept:
            return False
        self.kept[key] = data
        return True

    def keys(self, prefix: str, limit: int | None = None) -> list[str]:
        self._count(prefix)
        return sorted(key for key in self.kept if key.startswith(prefix))[:limit]

    def folders(self, prefix: str) -> list[str]:
        self._count(prefix)
        below = (key.removeprefix(prefix) for key in self.kept if key.startswith(prefix))
        return sorted({rest.split("/", 1)[0] for rest in below if "/" in rest})

    def _count(self, key: str) -> None:
        if self.is_away:
            raise StoreError(f"{key}: the store is away")
        self.reads += 1
        self.asked.append(key)
