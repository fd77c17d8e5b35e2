"""Who may say what: anybody who may come in comments and asks for changes, and only people who are known open a gate."""

from __future__ import annotations

import pytest

from courses import STAMP
from coursewright.errors import ReviewRefusedError
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.reviewing.editors import editors_in
from coursewright.reviewing.gates.objections import GATE
from coursewright.reviewing.signing_off import Pen
from judged_candidates import Judged, of, peopled

STRANGER = "sits-at@this-laptop.example"


@pytest.fixture
def desk() -> Judged:
    return Judged()


def pen(desk: Judged, candidate: Candidate, by: str) -> Pen:
    known = editors_in(desk.candidates, candidate.record["private"])
    return Pen(desk.candidates, str(candidate.name), candidate.record, [known] if known else [], by, STAMP.at)


def test_whoever_is_in_no_people_yaml_comments_and_takes_back_what_they_asked_for(desk: Judged) -> None:
    candidate = desk.candidate(peopled())
    stranger, ben = (pen(desk, candidate, who) for who in (STRANGER, "ben@school.example"))

    assert (1, STRANGER) == (stranger.comment("What is that?").number, stranger.comment("And that?").by)
    assert 3 == stranger.request("Mend it.").number
    assert "failed" == of(desk.judge(candidate), GATE).state
    with pytest.raises(ReviewRefusedError, match="can take that back"):
        ben.resolve(3)
    assert "resolve" == stranger.resolve(3).act
    assert "passed" == of(desk.judge(candidate), GATE).state


def test_and_opens_no_gate(desk: Judged) -> None:
    candidate = desk.candidate(peopled(), None)
    stranger, record = pen(desk, candidate, STRANGER), candidate.record
    found = desk.judge(candidate)

    with pytest.raises(ReviewRefusedError, match=r"no people\.yaml"):
        stranger.approve(found, record["manifest"], record["private"])
    with pytest.raises(ReviewRefusedError, match=r"no people\.yaml"):
        stranger.override(found, "authors", list(of(found, "authors").items), "I say so.")
