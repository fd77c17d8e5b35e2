"""Whether a candidate may go to a channel now: every gate's verdict, the approvals that count, and by whose policy.

Takes both stores, the candidate, the channel and the moment; writes nothing. Whoever asks decides what follows from it: a shared
store's promotion is held back until it is open, a folder's is told (gatekeeping.py). What was recorded then is judged again by
judging_again.py.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from coursewright.compiling.canonical import canonical
from coursewright.compiling.digest import Digest, digest_of
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.publishing.storing.store import Store
from coursewright.reviewing.gates import approvals
from coursewright.reviewing.gates.approvals import Approval
from coursewright.reviewing.gates.case import Case
from coursewright.reviewing.gates.table import GATES
from coursewright.reviewing.gates.verdict import APPROVALS_GATE, FAILED, Verdict
from coursewright.reviewing.overrides import overridden


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was judged, for a channel. `evidence` names all that it relied on: whoever judges the same again gets the same."""

    channel: str
    verdicts: tuple[Verdict, ...]
    approvals: tuple[Approval, ...]
    needed: int
    read_from: tuple[str, ...]
    evidence: Digest
    case: Case = field(repr=False, compare=False)
    relied_on: Mapping[str, Any] = field(default_factory=dict)
    """What of the stores moves on: by this the same can be judged again later."""

    @property
    def is_open(self) -> bool:
        """Whether no gate is closed."""
        return not self.closed

    @property
    def closed(self) -> tuple[Verdict, ...]:
        """The gates that keep it back."""
        return tuple(one for one in self.verdicts if one.state == FAILED)

    @property
    def seen(self) -> str:
        """By what somebody can tell that every gate is as it was when they looked."""
        told = [[one.gate, one.state, list(one.items)] for one in self._seen()]
        return digest_of(json.dumps(told, sort_keys=True).encode())

    def gates_seen(self) -> dict[str, dict[str, object]]:
        """What an approval records of the gates that were seen."""
        return {one.gate: {"state": one.state, "items": list(one.items)} for one in self._seen()}

    def verdict(self, gate: str) -> Verdict | None:
        """What a gate says, if there is such a gate."""
        return next((one for one in self.verdicts if one.gate == gate), None)

    def _seen(self) -> list[Verdict]:
        return [one for one in self.verdicts if one.gate != APPROVALS_GATE]

    def record(self) -> dict[str, Any]:
        """What the records of a promotion say of it. They are public: people are named by their ids there."""
        counting = [one for one in self.approvals if not one.why_not]
        return {
            "approvals": [{"by": one.who, "note": one.review.number, "at": one.review.at} for one in counting],
            "gates": [{"gate": one.gate, "state": one.state, "failing": len(one.items)} for one in self.verdicts],
            "policy": {"approvals": self.needed, "read_from": list(self.read_from)},
            "evidence": self.evidence,
            "relied_on": dict(self.relied_on),
        }


def judge(candidates: Store, released: Store, candidate: Candidate, channel: str, at: datetime) -> Judgement:
    """Judge a candidate for a channel.

    Raises:
        StoreError: a store does not give what has to be known; so nobody can tell.
    """
    return judge_case(Case(candidate, candidates, released, channel, at))


def judge_case(case: Case) -> Judgement:
    """The same, of a case that is made."""
    others = [overridden(case, gate(case)) for gate in GATES.values()]
    last, given = approvals.judge(case, others)
    verdicts = (*others, last)
    who, evidence = case.deciding, _evidence(case, verdicts)
    return Judgement(case.channel, verdicts, given, who.needed, who.read_from, evidence, case, _relied_on(case))


def _relied_on(case: Case) -> Mapping[str, Any]:
    return {
        "day": case.day.isoformat(),
        "observed": case.observed[0],
        "unreadable": list(case.unreadable),
        "compared_with": list(case.deciding.manifests),
        "reviews": max((one.number for one in case.reviews), default=0),
    }


def _evidence(case: Case, verdicts: Sequence[Verdict]) -> Digest:
    relied = {
        "manifest": case.manifest,
        "private": case.candidate.record["private"],
        "day": case.day.isoformat(),
        "observed": case.observed[0],
        "checked": digest_of(json.dumps(case.note, sort_keys=True).encode()),
        "compared_with": list(case.deciding.manifests),
        "reviews": [one.number for one in case.reviews],
        "verdicts": [[one.gate, one.state, list(one.items)] for one in verdicts],
    }
    return digest_of(canonical(relied))
