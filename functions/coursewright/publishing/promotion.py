"""A candidate becomes a release that learners read: copied, verified, named, and the edition and the channel moved to it.

Every refusal comes before the first write. After that the order is objects, manifest, release name, edition record, channel
record, and each step finds out whether it was already done, so a promotion that died is finished by running it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.errors import LostRaceError, PromotionRefusedError
from coursewright.publishing.deposit import Candidate
from coursewright.publishing.edition_rules import objections
from coursewright.publishing.log import Record, Stamp
from coursewright.publishing.logs import channel_log, edition_log, releases
from coursewright.publishing.names import Numbered
from coursewright.publishing.reachable import reachable
from coursewright.publishing.store import Store, object_key

Progress = Callable[[str, int, int], None]

POLICY = {"approvals": 0}
"""What a folder on a laptop asks for before a promotion: no approvals. Reviewing brings the policies of shared stores."""


@dataclass(frozen=True, slots=True)
class Promotion:
    """What a promotion came to. `moved` says whether this run wrote anything."""

    release: Numbered
    manifest: Digest
    edition: Record
    channel: Record
    moved: bool


def promote(  # noqa: PLR0913 - two stores, what, where to, who, and who watches
    candidate: Candidate, candidates: Store, released: Store, channel: str, stamp: Stamp, progress: Progress = lambda *_: None
) -> Promotion:  # fmt: skip
    """Promote a candidate into its edition, and a channel to that edition.

    Raises:
        PromotionRefusedError: it would break a promise to learners; nothing was written.
        LostRaceError: somebody else moved the edition or the channel meanwhile; look, and decide again.
        MissingObjectError, DamagedObjectError: the candidate is not whole (it may have expired); nothing points at it.
    """
    edition = candidate.name.edition
    manifest = Digest(candidate.record["manifest"])
    edition_head = edition_log(released, edition).head()
    channel_head = channel_log(released, channel).head()
    _refuse_if_older(edition, channel, channel_head)
    if edition_head and edition_head["manifest"] != manifest:
        _refuse_if_not_editorial(candidate, candidates, released, edition_head)
    is_behind = _is_behind(edition_head, channel_head, edition, manifest)
    if is_behind:
        _copy(candidates, released, manifest, progress)
    release = _claim_name(candidate, released, stamp)
    moved_edition = _move_edition(released, release, manifest, edition_head, stamp)
    moved_channel = _move_channel(released, channel, edition, moved_edition, channel_head, stamp)
    return Promotion(release, manifest, moved_edition, moved_channel, moved=is_behind)


def _is_behind(edition_head: Record | None, channel_head: Record | None, edition: str, manifest: Digest) -> bool:
    """Whether the edition or the channel still has to move."""
    edition_is_there = edition_head is not None and edition_head["manifest"] == manifest
    return not (edition_is_there and channel_head is not None and channel_head["edition"] == edition)


def _refuse_if_older(edition: str, channel: str, head: Record | None) -> None:
    if head and head["edition"] > edition:
        raise PromotionRefusedError(
            f"{channel} is at edition {head['edition']}, newer than {edition}; a promotion does not take learners back"
        )


def _refuse_if_not_editorial(candidate: Candidate, candidates: Store, released: Store, head: Record) -> None:
    edition, manifest = candidate.name.edition, candidate.record["manifest"]
    past = [record["release"] for record in edition_log(released, edition).records() if record["manifest"] == manifest]
    if past:
        raise PromotionRefusedError(f"{edition} was at {past[0]} before and has moved on to {head['release']}")
    changes = objections(released, head["manifest"], candidates, manifest)
    if changes:
        shown = "; ".join(changes[:5]) + (f"; and {len(changes) - 5} more" if len(changes) > 5 else "")  # noqa: PLR2004
        raise PromotionRefusedError(
            f"{edition} stands at {head['release']}, and learners are pinned to it, but in {candidate.name} {shown}. "
            "Put this into a new edition: add editions/<edition>.yaml."
        )


def _copy(candidates: Store, released: Store, manifest: Digest, progress: Progress) -> None:
    """Copy what is missing, then read back all of it: only what was verified is ever named."""
    objects = list(reachable(candidates, manifest))
    for done, (place, data) in enumerate(objects, 1):
        released.put_if_absent(object_key(*place), data)
        progress("copying", done, len(objects))
    for done, _ in enumerate(reachable(released, manifest), 1):
        progress("verifying", done, len(objects))


def _claim_name(candidate: Candidate, released: Store, stamp: Stamp) -> Numbered:
    edition, manifest = candidate.name.edition, candidate.record["manifest"]
    log = releases(released, edition)
    while True:
        for record in log.records():
            if record["manifest"] == manifest:
                return Numbered(edition, record.number)
        body: Mapping[str, Any] = {
            "candidate": str(candidate.name),
            "edition": edition,
            "manifest": manifest,
            "private": candidate.record["private"],
            "source": candidate.record["source"],
        }
        try:
            return Numbered(edition, log.append(log.head(), stamp, body).number)
        except LostRaceError:
            continue  # another release took this number; or the same one did, which the next look finds


def _move_edition(released: Store, release: Numbered, manifest: Digest, seen: Record | None, stamp: Stamp) -> Record:
    if seen and seen["manifest"] == manifest:
        return seen
    body: dict[str, Any] = {
        "edition": release.edition,
        "release": str(release),
        "manifest": manifest,
        "from": seen["release"] if seen else None,
        "to": str(release),
        "approvals": [],
        "gates": [],
        "policy": POLICY,
    }
    return edition_log(released, release.edition).append(seen, stamp, body)


def _move_channel(  # noqa: PLR0913 - what the record holds
    released: Store, channel: str, edition: str, at: Record, seen: Record | None, stamp: Stamp
) -> Record:  # fmt: skip
    if seen and seen["edition"] == edition:
        return seen
    body: dict[str, Any] = {
        "channel": channel,
        "edition": edition,
        "manifest": at["manifest"],
        "from": seen["edition"] if seen else None,
        "to": edition,
        "approvals": [],
        "gates": [],
        "policy": POLICY,
    }
    return channel_log(released, channel).append(seen, stamp, body)
