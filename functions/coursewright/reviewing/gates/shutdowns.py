"""Shutdowns: nothing that an item needs ends before the edition does, unless its file says to live with that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

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
    for outcome in impact(case.catalogue, until, case.ledger, notice_days=0).outcomes:
        if outcome.event.kind != "shutdown":
            continue
        for one in outcome.affected:
            needs = one.kind in WORK and one.status in (BROKEN, EXPIRING)
            if needs and not case.acknowledges(one.path, ENDING):
                yield f"{one.kind} {one.id}: {outcome.event.subject} ends on {outcome.event.day}"
