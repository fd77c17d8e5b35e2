"""Findings: checking found no error that nobody lives with, and nothing is lived with for longer than was said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from coursewright.reviewing.gates.case import Case
from coursewright.reviewing.gates.verdict import Verdict, untold, verdict

GATE = "findings"


def judge(case: Case) -> Verdict:
    """By the note that the deposit left."""
    if case.note is None:
        return untold(GATE, "What checking found was not recorded")
    if case.own is None:
        return untold(GATE, "What the edition acknowledges is not in this release")
    passed = f"No error stands by the check of {case.note.get('as_of')}, and no acknowledgement has run out."
    return verdict(GATE, _standing(case), passed, "Mend these, or acknowledge them in the edition's file with a new day.")


def _standing(case: Case) -> Iterator[str]:
    for one in case.note["findings"] if case.note else ():
        if one["severity"] == "error" and not one.get("acknowledged"):
            yield f"{one['code']} in {one['place']['path']}: {one['message']}"
    for one in case.own.acknowledged.get(case.candidate.name.edition, ()) if case.own else ():
        if date.fromisoformat(str(one["until"])) < case.day:
            where = f" in {one['path']}" if one["path"] else ""
            yield f"{one['code']}{where} was acknowledged until {one['until']}"
