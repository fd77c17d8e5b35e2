"""Objections: nobody asks for changes any more."""

from __future__ import annotations

from coursewright.reviewing.gates.case import Case
from coursewright.reviewing.gates.verdict import Verdict, verdict
from coursewright.reviewing.review_log import Review

GATE = "objections"


def judge(case: Case) -> Verdict:
    """A request stands until whoever made it approves, or takes it back."""
    items = (f"note {one.number} by {one.by}" for one in open_requests(case))
    return verdict(GATE, items, "Nobody asks for changes.", "Do what these notes ask for; who wrote them takes them back.")


def open_requests(case: Case) -> list[Review]:
    """The requests for changes that still stand."""
    return [one for one in case.reviews if one.act == "request" and not any(_ends(case, one, later) for later in case.reviews)]


def _ends(case: Case, request: Review, later: Review) -> bool:
    if later.number <= request.number or not case.deciding.is_same(request.by, later.by):
        return False
    return (later.act == "approve" and later["manifest"] == case.manifest) or (
        later.act == "resolve" and later["of"] == request.number
    )
