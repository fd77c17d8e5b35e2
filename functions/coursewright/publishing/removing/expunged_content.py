"""Content that needs what was taken down: it is told at once, and brought back by nobody.

Takes what a release reaches, or where it is stored; refuses with what was taken down, when and why. Without a takedown in the
store nothing of a release is read for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import MissingObjectError, PromotionRefusedError, StoreError
from coursewright.publishing.records.logs import expunged_log
from coursewright.publishing.removing.expunging import named_by
from coursewright.publishing.storing.reachable import Place, named_in
from coursewright.publishing.storing.store import Store, get_verified

TAKE_IT_OUT = "Take it out of the content, or change it, and deposit that."


def refuse_expunged(released: Store, places: Iterable[Place], what: str, objects: Mapping[Place, bytes] | None = None) -> None:
    """Refuse content that needs something that was taken down; with its `objects`, the refusal says which part of it does.

    Raises:
        PromotionRefusedError: it does.
    """
    gone = set(released.folders("expunged/"))
    found = sorted({digest for _, digest in places if digest in gone})
    if found:
        needs = _who(found[0], objects or {}) or what
        raise PromotionRefusedError(f"{needs} needs {found[0]}, which {_when(released, found[0])}. {TAKE_IT_OUT}")


def lacking(released: Store, store: Store, manifest: Digest) -> str | None:
    """What a stored release needs that was taken down, in words that follow its name; None if that is not why it is not whole."""
    gone = set(released.folders("expunged/"))
    try:
        found = _first(store, manifest, gone) if gone else None
    except MissingObjectError:
        return None
    return f"needs {found}, which {_when(released, found)}" if found else None


def _first(store: Store, manifest: Digest, gone: set[str]) -> Digest | None:
    """The first object that a release needs and that was taken down; nothing of those is asked for."""
    pending: list[Place] = [(OBJECTS, manifest)]
    seen: set[Place] = set()
    while pending:
        place = pending.pop()
        if place[1] in gone:
            return place[1]
        if place not in seen:
            seen.add(place)
            pending += named_in(place, get_verified(store, *place))
    return None


def _who(digest: str, objects: Mapping[Place, bytes]) -> str:
    """The parts of the content that name an object, as their indexes call them."""
    naming = (data for place, data in objects.items() if any(one == digest for _, one in named_in(place, data)))
    return "; ".join(sorted(one for data in naming for one in named_by(json.loads(data), Digest(digest))))


def _when(released: Store, digest: str) -> str:
    """When and why; a role that may list takedowns and not read them refuses all the same."""
    try:
        record = expunged_log(released, digest).head()
    except StoreError:
        record = None
    return f"was taken down at {record['at']}: {record['why']}" if record else "was taken down"
