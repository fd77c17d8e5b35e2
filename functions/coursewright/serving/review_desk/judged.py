"""Whether a candidate may go out, as pages and forms see it: what the gates say themselves, and whether gates hold here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coursewright.publishing.records.names import parse_candidate
from coursewright.serving.pin import Pin
from coursewright.serving.review_desk.desk import Desk

if TYPE_CHECKING:
    from coursewright.reviewing.gates.approvals import Approval  # a cold start does not pay for it
    from coursewright.reviewing.judging import Judgement


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate at a moment. `holds` says whether a closed gate holds a promotion back here, or is only told."""

    found: Judgement
    holds: bool

    @property
    def counting(self) -> tuple[Approval, ...]:
        """The approvals that count."""
        return tuple(one for one in self.found.approvals if not one.why_not)


def judged(desk: Desk, pin: Pin, channel: str) -> Judged:
    """A candidate now, for a channel: by default the one that learners read.

    Raises:
        StoreError: nobody can tell just now.
    """
    from coursewright.publishing.depositing.deposit import Candidate  # noqa: PLC0415 - a cold start does not pay for it
    from coursewright.reviewing.judging import judge  # noqa: PLC0415 - the same

    candidate = Candidate(parse_candidate(pin.release), desk.record(pin))
    found = judge(desk.candidates, desk.released, candidate, channel or "stable", desk.now())
    return Judged(found, desk.holds)
