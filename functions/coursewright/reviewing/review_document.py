"""What was said of a candidate and what its gates say now, as JSON: for `/v1/reviews/{candidate}` and for terminals alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from coursewright.reviewing.review_log import Review
from coursewright.reviewing.threads import threads

if TYPE_CHECKING:
    from coursewright.reviewing.gates.case import Case  # see signing_off.py
    from coursewright.reviewing.gates.verdict import Verdict
    from coursewright.reviewing.judging import Judgement

_OF_THE_STORE = ("journal", "previous", "token", "candidate")


def review_document(found: Judgement, notes: Sequence[Review], *, holds: bool) -> dict[str, Any]:
    """The whole. `holds` says whether closed gates hold a promotion back there. Links to outsiders are no part of it."""
    from coursewright.reviewing.gates.objections import ending  # noqa: PLC0415 - see signing_off.py

    record = found.case.candidate.record
    return {
        "candidate": str(found.case.candidate.name),
        "manifest": record["manifest"],
        "private": record["private"],
        "notes": [note_document(one) for one in notes if one.act not in ("link", "unlink")],
        "open": [one.first.number for one in reversed(threads(notes, ending(found.case))) if one.resolved is None],
        "changes": _changes(found.case),
        "judgement": {**_judgement(found), "holds": holds},
    }


def note_document(note: Review) -> dict[str, Any]:
    """One note."""
    kept = {name: value for name, value in note.body.items() if name not in _OF_THE_STORE}
    return {"number": note.number, "act": note.act, "by": note.by, "at": note.at, **kept}


def _judgement(found: Judgement) -> dict[str, Any]:
    return {
        "channel": found.channel,
        "is_open": found.is_open,
        "seen": found.seen,
        "gates": [_gate(found.case, one) for one in found.verdicts],
        "approvals": [{"by": one.review.by, "at": one.review.at, "why_not": one.why_not or None} for one in found.approvals],
        "needed": found.needed,
        "read_from": f"Judged by the people and the policy of {' and of '.join(found.read_from)}.",
        "evidence": found.evidence,
    }


def _gate(case: Case, one: Verdict) -> dict[str, Any]:
    """With how many people more have to override what fails."""
    from coursewright.reviewing.overrides import people_missing  # noqa: PLC0415 - see signing_off.py

    missing = max((people_missing(case, one.gate, item) for item in one.items), default=0)
    return {"gate": one.gate, "state": one.state, "reason": one.reason, "items": list(one.items), "people_missing": missing}


def _changes(case: Case) -> list[dict[str, Any]]:
    """How many items changed by class, beside each release that decides."""
    beside = zip(case.deciding.read_from, case.changes, strict=False)
    return [{"beside": name, "manifest": one.old, "counts": one.counts()} for name, one in beside]
