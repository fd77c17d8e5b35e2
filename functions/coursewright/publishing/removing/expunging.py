"""Taking down an object that must not exist any more: a signed record first, then its bytes, wherever they lie.

Takes the digest of an object; gives what names it in which release, and does the takedown. Refuses while a release that needs the
object is not withdrawn, or while a channel stands at one: readers must first have somewhere else to go. A record without removed
bytes is mended by doing it again; removed bytes without a record would be a broken promise, so there are never any.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import ASSETS, OBJECTS, SPACES
from coursewright.errors import LostRaceError, MissingObjectError, PromotionRefusedError, UnknownNameError
from coursewright.publishing.records.editions import Standing, standing_in
from coursewright.publishing.records.log import Log, Record, Stamp
from coursewright.publishing.records.logs import channel_log, edition_log, expunged_log
from coursewright.publishing.removing.takedown import Remover
from coursewright.publishing.storing.compressed import compressed_key
from coursewright.publishing.storing.reachable import Place, names
from coursewright.publishing.storing.store import Store, get_verified, object_key


@dataclass(frozen=True, slots=True)
class Use:
    """One release that needs the object: what names it there, whether it was withdrawn, and the channels that stand at it."""

    release: str
    manifest: str
    named_by: tuple[str, ...]
    withdrawn: bool
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expunction:
    """What a takedown came to: its record, and how many keys held bytes. `is_new` says whether this run made the record."""

    record: Record
    removed: int
    is_new: bool


def uses(released: Store, digest: Digest) -> list[Use]:
    """Every release that needs an object, the oldest edition first."""
    at = [head for name in released.folders("channels/") if (head := channel_log(released, name).head())]
    found = []
    for edition in released.folders("editions/"):
        head = edition_log(released, edition).head()
        now = standing_in(head) if head else None
        found += [_use(release, by, now, at) for release, by in _naming(released, now, digest)] if now else []
    return found


def refuse_while_read(found: Sequence[Use]) -> None:
    """Refuse a takedown of what readers are still led to.

    Raises:
        PromotionRefusedError: a release that needs it is not withdrawn, or a channel stands at one; the message says what to do.
    """
    for use in found:
        if not use.withdrawn:
            raise PromotionRefusedError(
                f"{use.release} needs this and is not withdrawn. Promote a mended release that does without it, then: "
                f"coursewright withdraw {use.release} --why REASON"
            )
    for use in found:
        if use.channels:
            raise PromotionRefusedError(
                f"{' and '.join(use.channels)} still stands at {use.release}, which needs this. Promote a mended release, "
                f"or take the channel back: coursewright rollback {use.channels[0]}"
            )


def expunge(released: Store, removers: Sequence[Remover], digest: Digest, stamp: Stamp, law: str = "") -> Expunction:
    """Record the takedown of an object, then remove its bytes from every place. Doing it again removes what is still there.

    Raises:
        PromotionRefusedError: no reason is given, or readers are still led to it; nothing was written or removed.
        UnknownNameError: nothing names this object, and no store holds it.
        UnknownVerdictError: the store did not say whether the record was written; nothing was removed.
        StoreError: bytes could not be removed; the record stands, and doing it again goes on.
    """
    if not stamp.why.strip():
        raise PromotionRefusedError("a takedown needs a reason, which readers are told; add --why")
    found = uses(released, digest)
    refuse_while_read(found)
    log = expunged_log(released, digest)
    record, is_new = log.head(), False
    if record is None:
        if not found and not any(remover.holds(key) for remover in removers for key in keys_holding(digest)):
            raise UnknownNameError(f"nothing names {digest}, and no store holds it")
        body = {"act": "expunge", "object": digest, "releases": [use.release for use in found], "law": law}
        record, is_new = _recorded(log, stamp, body)
    removed = sum(remover.remove(key) for remover in removers for key in keys_holding(digest))
    for key in _told_of(released, {use.manifest for use in found}):
        for remover in removers:
            remover.remove(key)
    return Expunction(record, removed, is_new)


def _recorded(log: Log, stamp: Stamp, body: dict[str, Any]) -> tuple[Record, bool]:
    try:
        return log.append(None, stamp, body), True
    except LostRaceError:
        there = log.head()
        if there is None:
            raise
        return there, False


def keys_holding(digest: Digest) -> Iterator[str]:
    """Every key of a store that may hold an object's bytes. The derived form goes first: readers ask for it first."""
    yield compressed_key(digest)
    yield from (object_key(space, digest) for space in SPACES)


def _told_of(released: Store, manifests: set[str]) -> Iterator[str]:
    """Where it is kept what changed to and from these releases, which quotes titles and statements; readers work it out.

    Those by older rules are among them: they are read no more, and quote all the same.
    """
    for rules in released.folders("changes/"):
        for old in released.folders(f"changes/{rules}/"):
            keys = released.keys(f"changes/{rules}/{old}/")
            yield from (key for key in keys if old in manifests or key.rpartition("/")[2] in manifests)


def _use(release: str, named_by: Sequence[str], now: Standing, at: Sequence[Record]) -> Use:
    channels = tuple(str(head["channel"]) for head in at if head["release"] == release)
    return Use(release, now.releases[release], tuple(named_by), release in now.withdrawn, channels)


def _naming(released: Store, now: Standing, digest: Digest) -> Iterator[tuple[str, list[str]]]:
    for release, manifest in now.releases.items():
        if by := _names_of(released, Digest(manifest), digest):
            yield release, by


def _names_of(released: Store, manifest: Digest, digest: Digest) -> list[str]:
    """What names an object in a release. What was taken down before names nothing any more, and is passed over.

    Raises:
        MissingObjectError: an object is gone without a record, so nobody can tell what it named.
    """
    found = ["its manifest"] if manifest == digest else []
    seen: set[Place] = set()
    pending: list[Place] = [(OBJECTS, manifest)]
    while pending:
        place = pending.pop()
        if place in seen or place[0] == ASSETS or place[1] == digest:
            continue
        seen.add(place)
        data = _unless_expunged(released, place)
        if not data.startswith(b"{"):
            continue
        value = json.loads(data)
        named = list(names(place[0], value))
        if any(one == digest for _, one in named):
            found += named_by(value, digest)
        pending += named
    return found


def _unless_expunged(released: Store, place: Place) -> bytes:
    try:
        return get_verified(released, *place)
    except MissingObjectError:
        if expunged_log(released, place[1]).head() is None:
            raise
        return b""


def named_by(value: dict[str, Any], digest: Digest) -> list[str]:
    """Who names a digest, in the words of whoever wrote it: items of a course one by one."""
    items = value.get("items", {}) if value.get("kind") in {"course", "keys-index", "coach-index"} else {}
    who = [f"{value['kind']} {value.get('id', '')}".strip() + f", {name}" for name, item in items.items() if _holds(item, digest)]
    return who or [f"{value['kind']} {value.get('id', '')}".strip()]


def _holds(value: Any, digest: Digest) -> bool:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        return any(_holds(one, digest) for one in value.values())
    return any(_holds(one, digest) for one in value) if isinstance(value, list) else value == digest
