"""A judgement that a record of a promotion rests on, made again from the stores: the same evidence, or something was changed.

The record's `review` says what of the stores moves on: the day, the newest note of each source and of the reviewers, and whose
people decided. All else is named by the candidate's record. The candidate's objects may have expired since; what was promoted has
all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.publishing.records.journal import Journal, Note
from coursewright.publishing.storing.store import Store
from coursewright.renewing.observing.observations import JOURNALS
from coursewright.renewing.observing.observed_parts import get_observed
from coursewright.reviewing.deciding import Deciding, decided_by
from coursewright.reviewing.gates.case import Case
from coursewright.reviewing.judging import Judgement, judge_case
from coursewright.reviewing.review_log import Review, reviews_of


def judge_again(candidates: Store, released: Store, candidate: Candidate, channel: str, review: Mapping[str, Any]) -> Judgement:
    """Judge what was promoted as it was judged then, by the `review` of a record.

    Raises:
        StoreError: a store no longer gives what the judgement rested on.
    """
    at = datetime.fromisoformat(f"{review['relied_on']['day']}T00:00:00+00:00")
    return judge_case(_Then(candidate, candidates, released, channel, at, review))


@dataclass(frozen=True)
class _Then(Case):
    """The case as it was."""

    review: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def objects(self) -> Store:
        return self.released

    @cached_property
    def deciding(self) -> Deciding:
        manifests, read_from = self.review["relied_on"]["compared_with"], self.review["policy"]["read_from"]
        found = {Digest(manifest): str(where) for manifest, where in zip(manifests, read_from, strict=False)}
        return decided_by(found, self.own, self.learned, tuple(read_from))

    @cached_property
    def reviews(self) -> list[Review]:
        newest = self.review["relied_on"]["reviews"]
        return [one for one in reviews_of(self.candidates, str(self.candidate.name)) if one.number <= newest]

    @cached_property
    def _snapshots(self) -> tuple[dict[str, tuple[Note, Mapping[str, Any]]], dict[str, str]]:
        relied = self.review["relied_on"]
        found: dict[str, tuple[Note, Mapping[str, Any]]] = {}
        for source, _, number in (one.rpartition(":") for one in relied["observed"].split(",") if one):
            note = Journal(self.released, f"{JOURNALS}/{source}").read(int(number))
            found[source] = note, get_observed(self.released, note["snapshot"])
        return found, dict.fromkeys(relied["unreadable"], "it could not be read then")
