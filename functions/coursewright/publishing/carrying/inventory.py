"""What a released store holds, listed so that a copy of it leads nobody into nothing.

Promotions write objects before names, names before edition records, these before channel records, and heads last. Listed the
other way round, from heads to objects, a store that moves on meanwhile gives an older state of itself, but a whole one: whatever
a listed record leads to was there before it, and so is listed after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from coursewright.compiling.spaces import SPACES
from coursewright.publishing.records.log import number_in
from coursewright.publishing.storing.store import Store

LOGS = ("expunged", "releases", "editions", "channels", "heads/editions", "heads/channels")
"""Where logs are, in the order in which a copy writes them: what says that an object is gone comes before what leads to it."""
BESIDE = ("gzip", "attestations")
"""What stands beside objects: their compressed forms, and where releases came from."""
NOTES = ("observed", "observations", "status", "reminders")
"""What daily functions note for themselves, unsigned (journal.py): what was seen, what still holds, and who was told."""
MADE_ANEW = ("changes",)
"""What is worked out again where it is missing, and so is in no copy."""
HELD = (*SPACES, *BESIDE, "expunged", "releases", "editions", "channels", "heads", *NOTES)
"""All that a key of a released store begins with."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """Keys of objects, of what stands beside them and of notes, and the numbers of each log's records.

    `strays` lie in logs by mistake.
    """

    objects: frozenset[str]
    beside: frozenset[str]
    notes: tuple[str, ...]
    logs: Mapping[str, frozenset[int]]
    strays: tuple[str, ...]

    @property
    def blobs(self) -> frozenset[str]:
        """All that is no record."""
        return self.objects | self.beside

    @property
    def expunged(self) -> frozenset[str]:
        """Digests of what was taken down."""
        return frozenset(prefix.removeprefix("expunged/") for prefix in self.logs if prefix.startswith("expunged/"))

    @property
    def records(self) -> int:
        """How many records there are in all logs."""
        return sum(len(numbers) for numbers in self.logs.values())


def inventory(store: Store) -> Inventory:
    """Everything in a store, by listings alone.

    Raises:
        StoreError: it cannot be listed.
    """
    logs: dict[str, set[int]] = defaultdict(set)
    strays = []
    notes = tuple(key for folder in reversed(NOTES) for key in store.keys(f"{folder}/"))
    for folder in reversed(LOGS):
        for key in store.keys(f"{folder}/"):
            prefix = key.rpartition("/")[0]
            if number := number_in(key, prefix):
                logs[prefix].add(number)
            else:
                strays.append(key)
    beside = frozenset(key for folder in BESIDE for key in store.keys(f"{folder}/"))
    objects = frozenset(key for space in SPACES for key in store.keys(f"{space}/"))
    in_order = {prefix: frozenset(logs[prefix]) for prefix in sorted(logs, key=_order)}
    return Inventory(objects, beside, notes, in_order, tuple(strays))


def _order(prefix: str) -> tuple[int, str]:
    """Logs in the order in which they may be written."""
    return LOGS.index(prefix.rpartition("/")[0]), prefix
