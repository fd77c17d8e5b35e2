"""A Release becomes a candidate: its objects are stored, then a name is claimed that points at its manifest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from coursewright.compiling.release import Release
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import LostRaceError, PromotionRefusedError
from coursewright.publishing.log import Record, Stamp
from coursewright.publishing.logs import candidates
from coursewright.publishing.names import Numbered
from coursewright.publishing.store import Store, object_key

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A deposited release, by name. `is_new` says whether this deposit made it; `written` counts the objects it added."""

    name: Numbered
    record: Record
    is_new: bool = False
    written: int = 0


def deposit(
    release: Release, store: Store, stamp: Stamp, source: Mapping[str, Any], progress: Progress = lambda *_: None
) -> Candidate:
    """Store a release and claim the next candidate name; a release that is already a candidate is left as it is.

    `source` says where the content came from (folder, commit or bundle) and goes into the record as it is.

    Raises:
        PromotionRefusedError: the content has no edition file, so there is nothing it could be a candidate for.
    """
    if release.edition is None:
        raise PromotionRefusedError("the content has no editions/<edition>.yaml, so there is no edition to deposit it for")
    log = candidates(store, release.edition)
    for record in log.records():
        if record["manifest"] == release.manifest:
            return Candidate(_name(release.edition, record), record)
    written = _put_objects(release, store, progress)
    body = {"edition": release.edition, "manifest": release.manifest, "private": release.private_root, "source": dict(source)}
    while True:
        try:
            record = log.append(log.head(), stamp, body)
        except LostRaceError:
            continue  # somebody else took this number; the next one is as good
        return Candidate(_name(release.edition, record), record, is_new=True, written=written)


def find_candidate(store: Store, name: Numbered) -> Candidate | None:
    """The candidate of this name, if there is one."""
    record = candidates(store, name.edition).get(name.number)
    return Candidate(name, record) if record else None


def _put_objects(release: Release, store: Store, progress: Progress) -> int:
    """Put everything, the manifest last, so that whoever finds a manifest finds all it names."""
    last = (OBJECTS, release.manifest)
    order = [*sorted(place for place in release.objects if place != last), last]
    written = 0
    for done, place in enumerate(order, 1):
        written += store.put_if_absent(object_key(*place), release.objects[place])
        progress("depositing", done, len(order))
    return written


def _name(edition: str, record: Record) -> Numbered:
    return Numbered(edition, record.number, is_candidate=True)
