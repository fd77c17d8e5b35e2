"""Whether what marks an activity is the same in two stored releases, for who may read keys: where no public fingerprint tells.

Before compiler format 4 a release had no keyed digests of its keys. The private objects themselves have: each names its bytes.
"""

from __future__ import annotations

from functools import cached_property

from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import COACH, KEYS, PRIVATE
from coursewright.publishing.changes.change import ItemChange
from coursewright.publishing.storing.store import Store, get_json


class PrivateMarks:
    """Two releases by their stores and manifests; read where somebody asks."""

    def __init__(self, old_store: Store, old: Digest, new_store: Store, new: Digest) -> None:
        self._sides = ((old_store, old), (new_store, new))

    def are_kept(self, item: ItemChange) -> bool:
        """Whether an item of both releases is marked by the very same objects."""
        before, after = self._digests
        old, new = f"{item.course}/{item.was or item.id}", f"{item.course}/{item.id}"
        return all(one.get(old) == other.get(new) for one, other in zip(before, after, strict=True))

    @cached_property
    def _digests(self) -> list[list[dict[str, str]]]:
        return [self._read(store, manifest) for store, manifest in self._sides]

    @staticmethod
    def _read(store: Store, manifest: Digest) -> list[dict[str, str]]:
        root = get_json(store, Digest(get_json(store, manifest)["private"]), PRIVATE)
        return [get_json(store, Digest(root[space]), space)["items"] for space in (KEYS, COACH)]
