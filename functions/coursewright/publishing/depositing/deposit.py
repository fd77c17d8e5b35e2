"""A Release becomes a candidate: its objects are stored, its origin attested, and a name claimed that points at its manifest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import LostRaceError, PromotionRefusedError
from coursewright.publishing.depositing.attestations import attest, attestations_of
from coursewright.publishing.depositing.checked_note import checked_key
from coursewright.publishing.depositing.unchanged import in_common
from coursewright.publishing.records.log import Log, Patience, Record, Stamp
from coursewright.publishing.records.logs import candidates
from coursewright.publishing.records.names import Numbered
from coursewright.publishing.storing.at_once import each, width_of
from coursewright.publishing.storing.generations import begun, generation_for, generation_in
from coursewright.publishing.storing.reachable import Place
from coursewright.publishing.storing.store import Store, object_key

Progress = Callable[[str, int, int], None]
SOURCE = ("tree", "commit", "folder", "authors", "since")
"""What a candidate's record says of its source. Released records say less: nobody's address goes there."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A deposited release, by name. `is_new` says whether this deposit made it; `written` counts the objects it added.

    `is_attested` says whether it was attested for the first time that this source is one of its origins.
    """

    name: Numbered
    record: Record
    is_new: bool = False
    written: int = 0
    is_attested: bool = False


def deposit(  # noqa: PLR0913 - what, where, who, from where, how thoroughly, and who watches
    release: Release,
    store: Store,
    stamp: Stamp,
    source: Mapping[str, Any],
    progress: Progress = lambda *_: None,
    *,
    full: bool = False,
    note: bytes | None = None,
) -> Candidate:
    """Store a release and claim the next candidate name; a release that is already a candidate is left as it is.

    `source` says where the content came from (folder, commit or bundle) and goes into the record and, without authors, into the
    attestation. `note` says what checking found (checked_note.py); one that is there stays. `full` puts every object, also those
    that the last candidate should have brought: it mends a store that lost some.

    A candidate whose record does not tell its authors becomes another, by a new name, once they are known.

    Raises:
        PromotionRefusedError: the content has no edition file, so there is nothing it could be a candidate for.
    """
    if release.edition is None:
        raise PromotionRefusedError("the content has no editions/<edition>.yaml, so there is no edition to deposit it for")
    manifest = release.json(release.manifest)
    source = {**source, "tree": manifest["tree"]}
    before = candidates(store, release.edition).head()  # first, so that no claim falls between
    generation = generation_for(store, stamp)
    here = begun(store, generation)
    tells_authors = source.get("authors") is not None
    known = record_of(store, release.edition, release.manifest, generation, tells_authors=tells_authors)
    if note is not None:
        store.put_if_absent(checked_key(release.manifest), note)
    if any(attestations_of(store, release.manifest)) and known:
        written = _put_objects(release, here, set(), progress) if full else 0
        attested = attest(store, release.manifest, source, manifest["format"], stamp)
        return Candidate(_name(release.edition, known), known, written=written, is_attested=attested)
    last = None if full else _last(release, store, generation)
    written = _put_objects(release, here, in_common(release, here, last), progress)
    attested = attest(store, release.manifest, source, manifest["format"], stamp)
    record, is_new = claim(store, release.edition, release.manifest, release.private_root, stamp, source, before)
    return Candidate(_name(release.edition, record), record, is_new=is_new, written=written, is_attested=attested)


def find_candidate(store: Store, name: Numbered) -> Candidate | None:
    """The candidate of this name, if there is one."""
    record = candidates(store, name.edition).get(name.number)
    return Candidate(name, record) if record else None


def record_of(
    store: Store, edition: str, manifest: Digest, generation: str | None = None, *, tells_authors: bool = False
) -> Record | None:
    """The record of the candidate that a release is already, with its objects in this generation.

    One of another generation lives as long as that does, and its record cannot be changed: so in a new generation the release
    becomes a candidate again, by another name, and the old name goes on saying what it said. So does one whose authors nobody
    could tell, where they are asked for (`tells_authors`).
    """
    records = candidates(store, edition).records()
    return next((one for one in records if _is_of(one, manifest, generation, tells_authors=tells_authors)), None)


def claim(  # noqa: PLR0913 - what, for which edition, where, who, from where
    store: Store,
    edition: str,
    manifest: Digest,
    private: Digest,
    stamp: Stamp,
    source: Mapping[str, Any],
    before: Record | None,
) -> tuple[Record, bool]:
    """Claim the next candidate name of an edition for a release whose objects are stored.

    Who deposits the same release at the same time may have claimed one since the record `before`, the newest when this one was no
    candidate yet: then that one is given, and False, so that two deliveries of one event make one candidate.
    """
    log, patience, generation = candidates(store, edition), Patience(), generation_for(store, stamp)
    tells_authors = source.get("authors") is not None
    body = {
        "edition": edition,
        "manifest": manifest,
        "private": private,
        "source": {name: source.get(name) for name in SOURCE},
        **({"generation": generation} if generation else {}),
    }
    while True:
        head = log.head()
        if (others := _since(log, before, head, manifest, generation, tells_authors=tells_authors)) is not None:
            return others, False
        try:
            return log.append(head, stamp, body), True
        except LostRaceError:
            patience.wait()  # somebody else took this number; the next one is as good


def _since(  # noqa: PLR0913 - where, between what, and what is looked for
    log: Log, before: Record | None, head: Record | None, manifest: Digest, generation: str | None, *, tells_authors: bool
) -> Record | None:
    """The first record after `before`, up to the head, that is as good as one of ours."""
    numbers = range(before.number + 1 if before else 1, head.number + 1 if head else 1)
    found = (log.get(number) for number in numbers)
    return next((one for one in found if one and _is_of(one, manifest, generation, tells_authors=tells_authors)), None)


def _is_of(record: Record, manifest: Digest, generation: str | None, *, tells_authors: bool) -> bool:
    """Whether a record names a manifest in this generation, and its authors where they are asked for."""
    tells = record["source"].get("authors") is not None
    return record["manifest"] == manifest and generation_in(record) == generation and (tells or not tells_authors)


def _put_objects(release: Release, store: Store, known: set[Place], progress: Progress) -> int:
    """Put what the store may lack, the manifest last, so that whoever finds a manifest finds all it names."""
    last = (OBJECTS, release.manifest)
    order = sorted(place for place in release.objects if place != last and place not in known)

    def put(place: Place) -> bool:
        return store.put_if_absent(object_key(*place), release.objects[place])

    written = 0
    for done, is_new in enumerate(chain(each(put, order, width_of(store)), map(put, (last,))), 1):
        written += is_new
        progress("depositing", done, len(order) + 1)
    return written


def _last(release: Release, store: Store, generation: str | None) -> Record | None:
    """The edition's last candidate, or else the last edition's, if it is of this generation."""
    editions = [name for name in store.folders("candidates/") if name <= str(release.edition)]
    head = candidates(store, editions[-1]).head() if editions else None
    return head if head and generation_in(head) == generation else None


def _name(edition: str, record: Record) -> Numbered:
    return Numbered(edition, record.number, is_candidate=True)
