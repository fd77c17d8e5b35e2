"""What compiling gives: the objects of a release, by the space they are kept in and their digest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coursewright.compiling.canonical import canonical
from coursewright.compiling.digest import Digest, digest_of
from coursewright.compiling.spaces import OBJECTS


@dataclass(frozen=True, slots=True)
class Release:
    """An exact compiled curriculum: its manifest's digest, and every object by (space, digest)."""

    manifest: Digest
    private_root: Digest
    objects: Mapping[tuple[str, Digest], bytes]
    edition: str | None

    def json(self, digest: str, space: str = OBJECTS) -> dict[str, Any]:
        """What an object of the release says."""
        value: dict[str, Any] = json.loads(self.objects[space, Digest(digest)])
        return value

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(len(data) for data in self.objects.values())


@dataclass(slots=True)
class ObjectWriter:
    """Collects objects while a release is compiled; equal bytes are one object."""

    objects: dict[tuple[str, Digest], bytes] = field(default_factory=dict)

    def put(self, value: Any, space: str = OBJECTS) -> Digest:  # noqa: ANN401 - JSON
        """Keep a JSON value; its digest names it."""
        return self.put_bytes(canonical(value), space)

    def put_bytes(self, data: bytes, space: str = OBJECTS) -> Digest:
        """Keep bytes as they are."""
        digest = digest_of(data)
        self.objects[space, digest] = data
        return digest
