"""The gates, in the order they are told. That of approvals comes last, since it judges what the others say (approvals.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from coursewright.reviewing.gates import authors, claims, findings, ids, objections, shutdowns
from coursewright.reviewing.gates.case import Case
from coursewright.reviewing.gates.verdict import Verdict

GATES: Mapping[str, Callable[[Case], Verdict]] = {
    one.GATE: one.judge for one in (findings, claims, shutdowns, ids, authors, objections)
}
