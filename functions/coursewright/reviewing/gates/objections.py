"""Objections: nobody asks for changes any more."""

from __future__ import annotations

from coursewright.reviewing.gates.case import Case
from coursewright.reviewing.gates.verdict import Verdict, verdict
from coursewright.reviewing.review_log import Review
from coursewright.reviewing.threads import Ends

GATE = "objections"


def judge(case: Case) -> Verdict:
    """A request stands until whoever made it approves, or takes it back."""
    items = (f"note {one.number} by {one.by}" for one in open_requests(case))
    return verdict(GATE, items, "Nobody asks for changes.", "Do what these notes ask for; who wrote them takes them back.")


def open_requests(case: Case) -> list[Review]:
    """The requests for changes that still stand."""
    ends = ending(case)
    return [one for one in case.reviews if one.act == "request" and not any(ends(one, later) for later in case.reviews)]


def ending(case: Case) -> Ends:
    """What ends a request for changes: its maker's word, by any of their addresses. Whose those are is read where it matters."""

    def ends(request: Review, later: Review) -> bool:
        is_about = (later.act == "approve" and later["manifest"] == case.manifest) or (
            later.act == "resolve" and later["of"] == request.number
        )
        return later.number > request.number and is_about and _is_same(case, request.by, later.by)

    return ends


def _is_same(case: Case, one: str, other: str) -> bool:
    return one.strip().lower() == other.strip().lower() or case.deciding.is_same(one, other)
