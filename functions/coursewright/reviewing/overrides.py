"""Overrides: a gate passes for an item once two different people, who made none of the candidate, said so."""

from __future__ import annotations

from dataclasses import replace

from coursewright.reviewing.gates.case import Case
from coursewright.reviewing.gates.counting import why_never
from coursewright.reviewing.gates.verdict import FAILED, OVERRIDDEN, Verdict

PEOPLE = 2


def overridden(case: Case, found: Verdict) -> Verdict:
    """The verdict with what people said of it: overridden where they let every failing item pass."""
    if found.state != FAILED:
        return found
    if not any(people_missing(case, found.gate, item) for item in found.items):
        return replace(found, state=OVERRIDDEN, reason=f"Two people let it pass all the same. {found.reason}")
    return found


def people_missing(case: Case, gate: str, item: str) -> int:
    """How many people more have to say that an item may pass."""
    return max(0, PEOPLE - case.deciding.different(_by(case, gate, item)))


def _by(case: Case, gate: str, item: str) -> list[str]:
    said = (one for one in case.reviews if one.act == "override" and one["gate"] == gate and item in one["items"])
    return [one.by for one in said if not why_never(case, one.by)]
