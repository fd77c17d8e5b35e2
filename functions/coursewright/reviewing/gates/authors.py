"""Authors: whoever deposited and wrote the candidate is somebody that those who decide know."""

from __future__ import annotations

from coursewright.reviewing.gates.case import Case
from coursewright.reviewing.gates.verdict import Verdict, untold, verdict

GATE = "authors"


def judge(case: Case) -> Verdict:
    """By the people that decide, not by those that the candidate brings."""
    if case.authors is None:
        return untold(GATE, "Who wrote the candidate was not recorded")
    made = {str(case.candidate.record["by"]).lower(), *case.authors}
    unknown = (one for one in made if not case.deciding.is_mapped(one))
    return verdict(GATE, unknown, "Everybody who made it is known.", "Map these in people.yaml, and promote that first.")
