"""Approvals: enough different people who made none of it approved these very bytes, knowing all that fails now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coursewright.reviewing.gates.case import Case
from coursewright.reviewing.gates.counting import why_never_approves
from coursewright.reviewing.gates.objections import open_requests
from coursewright.reviewing.gates.verdict import APPROVALS_GATE as GATE
from coursewright.reviewing.gates.verdict import FAILED, PASSED, Verdict
from coursewright.reviewing.review_log import Review


@dataclass(frozen=True, slots=True)
class Approval:
    """An approval; `why_not` says why it does not count, and nothing where it does."""

    review: Review
    why_not: str = ""
    who: str | None = None
    """Their id in the people.yaml that decides."""


def judge(case: Case, others: Sequence[Verdict]) -> tuple[Verdict, tuple[Approval, ...]]:
    """By the policy that decides, and what the other gates say now."""
    given: list[Approval] = []
    for one in [note for note in case.reviews if note.act == "approve"][::-1]:
        person = next((found for editors in case.deciding.editors if (found := editors.person(one.by))), None)
        given.append(Approval(one, _why_not(case, one, others) or _again(case, one, given), person.id if person else None))
    given.reverse()
    counting = case.deciding.different([one.review.by for one in given if not one.why_not])
    needed = case.deciding.needed
    told = f"{counting} of {needed} approvals count."
    if not case.deciding.editors:
        return Verdict(GATE, FAILED, "Nobody can tell who may approve; deposit the commit again.", ("nobody decides",)), tuple(
            given
        )
    missing = needed - counting
    if missing <= 0:
        return Verdict(GATE, PASSED, told), tuple(given)
    reason = f"{told} It needs {missing} more, by people who did not write or deposit it."
    return Verdict(GATE, FAILED, reason, (f"{missing} more",)), tuple(given)


def _why_not(case: Case, one: Review, others: Sequence[Verdict]) -> str:
    record, who = case.candidate.record, case.deciding
    never = why_never_approves(case, one.by)
    worse = [gate.gate for gate in others if set(gate.items) - _seen(one.body.get("gates"), gate.gate)]
    later = (asked for asked in open_requests(case) if asked.number > one.number)
    reasons = {
        "it is of other bytes": (one.body.get("manifest"), one.body.get("private")) != (record["manifest"], record["private"]),
        never: bool(never),
        "they asked for changes afterwards": any(who.is_same(one.by, asked.by) for asked in later),
        f"they did not see what fails now: {', '.join(worse)}": bool(worse),
    }
    return next((why for why, is_so in reasons.items() if is_so), "")


def _again(case: Case, one: Review, given: Sequence[Approval]) -> str:
    """Of several by one person the newest counts."""
    is_again = any(case.deciding.is_same(one.by, other.review.by) for other in given if not other.why_not)
    return "the same person approved again" if is_again else ""


def _seen(gates: object, gate: str) -> set[str]:
    told: Any = gates.get(gate) if isinstance(gates, Mapping) else None
    return set(map(str, told.get("items", ()))) if isinstance(told, Mapping) else set()
