"""A candidate becomes a release that learners read: copied, verified, named, and the edition and the channel moved to it.

A patch of an edition that the channel has left moves the edition alone: learners are pinned to it, and nobody is taken back.

Every refusal comes before the first write. After that the order is objects, manifest, what changed, release name, edition record,
channel records, heads, and each step finds out whether it was already done, so a promotion that died is finished by running it
again.

Whoever decides by gates gives a gatekeeper: it is asked last before the first write, when the edition or the channel would really
move, and what it says goes into the records of both. Rollbacks and withdrawals ask none: what is wrong cannot wait for approvals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.errors import (
    LostRaceError,
    MissingObjectError,
    PromotionRefusedError,
    SigningRefusedError,
    StoreError,
    UnfinishedActError,
)
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.publishing.promoting.before_promotion import Before, before, refuse_what_breaks_promises
from coursewright.publishing.promoting.copied_candidate import copy_whole
from coursewright.publishing.promoting.gatekeeper import Gatekeeper
from coursewright.publishing.promoting.pairs_of_releases import put_changes_before
from coursewright.publishing.records.channels import channel_body, is_at, let_channels_follow
from coursewright.publishing.records.editions import Standing, edition_body, opened_with, standing_in
from coursewright.publishing.records.heads import issue_head
from coursewright.publishing.records.log import Log, Patience, Record, Stamp
from coursewright.publishing.records.logs import channel_log, edition_log, releases
from coursewright.publishing.records.names import Numbered
from coursewright.publishing.removing.expunged_content import TAKE_IT_OUT, lacking
from coursewright.publishing.storing.generations import objects_of
from coursewright.publishing.storing.store import Store

Progress = Callable[[str, int, int], None]

POLICY = {"approvals": 0}
"""What is asked for where no gatekeeper is: no approvals."""
APPROVED: Mapping[str, Any] = {"approvals": [], "gates": [], "policy": POLICY}
"""What a record says where nobody judged; where somebody did, it has `review` instead."""

_SOURCE = ("tree", "commit", "folder")
"""What the released store says of where a release came from, for ever; who wrote it stays with the candidate."""


@dataclass(frozen=True, slots=True)
class Promotion:
    """What a promotion came to. `moved` says whether this run moved the edition or the channel.

    `channel` is where the channel stands: at a newer edition, where only the edition was patched.
    """

    release: Numbered
    manifest: Digest
    edition: Record
    channel: Record
    moved: bool

    @property
    def review(self) -> Mapping[str, Any] | None:
        """What the gates said of what this run moved; None where nobody was asked."""
        record = self.edition if self.channel["edition"] > self.release.edition else self.channel
        found: Mapping[str, Any] | None = record.body.get("review") if self.moved else None
        return found


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
    seen: int | None = None,
    gatekeeper: Gatekeeper | None = None,
) -> Promotion:
    """Promote a candidate into its edition, and a channel to that edition, unless the channel is at a newer one already.

    `again` moves a channel also to a release that it was taken back from: without it, a promotion that is merely repeated would
    undo a rollback. `full` copies and verifies every object, also of what was promoted before: it mends a store that lost some.
    With `seen`, the channel moves only from that record (0: it has none yet); one that is at the release already is left there.

    Raises:
        GatesClosedError: the gatekeeper keeps it back; nothing was written.
        PromotionRefusedError: it would break a promise to learners; nothing was written.
        LostRaceError: somebody else moved the edition or the channel meanwhile; look, and decide again.
        UnknownVerdictError: the store did not say whether a record was written; settle it, then run this again.
        UnfinishedActError: it happened, but the channels or heads do not say so yet; run this again.
        MissingObjectError, DamagedObjectError: the candidate is not whole (it may have expired); nothing points at it.
    """
    edition = candidate.name.edition
    manifest = Digest(candidate.record["manifest"])
    objects = objects_of(candidates, candidate.record)
    now = before(candidate, released, channel)
    refuse_what_breaks_promises(now, objects, released, channel, again=again, seen=seen)
    approved = _approved(now, channel, gatekeeper, stamp, lambda: lacking(released, objects, manifest))
    if full or not now.is_done:
        copy_whole(objects, released, candidate, None if full else now.edition or now.channel, progress)
        put_changes_before(released, edition, now.edition, manifest)
    release = _claim_name(candidate, released, now.edition, stamp)
    moved_edition, is_ours = _move_edition(released, release, manifest, now.edition, stamp, approved)
    with finishing(f"edition {edition} stands at {release} now"):
        log = channel_log(released, channel)
        stays = now.channel if now.is_patch else None
        moved_channel, is_ours_too = (
            (stays, False) if stays else _move_channel(log, channel, moved_edition, now.channel, stamp, approved)
        )
    let_others_know(released, edition, stamp)
    return Promotion(release, manifest, moved_edition, moved_channel, moved=is_ours or is_ours_too)


def let_others_know(released: Store, edition: str, stamp: Stamp) -> list[str]:
    """Let the channels at an edition follow it, and say by signed heads where all of them stand; gives these channels.

    Raises:
        UnfinishedActError: what led here has happened; asking for the same again finishes it.
    """
    with finishing(f"what was asked for is in the records of {edition}"):
        channels = sorted(let_channels_follow(released, edition, stamp))
        issue_head(edition_log(released, edition), stamp)
        for channel in channels:
            issue_head(channel_log(released, channel), stamp)
    return channels


@contextmanager
def finishing(happened: str) -> Iterator[None]:
    """What follows from an act: where it fails, the act is not told as one that did.

    Raises:
        UnfinishedActError: with what happened, and why the rest did not.
    """
    try:
        yield
    except (StoreError, SigningRefusedError) as error:
        raise UnfinishedActError(
            f"{happened}, and stays so; but what follows from it was not finished: {error}. Run the same command again."
        ) from error


def _approved(
    now: Before, channel: str, gatekeeper: Gatekeeper | None, stamp: Stamp, lacks: Callable[[], str | None]
) -> Mapping[str, Any]:
    """What the records will say of how it was decided. A channel that only follows its edition rests on what that rested on."""
    if now.followed:
        known = now.followed.body.get("review")
        return APPROVED if known is None else {"review": known}
    if gatekeeper is None:
        return APPROVED
    try:
        return {"review": dict(gatekeeper(now.candidate, channel, stamp.at))}
    except MissingObjectError as error:
        if needs := lacks():
            raise PromotionRefusedError(f"{now.candidate.name} {needs}. {TAKE_IT_OUT}") from error
        raise


def _claim_name(candidate: Candidate, released: Store, edition: Record | None, stamp: Stamp) -> Numbered:
    manifest = Digest(candidate.record["manifest"])
    log = releases(released, candidate.name.edition)
    body: Mapping[str, Any] = {
        "candidate": str(candidate.name),
        "edition": candidate.name.edition,
        "manifest": manifest,
        "private": candidate.record["private"],
        "source": {name: candidate.record["source"].get(name) for name in _SOURCE},
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


def _move_edition(  # noqa: PLR0913 - where, to what, and what its record says
    released: Store, release: Numbered, manifest: Digest, seen: Record | None, stamp: Stamp, approved: Mapping[str, Any]
) -> tuple[Record, bool]:
    """The record by which the edition stands at the release, and whether it is ours."""
    if seen and seen["manifest"] == manifest:
        return seen, False
    edition = release.edition
    name = str(release)
    now = standing_in(seen).extended(name, manifest) if seen else opened_with(edition, name, manifest)
    log = edition_log(released, edition)
    try:
        return log.append(seen, stamp, edition_body("promote", seen, now, approved)), True
    except LostRaceError:
        head = log.head()
        if head and head["manifest"] == manifest:
            return head, False  # somebody promoted the very same release
        raise


def _move_channel(  # noqa: PLR0913 - the same
    log: Log, channel: str, edition: Record, seen: Record | None, stamp: Stamp, approved: Mapping[str, Any]
) -> tuple[Record, bool]:
    """The channel's record after this, and whether it is ours.

    The edition's record is won already: whoever moves the channel within the edition is no rival, and a channel that was at the
    edition only follows it, so whoever takes it elsewhere is none either.
    """
    follows, patience = seen is not None and seen["edition"] == edition["edition"], Patience()
    while seen is None or not is_at(seen, edition):
        try:
            return log.append(seen, stamp, channel_body("promote", channel, seen, edition, approved)), True
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
