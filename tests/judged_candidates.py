"""Candidates to be judged: small releases that name their people, and reviewers who say what they think of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from courses import STAMP
from coursewright.compiling.release import Release
from coursewright.publishing.depositing.deposit import Candidate, deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.records.log import Stamp
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.reviewing.gates.verdict import Verdict
from coursewright.reviewing.judging import Judgement, judge
from coursewright.reviewing.review_log import add_review
from people_of_releases import edited_by
from small_course import small

PEOPLE: Mapping[str, Sequence[str]] = {
    "ann": ("ann@school.example", "ann@home.example"),
    "ben": ("ben@school.example",),
    "cat": ("cat@school.example",),
    "dan": ("dan@school.example",),
}
BY = Stamp("ann@school.example", STAMP.at, STAMP.why, STAMP.signers)


def peopled(
    people: Mapping[str, Sequence[str]] = PEOPLE,
    approvals: int = 2,
    base: Release | None = None,
    reviewers: Sequence[str] | None = None,
    acknowledged: Mapping[str, Any] | None = None,
) -> Release:
    """A release with these people and this policy."""
    told = [{"id": name, "name": name, "git": list(ids), "sign_in": [], "owns": []} for name, ids in people.items()]
    review = {"approvals": approvals, "reviewers": reviewers}
    return edited_by(base or small(), people=told, review=review, acknowledged=acknowledged or {})


@dataclass
class Judged:
    """Two stores, and what is judged in them."""

    candidates: MemoryStore = field(default_factory=MemoryStore)
    released: MemoryStore = field(default_factory=MemoryStore)

    def promoted(self, made: Release, channel: str = "stable") -> None:
        promote(deposit(made, self.candidates, BY, {}), self.candidates, self.released, channel, BY)

    def candidate(self, made: Release, authors: Sequence[str] | None = ("ann@school.example",)) -> Candidate:
        """A candidate whose check found nothing, by these authors."""
        found = deposit(made, self.candidates, BY, {"commit": "c" * 40})
        note = {"kind": "checked", "as_of": "2026-11-22", "findings": []}
        self.candidates.put_if_absent(f"checked/{made.manifest}.json", json.dumps(note).encode())
        source = {**found.record["source"], "authors": authors}
        return replace(found, record=replace(found.record, body={**found.record.body, "source": source}))

    def judge(self, candidate: Candidate, channel: str = "stable", at: datetime = STAMP.at) -> Judgement:
        return judge(self.candidates, self.released, candidate, channel, at)

    def say(self, candidate: Candidate, act: str, by: str, **fields: object) -> int:
        return add_review(self.candidates, str(candidate.name), act, by, STAMP.at, fields).number

    def approve(self, candidate: Candidate, *by: str, channel: str = "stable", **other: object) -> None:
        """Approve what the gates say now."""
        record = candidate.record
        gates = {one.gate: {"state": one.state, "items": list(one.items)} for one in self.judge(candidate, channel).verdicts}
        seen = {"manifest": record["manifest"], "private": record["private"], "gates": gates, "evidence": "", "text": ""}
        for one in by:
            self.say(candidate, "approve", one, **{**seen, **other})


def of(judgement: Judgement, gate: str) -> Verdict:
    """What one gate says."""
    return next(one for one in judgement.verdicts if one.gate == gate)


def why_not(judgement: Judgement) -> list[str]:
    """Why approvals do not count, the oldest first; nothing for one that does."""
    return [one.why_not for one in judgement.approvals]
