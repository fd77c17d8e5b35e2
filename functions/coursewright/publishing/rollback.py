"""A channel is taken back to an older edition: one more record, so nothing is undone and everything can be followed."""

from __future__ import annotations

from coursewright.errors import PromotionRefusedError, UnknownNameError
from coursewright.publishing.channels import channel_body
from coursewright.publishing.editions import standing_in
from coursewright.publishing.log import Record, Stamp
from coursewright.publishing.logs import channel_log, edition_log
from coursewright.publishing.promotion import APPROVED, let_others_know
from coursewright.publishing.store import Store


def rollback(released: Store, channel: str, stamp: Stamp, to: str | None = None) -> tuple[Record, bool]:
    """Move a channel to an older edition, by default the one it stood at before; gives its record, and whether it moved.

    Learners who are pinned to the newer edition stay there; the channel only says where new ones start.

    Raises:
        UnknownNameError: there is no such channel or edition.
        PromotionRefusedError: the edition is not older, or its release was withdrawn.
        LostRaceError: somebody else moved the channel meanwhile; look, and decide again.
        UnknownVerdictError: the store did not say whether the record was written.
    """
    log = channel_log(released, channel)
    head = log.head()
    if head is None:
        raise UnknownNameError(f"there is no channel {channel!r}; `coursewright releases` lists them")
    target = to or _before(released, channel, head)
    edition = edition_log(released, target).head()
    if edition is None:
        raise UnknownNameError(f"there is no edition {target!r}; `coursewright releases` lists them")
    if head["edition"] == target:
        let_others_know(released, target, stamp)
        return log.head() or head, False
    _refuse_unless_good(channel, head, edition)
    moved = log.append(head, stamp, channel_body("rollback", channel, head, edition, APPROVED))
    let_others_know(released, target, stamp)
    return moved, True


def _before(released: Store, channel: str, head: Record) -> str:
    """The newest older edition that the channel stood at."""
    for record in channel_log(released, channel).records():
        if record["edition"] < head["edition"]:
            return str(record["edition"])
    raise PromotionRefusedError(f"{channel} has never stood at an edition before {head['edition']}; name one with --to")


def _refuse_unless_good(channel: str, head: Record, edition: Record) -> None:
    now = standing_in(edition)
    if now.edition > head["edition"]:
        raise PromotionRefusedError(
            f"{now.edition} is newer than {head['edition']}, where {channel} is; to move forward, promote its candidate again"
        )
    if now.withdrawn_because:
        raise PromotionRefusedError(f"{now.edition} stands at {now.release}, which was withdrawn: {now.withdrawn_because}")
