"""Whose word can count for a candidate: asked by the gates of every note, and of who writes one before it is (signing_off.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coursewright.reviewing.gates.case import Case  # see signing_off.py

UNKNOWN = "no people.yaml that decides knows them"
HAD_A_HAND = "they wrote or deposited part of it"
NO_REVIEWER = "they are not among the reviewers"


def why_never(case: Case, identity: str) -> str:
    """Why nothing that somebody says can let the candidate pass; nothing where it can."""
    if not case.deciding.is_mapped(identity):
        return UNKNOWN
    return HAD_A_HAND if case.had_a_hand(identity) else ""


def why_never_approves(case: Case, identity: str) -> str:
    """The same of an approval, which only reviewers give."""
    people = ((editors, editors.person(identity)) for editors in case.deciding.editors)
    if any(person and not editors.may_approve(person) for editors, person in people):
        return NO_REVIEWER
    return why_never(case, identity)
