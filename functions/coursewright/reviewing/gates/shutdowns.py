"""Shutdowns: nothing that an item needs ends before the edition does, unless the edition's file says to live with that.

What is said of a claim's file goes for all that rests on the claim: one that tells when a model ends is none the worse for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from coursewright.renewing.catalogue import Catalogue, CourseParts
from coursewright.renewing.impact.impact import WORK, impact
from coursewright.renewing.impact.links import BROKEN, EXPIRING
from coursewright.renewing.model_ends import ModelEnds
from coursewright.reviewing.gates.case import Case
from coursewright.reviewing.gates.verdict import FAILED, Verdict, untold, verdict

GATE = "shutdowns"
ENDING = ("ending-model", "dead-model")


def judge(case: Case) -> Verdict:
    """By the ledger with what was observed since."""
    if case.catalogue is None or case.edition is None:
        return untold(GATE, "What the items need, and until when, is not in this release")
    if case.unreadable:
        why = f"What {', '.join(case.unreadable)} said last of models cannot be read; observe it again."
        return Verdict(GATE, FAILED, why, tuple(f"{one} cannot be read" for one in case.unreadable))
    passed = f"Nothing that an item needs ends before {case.edition['period']['until']}."
    return verdict(GATE, _ending(case), passed, "Move these to other models, or acknowledge ending-model for their files.")


def _ending(case: Case) -> Iterator[str]:
    if case.catalogue is None or case.edition is None:
        return
    until = date.fromisoformat(case.edition["period"]["until"])
    ends, file = ModelEnds(case.ledger), f"editions/{case.candidate.name.edition}.yaml"
    for name in case.edition["baseline_models"]:
        day = ends.end(name)
        if day and day <= until and not case.acknowledges(file, ENDING):
            yield f"the baseline model {name} ends on {day}"
    for outcome in impact(_but_acknowledged(case, case.catalogue), until, case.ledger, notice_days=0).outcomes:
        if outcome.event.kind != "shutdown":
            continue
        for one in outcome.affected:
            needs = one.kind in WORK and one.status in (BROKEN, EXPIRING)
            if needs and not case.acknowledges(one.path, ENDING):
                yield f"{one.kind} {one.id}: {outcome.event.subject} ends on {outcome.event.day}"


def _but_acknowledged(case: Case, catalogue: Catalogue) -> Catalogue:
    """The catalogue as if claims that may end were about no model."""
    courses = (replace(one, claims={name: _told(case, one, name) for name in one.claims}) for one in catalogue.courses)
    return replace(catalogue, courses=tuple(courses))


def _told(case: Case, course: CourseParts, claim: str) -> Mapping[str, Any]:
    may_end = case.acknowledges(course.path_of_claim(claim), ENDING)
    return {**course.claims[claim], "models": []} if may_end else course.claims[claim]
