"""Where an edition and a channel stand as a promotion begins: what it would move, and whether it may."""

from __future__ import annotations

from dataclasses import dataclass

from coursewright.compiling.digest import Digest
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.publishing.promoting.promotion_refusals import (
    refuse_if_gone_on,
    refuse_if_not_editorial,
    refuse_if_older,
    refuse_if_taken_back,
    refuse_unless_at,
)
from coursewright.publishing.records.channels import is_at
from coursewright.publishing.records.editions import standing_in
from coursewright.publishing.records.log import Record
from coursewright.publishing.records.logs import channel_log, edition_log
from coursewright.publishing.storing.store import Store


@dataclass(frozen=True, slots=True)
class Before:
    """The newest records of the candidate's edition and of the channel, as they were seen; None where there is none."""

    candidate: Candidate
    edition: Record | None
    channel: Record | None

    @property
    def stands_there(self) -> Record | None:
        """The edition's record, where it is at the candidate's release already."""
        is_there = self.edition is not None and self.edition["manifest"] == Digest(self.candidate.record["manifest"])
        return self.edition if is_there else None

    @property
    def is_patch(self) -> bool:
        """Whether only the edition is moved: learners are on it, and the channel has gone on to a newer one, where it stays."""
        return self.edition is not None and self.channel is not None and self.channel["edition"] > self.candidate.name.edition

    @property
    def is_done(self) -> bool:
        """Whether the edition and the channel are both there, so that nothing is left to move."""
        there = self.stands_there
        return there is not None and (self.is_patch or is_at(self.channel, there))

    @property
    def followed(self) -> Record | None:
        """The edition's record, where at most the channel has to follow the edition that it is at: nobody has to decide that."""
        there = self.stands_there
        follows = self.channel is not None and there is not None and self.channel["edition"] == there["edition"]
        return there if follows or self.is_patch else None


def before(candidate: Candidate, released: Store, channel: str) -> Before:
    """Both as they are now."""
    edition = edition_log(released, candidate.name.edition).head()
    return Before(candidate, edition, channel_log(released, channel).head())


def refuse_what_breaks_promises(  # noqa: PLR0913 - what stands, two stores, what was asked for
    now: Before, objects: Store, released: Store, channel: str, *, again: bool, seen: int | None
) -> None:
    """Nothing is written here; `objects` is where the candidate's are.

    Raises:
        PromotionRefusedError: the promotion would break a promise to learners.
    """
    candidate = now.candidate
    if not now.is_patch:
        refuse_if_older(candidate.name.edition, channel, now.channel)
    if now.edition:
        refuse_if_gone_on(candidate, standing_in(now.edition))
    if now.edition and not now.stands_there:
        refuse_if_not_editorial(candidate, objects, released, standing_in(now.edition))
    if now.stands_there and now.channel and not again:
        refuse_if_taken_back(channel_log(released, channel), candidate.name, now.channel)
    if seen is not None and not now.is_done:
        refuse_unless_at(seen, channel, now.channel)
