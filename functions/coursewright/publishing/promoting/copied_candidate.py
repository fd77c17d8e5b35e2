"""A candidate's objects come into the released store: what is missing is copied, then all of it is read back and verified."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain

from coursewright.compiling.digest import Digest
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import MissingObjectError, PromotionRefusedError
from coursewright.publishing.depositing.attestations import attestations_of
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.publishing.depositing.unchanged import in_common
from coursewright.publishing.records.log import Record
from coursewright.publishing.removing.expunged_content import TAKE_IT_OUT, lacking, refuse_expunged
from coursewright.publishing.storing.at_once import each, width_of
from coursewright.publishing.storing.compressed import put_compressed
from coursewright.publishing.storing.generations import generation_in
from coursewright.publishing.storing.reachable import Place, reachable
from coursewright.publishing.storing.store import Store, object_key

Progress = Callable[[str, int, int], None]


def copy_whole(candidates: Store, released: Store, candidate: Candidate, before: Record | None, progress: Progress) -> None:
    """Copy what is missing, then read back all of it: only what was verified is ever named.

    What the release before shares with this one need not be copied; should some of it have been lost since, all of it is.
    """
    manifest = Digest(candidate.record["manifest"])
    try:
        objects = dict(reachable(candidates, manifest))
    except MissingObjectError as error:
        if needs := lacking(released, candidates, manifest):
            raise PromotionRefusedError(f"{candidate.name} {needs}. {TAKE_IT_OUT}") from error
        if generation_in(candidate.record):
            raise  # it says so itself
        raise MissingObjectError(
            f"{candidate.name} is not whole ({error}); bring back what is missing: coursewright deposit --full"
        ) from error
    refuse_expunged(released, objects, str(candidate.name))
    release = Release(manifest, Digest(candidate.record["private"]), objects, candidate.name.edition)
    known = in_common(release, released, before)
    _put(released, manifest, {place: data for place, data in objects.items() if place not in known}, progress)
    for key, data in attestations_of(candidates, manifest):
        released.put_if_absent(key, data)
    try:
        _verify(released, manifest, len(objects), progress)
    except MissingObjectError:
        _put(released, manifest, objects, progress)
        _verify(released, manifest, len(objects), progress)


def _put(released: Store, manifest: Digest, objects: Mapping[Place, bytes], progress: Progress) -> None:
    """Put objects with their compressed forms, the manifest after all others."""

    def put(place: Place) -> None:
        released.put_if_absent(object_key(*place), objects[place])
        put_compressed(released, *place, objects[place])

    last = (OBJECTS, manifest)
    order = [place for place in objects if place != last]
    done_in_turn = chain(each(put, order, width_of(released)), map(put, (last,) if last in objects else ()))
    for done, _ in enumerate(done_in_turn, 1):
        progress("copying", done, len(objects))


def _verify(released: Store, manifest: Digest, count: int, progress: Progress) -> None:
    for done, _ in enumerate(reachable(released, manifest), 1):
        progress("verifying", done, count)
