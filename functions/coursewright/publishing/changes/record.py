"""What changed between two releases, kept: a derived record, keyed by the digests of both, made once and never believed blindly.

It is in no digest and proves nothing; it saves readers from working out what both releases say anyway. One that is missing or
cannot be read is worked out. RULES is the version of the rules by which changes are classed and told: others make other records,
and older ones are read no more.
"""

from __future__ import annotations

import json

from coursewright.errors import DamagedObjectError, MissingObjectError
from coursewright.publishing.changes.between import changes_between
from coursewright.publishing.changes.change import Changes
from coursewright.publishing.changes.document import changes_document, changes_of
from coursewright.publishing.changes.side import Side, side_of
from coursewright.publishing.storing.store import Store

RULES = 3


def changes_key(old: str, new: str) -> str:
    """Where what changed from one release to another is kept."""
    return f"changes/{RULES}/{old}/{new}"


def changes_bytes(changes: Changes) -> bytes:
    """The record's bytes, the same wherever they are made."""
    return json.dumps(changes_document(changes), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def put_changes(store: Store, changes: Changes) -> bool:
    """Keep what changed; False where that was done before."""
    return store.put_if_absent(changes_key(changes.old, changes.new), changes_bytes(changes))


def get_changes(store: Store, old: str, new: str) -> Changes | None:
    """What was kept; None where nothing was, or it cannot be read.

    Raises:
        StoreError: the store cannot be read.
    """
    try:
        found = changes_of(json.loads(store.get(changes_key(old, new))))
    except (MissingObjectError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if (found.old, found.new) == (old, new) else None


def changes_in(store: Store, old: str, new: str) -> Changes:
    """What changed between two releases of one store, as it was kept or worked out now.

    Raises:
        StoreError: an object of either is missing or damaged.
    """
    return get_changes(store, old, new) or changes_between(side_of(store, old), side_of(store, new))


def put_changes_to(store: Store, olds: list[str], new: Side) -> None:
    """Keep what changed from each of these releases to another.

    One that lost objects, or had them taken down, is passed over: an old release must not keep a new one from learners.
    """
    for old in olds:
        try:
            put_changes(store, changes_between(side_of(store, old), new))
        except (MissingObjectError, DamagedObjectError):
            continue
