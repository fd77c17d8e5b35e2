"""A bad release is withdrawn by a record. Reads still work and say so; its edition moves to its newest good release.

No gate is asked: what harms learners may not wait for two approvals. The record says who did it, and why.
"""

from __future__ import annotations

from dataclasses import dataclass

from coursewright.errors import LostRaceError, PromotionRefusedError
from coursewright.publishing.promoting.promotion import APPROVED, let_others_know
from coursewright.publishing.records.editions import Standing, edition_body, standing_in
from coursewright.publishing.records.log import Patience, Record, Stamp
from coursewright.publishing.records.logs import edition_log
from coursewright.publishing.records.named import unknown
from coursewright.publishing.records.names import Numbered
from coursewright.publishing.storing.store import Store


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a withdrawal came to: where the edition stands now, and the channels at it. `moved` says whether this run did it."""

    standing: Standing
    channels: tuple[str, ...]
    moved: bool


def withdraw(released: Store, release: Numbered, stamp: Stamp) -> Withdrawal:
    """Withdraw a release, for the reason the stamp gives. Doing it again changes nothing.

    Raises:
        UnknownNameError: there is no such release.
        PromotionRefusedError: no reason is given; learners will be told it.
        UnknownVerdictError: the store did not say whether the record was written.
    """
    if not stamp.why.strip():
        raise PromotionRefusedError("a withdrawal needs a reason, which learners are told; add --why")
    record, moved = _withdrawn(released, release, stamp)
    channels = let_others_know(released, release.edition, stamp)
    return Withdrawal(standing_in(record), tuple(channels), moved)


def _withdrawn(released: Store, release: Numbered, stamp: Stamp) -> tuple[Record, bool]:
    """The record by which the release is withdrawn; whoever moves the edition meanwhile is no rival."""
    log, patience = edition_log(released, release.edition), Patience()
    while True:
        head = log.head()
        if head is None:
            raise unknown("edition", release.edition, released.folders("editions/"))
        now = standing_in(head)
        if str(release) in now.withdrawn:
            return head, False
        after = now.without(str(release), stamp.why)
        try:
            return log.append(head, stamp, edition_body("withdraw", head, after, APPROVED)), True
        except LostRaceError:
            patience.wait()
