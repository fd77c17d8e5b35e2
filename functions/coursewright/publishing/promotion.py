"""A candidate becomes a release that learners read: copied, verified, named, and the edition and the channel moved to it.

Every refusal comes before the first write. After that the order is objects, manifest, release name, edition record, channel
records, heads, and each step finds out whether it was already done, so a promotion that died is finished by running it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import LostRaceError, MissingObjectError, PromotionRefusedError
from coursewright.publishing.at_once import each, width_of
from coursewright.publishing.attestations import attestations_of
from coursewright.publishing.channels import channel_body, is_at, last_decision, let_channels_follow
from coursewright.publishing.compressed import put_compressed
from coursewright.publishing.deposit import Candidate
from coursewright.publishing.edition_rules import objections
from coursewright.publishing.editions import Standing, edition_body, opened_with, standing_in
from coursewright.publishing.generations import generation_in, objects_of
from coursewright.publishing.heads import issue_head
from coursewright.publishing.log import Log, Patience, Record, Stamp
from coursewright.publishing.logs import channel_log, edition_log, releases
from coursewright.publishing.names import Numbered
from coursewright.publishing.reachable import Place, reachable
from coursewright.publishing.store import Store, object_key
from coursewright.publishing.unchanged import in_common

Progress = Callable[[str, int, int], None]

POLICY = {"approvals": 0}
"""What a folder on a laptop asks for before a promotion: no approvals. Reviewing brings the policies of shared stores."""
APPROVED: Mapping[str, Any] = {"approvals": [], "gates": [], "policy": POLICY}


@dataclass(frozen=True, slots=True)
class Promotion:
    """What a promotion came to. `moved` says whether this run moved the edition or the channel."""

    release: Numbered
    manifest: Digest
    edition: Record
    channel: Record
    moved: bool


def promote(  # noqa: PLR0913 - two stores, what, where to, who, and who watches
    candidate: Candidate,
    candidates: Store,
    released: Store,
    channel: str,
    stamp: Stamp,
    progress: Progress = lambda *_: None,
    *,
    again: bool = False,
    full: bool = False,
) -> Promotion:
    """Promote a candidate into its edition, and a channel to that edition.

    `again` moves a channel also to a release that it was taken back from: without it, a promotion that is merely repeated would
    undo a rollback. `full` copies and verifies every object, also of what was promoted before: it mends a store that lost some.

    Raises:
        PromotionRefusedError: it would break a promise to learners; nothing was written.
        LostRaceError: somebody else moved the edition or the channel meanwhile; look, and decide again.
        UnknownVerdictError: the store did not say whether a record was written; settle it, then run this again.
        MissingObjectError, DamagedObjectError: the candidate is not whole (it may have expired); nothing points at it.
    """
    edition = candidate.name.edition
    manifest = Digest(candidate.record["manifest"])
    candidates = objects_of(candidates, candidate.record)
    edition_head = edition_log(released, edition).head()
    channel_head = channel_log(released, channel).head()
    _refuse_if_older(edition, channel, channel_head)
    if edition_head:
        _refuse_if_gone_on(candidate, standing_in(edition_head))
    is_there = edition_head is not None and edition_head["manifest"] == manifest
    if edition_head and not is_there:
        _refuse_if_not_editorial(candidate, candidates, released, standing_in(edition_head))
    if is_there and channel_head and not again:
        _refuse_if_taken_back(channel_log(released, channel), candidate.name, channel_head)
    if full or not (edition_head and is_there and is_at(channel_head, edition_head)):
        _copy(candidates, released, candidate, None if full else edition_head or channel_head, progress)
    release = _claim_name(candidate, released, edition_head, stamp)
    moved_edition, is_ours = _move_edition(released, release, manifest, edition_head, stamp)
    moved_channel, is_ours_too = _move_channel(channel_log(released, channel), channel, moved_edition, channel_head, stamp)
    let_others_know(released, edition, stamp)
    return Promotion(release, manifest, moved_edition, moved_channel, moved=is_ours or is_ours_too)


def let_others_know(released: Store, edition: str, stamp: Stamp) -> list[str]:
    """Let the channels at an edition follow it, and say by signed heads where all of them stand; gives these channels."""
    channels = sorted(let_channels_follow(released, edition, stamp))
    issue_head(edition_log(released, edition), stamp)
    for channel in channels:
        issue_head(channel_log(released, channel), stamp)
    return channels


def _refuse_if_older(edition: str, channel: str, head: Record | None) -> None:
    if head and head["edition"] > edition:
        raise PromotionRefusedError(
            f"{channel} is at edition {head['edition']}, newer than {edition}; a promotion does not take learners back. "
            f"To do that: coursewright rollback {channel} --to {edition}"
        )


def _refuse_if_taken_back(log: Log, candidate: Numbered, head: Record) -> None:
    edition = candidate.edition
    decided = last_decision(log, head)
    if decided["act"] == "rollback" and decided["to"] < edition <= decided["from"]:
        channel = decided["channel"]
        why = f": {decided['why'].rstrip('.')}" if decided["why"] else ""
        raise PromotionRefusedError(
            f"{channel} was taken back from {decided['from']} to {decided['to']} by {decided['by']} at {decided['at']}{why}; "
            f"to move it to {edition} all the same: coursewright promote {candidate} --channel {channel} --again"
        )


def _refuse_if_gone_on(candidate: Candidate, now: Standing) -> None:
    """A release the edition has left is not promoted again: learners would be taken back without a word."""
    past = now.named(Digest(candidate.record["manifest"]))
    if past and past in now.withdrawn:
        raise PromotionRefusedError(
            f"{past} was withdrawn: {now.withdrawn[past].rstrip('.')}. Mend what was wrong, and deposit and promote that."
        )
    if past and past != now.release:
        raise PromotionRefusedError(f"{now.edition} was at {past} before and has moved on to {now.release}")


def _refuse_if_not_editorial(candidate: Candidate, candidates: Store, released: Store, now: Standing) -> None:
    changes = objections(released, now.manifest, candidates, Digest(candidate.record["manifest"]))
    if changes:
        shown = "; ".join(changes[:5]) + (f"; and {len(changes) - 5} more" if len(changes) > 5 else "")  # noqa: PLR2004
        raise PromotionRefusedError(
            f"{now.edition} stands at {now.release}, and learners are pinned to it, but in {candidate.name} {shown}. "
            "Put this into a new edition: add editions/<edition>.yaml."
        )


def _copy(candidates: Store, released: Store, candidate: Candidate, before: Record | None, progress: Progress) -> None:
    """Copy what is missing, then read back all of it: only what was verified is ever named.

    What the release before shares with this one need not be copied; should some of it have been lost since, all of it is.
    """
    manifest = Digest(candidate.record["manifest"])
    try:
        objects = dict(reachable(candidates, manifest))
    except MissingObjectError as error:
        if generation_in(candidate.record):
            raise  # it says so itself
        raise MissingObjectError(
            f"{candidate.name} is not whole ({error}); bring back what is missing: coursewright deposit --full"
        ) from error
    _refuse_if_expunged(released, candidate, objects)
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


def _refuse_if_expunged(released: Store, candidate: Candidate, objects: Iterable[Place]) -> None:
    """What was taken down is not brought back by whoever still has the source of it."""
    gone = set(released.folders("expunged/"))
    if found := sorted({digest for _, digest in objects if digest in gone}):
        raise PromotionRefusedError(
            f"{candidate.name} needs {found[0]}, which was taken down. Take it out of the content, and deposit and promote that."
        )


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


def _claim_name(candidate: Candidate, released: Store, edition: Record | None, stamp: Stamp) -> Numbered:
    manifest = Digest(candidate.record["manifest"])
    log = releases(released, candidate.name.edition)
    body: Mapping[str, Any] = {
        "candidate": str(candidate.name),
        "edition": candidate.name.edition,
        "manifest": manifest,
        "private": candidate.record["private"],
        "source": candidate.record["source"],
    }
    patience = Patience()
    while True:
        head = log.head()
        if found := _claimed(log, head, manifest, standing_in(edition) if edition else None):
            return Numbered(candidate.name.edition, found)
        try:
            return Numbered(candidate.name.edition, log.append(head, stamp, body).number)
        except LostRaceError:
            patience.wait()  # another release took this number; or the same one did, which the next look finds


def _claimed(log: Log, head: Record | None, manifest: Digest, now: Standing | None) -> int | None:
    """The number this manifest has already; a name the edition has stood at is known without a read."""
    known = now.releases if now else {}
    edition = log.prefix.rpartition("/")[2]
    for number in range(head.number if head else 0, 0, -1):
        named = known.get(str(Numbered(edition, number)))
        record = log.get(number) if named is None else None
        if (named or (record and record["manifest"])) == manifest:
            return number
    return None


def _move_edition(released: Store, release: Numbered, manifest: Digest, seen: Record | None, stamp: Stamp) -> tuple[Record, bool]:
    """The record by which the edition stands at the release, and whether it is ours."""
    if seen and seen["manifest"] == manifest:
        return seen, False
    edition = release.edition
    name = str(release)
    now = standing_in(seen).extended(name, manifest) if seen else opened_with(edition, name, manifest)
    log = edition_log(released, edition)
    try:
        return log.append(seen, stamp, edition_body("promote", seen, now, APPROVED)), True
    except LostRaceError:
        head = log.head()
        if head and head["manifest"] == manifest:
            return head, False  # somebody promoted the very same release
        raise


def _move_channel(log: Log, channel: str, edition: Record, seen: Record | None, stamp: Stamp) -> tuple[Record, bool]:
    """The channel's record after this, and whether it is ours.

    The edition's record is won already: whoever moves the channel within the edition is no rival, and a channel that was at the
    edition only follows it, so whoever takes it elsewhere is none either.
    """
    follows, patience = seen is not None and seen["edition"] == edition["edition"], Patience()
    while seen is None or not is_at(seen, edition):
        try:
            return log.append(seen, stamp, channel_body("promote", channel, seen, edition, APPROVED)), True
        except LostRaceError as lost:
            seen = log.head()
            if seen and seen["edition"] == edition["edition"]:
                patience.wait()
                continue
            if not (seen and follows):
                raise LostRaceError(
                    f"{edition['release']} is in edition {edition['edition']} now, and stays there; but {lost}"
                ) from lost
            break
    return seen, False
