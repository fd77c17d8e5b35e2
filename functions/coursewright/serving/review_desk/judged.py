"""Whether a candidate may go out: its gates, the approvals that count and those that do not, as pages and forms see them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coursewright.publishing.names import parse_candidate
from coursewright.serving.pin import Pin
from coursewright.serving.review_desk.desk import Desk

if TYPE_CHECKING:
    from coursewright.reviewing.judging import Judgement  # a cold start does not pay for it


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: `passed`, `failed` or `overridden`, why, and what fails."""

    gate: str
    state: str
    reason: str
    things: tuple[str, ...] = ()

    @property
    def items_json(self) -> str:
        """What fails, as a form brings it along."""
        return json.dumps(list(self.things))


@dataclass(frozen=True, slots=True)
class Approval:
    """An approval that was given; `why_not` says why it does not count, if it does not."""

    by: str
    at: str
    text: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate at a moment, for a channel. `needed` approvals are asked for; `holds` says whether gates hold it back here."""

    channel: str
    gates: tuple[Gate, ...]
    approvals: tuple[Approval, ...]
    needed: int
    is_open: bool
    holds: bool
    read_from: str
    found: Judgement

    @property
    def counting(self) -> tuple[Approval, ...]:
        """The approvals that count."""
        return tuple(one for one in self.approvals if not one.why_not)

    @property
    def failing(self) -> tuple[Gate, ...]:
        """The gates that fail."""
        return tuple(one for one in self.gates if one.state == "failed")

    @property
    def seen(self) -> str:
        """By what an approval can tell that every gate is as it was on the page."""
        return self.found.seen


def judged(desk: Desk, pin: Pin, channel: str) -> Judged:
    """A candidate now, for a channel: by default the one that learners read.

    Raises:
        StoreError: nobody can tell just now.
    """
    from coursewright.publishing.deposit import Candidate  # noqa: PLC0415 - a cold start does not pay for it
    from coursewright.reviewing.judging import judge  # noqa: PLC0415 - the same

    candidate = Candidate(parse_candidate(pin.release), desk.record(pin))
    found = judge(desk.candidates, desk.released, candidate, channel or "stable", desk.now())
    return Judged(
        channel,
        tuple(Gate(one.gate, one.state, one.reason, one.items) for one in found.verdicts),
        tuple(
            Approval(one.review.by, one.review.at, str(one.review.body.get("text", "")), one.why_not) for one in found.approvals
        ),
        found.needed,
        is_open=found.is_open,
        holds=desk.holds,
        read_from=f"Judged by the people and the policy of {' and of '.join(found.read_from)}.",
        found=found,
    )
