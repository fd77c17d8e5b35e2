"""A channel is taken back to an older edition: one more record, so nothing is undone and everything can be followed.

No gate is asked: what learners are taken back to was decided on once, and taking them there cannot wait for approvals.
"""

from __future__ import annotations

from coursewright.errors import PromotionRefusedError
from coursewright.publishing.promoting.promotion import APPROVED, let_others_know
from coursewright.publishing.promoting.promotion_refusals import refuse_unless_at
from coursewright.publishing.records.channels import channel_body, last_decision
from coursewright.publishing.records.editions import standing_in
from coursewright.publishing.records.log import Log, Record, Stamp
from coursewright.publishing.records.logs import channel_log, edition_log
from coursewright.publishing.records.named import unknown
from coursewright.publishing.records.names import is_edition
from coursewright.publishing.storing.store import Store


def rollback(released: Store, channel: str, stamp: Stamp, to: str | None = None, seen: int | None = None) -> tuple[Record, bool]:
    """Move a channel to an older edition, by default the one before; gives the record it is at, and whether this moved it.

    Learners who are pinned to the newer edition stay there; the channel only says where new ones start. A rollback without `to`
    goes one step: while the last decision on the channel is a rollback, doing it again moves nothing. With `seen`, the channel
    moves only from that record; one that is at the edition already is left there.

    Raises:
        UnknownNameError: there is no such channel or edition.
        PromotionRefusedError: the edition is not older, its release was withdrawn, or the channel is not at the record `seen`.
        LostRaceError: somebody else moved the channel meanwhile; look, and decide again.
        UnknownVerdictError: the store did not say whether the record was written.
    """
    log = channel_log(released, channel)
    head = log.head()
    if head is None:
        raise unknown("channel", channel, released.folders("channels/"))
    target = to or way_back(log, head)
    edition = edition_log(released, target).head() if is_edition(target) else None
    if edition is None:
        raise unknown("edition", target, released.folders("editions/"))
    if head["edition"] == target:
        let_others_know(released, target, stamp)
        return log.head() or head, False
    if seen is not None:
        refuse_unless_at(seen, channel, head)
    _refuse_unless_good(channel, head, edition)
    moved = log.append(head, stamp, channel_body("rollback", channel, head, edition, APPROVED))
    let_others_know(released, target, stamp)
    return moved, True


def way_back(log: Log, head: Record) -> str:
    """Where a rollback goes that names no edition: the newest older one that the channel stood at, or where it was taken back to.

    Raises:
        PromotionRefusedError: there is none.
    """
    decided = last_decision(log, head)
    if decided["act"] == "rollback":
        return str(head["edition"])
    while before := log.get(decided.number - 1):
        if before["edition"] < head["edition"]:
            return str(before["edition"])
        decided = last_decision(log, before)
    raise PromotionRefusedError(f"{head['channel']} has never stood at an edition before {head['edition']}; name one with --to")


def _refuse_unless_good(channel: str, head: Record, edition: Record) -> None:
    now = standing_in(edition)
    if now.edition > head["edition"]:
        raise PromotionRefusedError(
            f"{now.edition} is newer than {head['edition']}, where {channel} is; to move forward, promote its candidate again"
        )
    if now.withdrawn_because:
        raise PromotionRefusedError(f"{now.edition} stands at {now.release}, which was withdrawn: {now.withdrawn_because}")
