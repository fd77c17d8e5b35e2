"""An exported release becomes a candidate, if every byte of it is right: import is a deposit, and no way round promotion.

The file is read twice. First all of it is verified (archived_release.py). Only then is it read again and stored, in the order
of a deposit: objects, manifest, attestations, the candidate's name. Each is verified once more, so that a file that changes
meanwhile leaves behind at most sound objects that nothing names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import ArchiveError
from coursewright.publishing.carrying.archived_release import Progress, Verified, bounded, first_member, place_of, read_archive
from coursewright.publishing.carrying.exporting import FIRST
from coursewright.publishing.depositing.deposit import Candidate, claim, record_of
from coursewright.publishing.records.log import Stamp
from coursewright.publishing.records.logs import candidates
from coursewright.publishing.records.names import Numbered
from coursewright.publishing.storing.at_once import each, width_of
from coursewright.publishing.storing.generations import begun, generation_for
from coursewright.publishing.storing.store import Store, object_key

_CHANGED = "it changed while it was read"


def verified(file: BinaryIO, progress: Progress = lambda *_: None) -> Verified:
    """Read an exported release to its end, and hold it against what it says of itself.

    Raises:
        ArchiveError: something is missing, damaged, or more than there should be.
    """
    found = read_archive(file, progress)
    try:
        return found.checked()
    except (KeyError, TypeError, AttributeError, ValueError, IndexError) as error:
        raise ArchiveError("its objects do not hold what objects of a release hold") from error


def import_verified(
    file: BinaryIO, made: Verified, store: Store, stamp: Stamp, progress: Progress = lambda *_: None
) -> Candidate:
    """Store a verified release as a candidate of its edition; one that is a candidate already keeps its name.

    Raises:
        ArchiveError: the file is not what it was when it was verified.
    """
    file.seek(0)
    generation = generation_for(store, stamp)
    written = _put(file, begun(store, generation), made, progress)
    before = candidates(store, made.edition).head()  # first, so that no claim falls between
    record, is_new = record_of(store, made.edition, made.manifest, generation), False
    if record is None:
        record, is_new = claim(store, made.edition, made.manifest, made.private, stamp, made.source, before)
    return Candidate(Numbered(made.edition, record.number, is_candidate=True), record, is_new, written)


def _put(file: BinaryIO, store: Store, made: Verified, progress: Progress) -> int:
    """Store everything, the manifest and then the attestations last; gives how many objects were new."""
    root = (OBJECTS, made.manifest)
    left = set(made.places)
    last: dict[str, bytes] = {}
    written = 0

    def objects() -> Iterator[tuple[str, bytes]]:
        for name, data in bounded(file):
            if name == FIRST or name.startswith("attestations/"):
                last[name] = data
                continue
            place = place_of(name, data)
            if place not in left:
                raise ArchiveError(_CHANGED)
            left.remove(place)
            if place == root:
                last[name] = data
            else:
                yield name, data

    for done, is_new in enumerate(each(lambda one: store.put_if_absent(*one), objects(), width_of(store)), 1):
        written += is_new
        progress("depositing", done, len(made.places))
    if left or first_member(FIRST, last.pop(FIRST))["manifest"] != made.manifest:
        raise ArchiveError(_CHANGED)
    written += store.put_if_absent(object_key(*root), last.pop(object_key(*root)))
    for name, data in last.items():
        store.put_if_absent(name, data)
    return written
