"""Who decides on a candidate, and whose word counts: every way around that was thought of is closed."""

from __future__ import annotations

import pytest

from judged_candidates import PEOPLE, Judged, of, peopled, why_not
from people_of_releases import before_format_5
from small_course import small

BEN, CAT, DAN = "ben@school.example", "cat@school.example", "dan@school.example"


@pytest.fixture
def desk() -> Judged:
    """Stores in which `stable` has a release that names people and asks for two approvals."""
    found = Judged()
    found.promoted(peopled())
    return found


def test_two_others_open_every_gate(desk: Judged) -> None:
    candidate = desk.candidate(peopled(base=small("more")))
    assert not desk.judge(candidate).is_open
    desk.approve(candidate, BEN, CAT)
    found = desk.judge(candidate)
    assert found.is_open, found.closed
    assert [one["by"] for one in found.record()["approvals"]] == ["ben", "cat"]
    assert "@" not in str(found.record())


def test_an_author_approves_by_none_of_their_addresses(desk: Judged) -> None:
    candidate = desk.candidate(peopled(base=small("more")), ["ann@home.example"])
    desk.approve(candidate, BEN, "ANN@School.example")
    assert why_not(desk.judge(candidate)) == ["", "they wrote or deposited part of it"]
    assert of(desk.judge(candidate), "approvals").state == "failed"


def test_an_address_that_only_the_candidate_gives_an_author_is_theirs_too(desk: Judged) -> None:
    people = {**PEOPLE, "ben": (BEN, "ben@home.example")}
    candidate = desk.candidate(peopled(people, base=small("more")), ["ben@home.example"])
    desk.approve(candidate, BEN)
    assert why_not(desk.judge(candidate)) == ["they wrote or deposited part of it"]


def test_one_person_counts_once_by_whatever_address() -> None:
    desk, people = Judged(), {**PEOPLE, "ben": (BEN, "ben@home.example")}
    desk.promoted(peopled(people))
    candidate = desk.candidate(peopled(people, base=small("more")))
    desk.approve(candidate, BEN, "Ben@Home.example")
    assert why_not(desk.judge(candidate)) == ["the same person approved again", ""]
    assert of(desk.judge(candidate), "approvals").state == "failed"


@pytest.mark.parametrize("part", ["manifest", "private"])
def test_an_approval_of_other_bytes_says_nothing(desk: Judged, part: str) -> None:
    candidate = desk.candidate(peopled(base=small("more")))
    desk.approve(candidate, BEN, **{part: "0" * 64})
    assert why_not(desk.judge(candidate)) == ["it is of other bytes"]


def test_what_fails_since_voids_an_approval(desk: Judged) -> None:
    candidate = desk.candidate(peopled(base=small("more")))
    desk.approve(candidate, BEN, gates={"authors": {"state": "passed", "items": []}})
    desk.say(candidate, "request", CAT, text="Not yet.")
    assert why_not(desk.judge(candidate)) == ["they did not see what fails now: objections"]


def test_who_asks_for_changes_afterwards_does_not_approve(desk: Judged) -> None:
    candidate = desk.candidate(peopled(base=small("more")))
    desk.approve(candidate, BEN, CAT)
    desk.say(candidate, "request", BEN, text="On second thoughts.")
    found = desk.judge(candidate)
    assert why_not(found)[0] == "they asked for changes afterwards"
    assert of(found, "objections").state == "failed"
    desk.say(candidate, "resolve", BEN, of=3)
    assert desk.judge(candidate).is_open


def test_nobody_takes_back_what_another_asks_for(desk: Judged) -> None:
    candidate = desk.candidate(peopled(base=small("more")))
    number = desk.say(candidate, "request", BEN, text="Not yet.")
    desk.say(candidate, "resolve", CAT, of=number)
    desk.approve(candidate, CAT)
    assert of(desk.judge(candidate), "objections").state == "failed"


def test_a_policy_is_not_loosened_by_what_it_judges(desk: Judged) -> None:
    candidate = desk.candidate(peopled({**PEOPLE, "eve": ("eve@school.example",)}, approvals=0, base=small("more")))
    desk.approve(candidate, "eve@school.example")
    found = desk.judge(candidate)
    assert (found.needed, why_not(found)) == (2, ["no people.yaml that decides knows them"])
    assert of(found, "approvals").state == "failed"


def test_nor_by_way_of_a_channel_that_does_not_exist_yet(desk: Judged) -> None:
    candidate = desk.candidate(peopled(approvals=0, base=small(edition="2027-Q1")))
    found = desk.judge(candidate, "brand-new")
    assert (found.needed, of(found, "approvals").state) == (2, "failed")


def test_a_patch_of_an_edition_that_the_channel_has_left_is_judged_by_that_edition_alone() -> None:
    """What the newer one has is not lost by it, and whoever decides there has no say here."""
    desk, before = Judged(), peopled(approvals=1)
    desk.promoted(before)
    desk.promoted(peopled({"eve": ("eve@school.example",)}, approvals=0, base=small(edition="2027-Q1")))
    candidate = desk.candidate(peopled(approvals=0, base=small("more")))
    desk.approve(candidate, BEN)
    found = desk.judge(candidate)
    assert (1, (before.manifest,)) == (found.needed, found.case.deciding.manifests)
    assert ("2026-Q4.1, where edition 2026-Q4 stands; stable stays where it is",) == found.read_from
    assert found.is_open, found.closed


def test_nor_by_way_of_a_channel_that_has_an_older_edition() -> None:
    desk = Judged()
    desk.promoted(peopled(approvals=0), "pilot")
    desk.promoted(peopled(approvals=2, base=small(edition="2027-Q1")))
    candidate = desk.candidate(peopled(approvals=0, base=small("more", "2027-Q1")))
    found = desk.judge(candidate, "pilot")
    assert found.needed == 2
    assert len(found.read_from) == 2


def test_only_named_reviewers_approve() -> None:
    desk = Judged()
    desk.promoted(peopled(approvals=1, reviewers=["cat"]))
    candidate = desk.candidate(peopled(base=small("more")))
    desk.approve(candidate, BEN)
    assert why_not(desk.judge(candidate)) == ["they are not among the reviewers"]
    desk.approve(candidate, CAT)
    assert desk.judge(candidate).is_open


def test_with_nothing_promoted_a_candidate_decides_on_itself() -> None:
    desk = Judged()
    candidate = desk.candidate(peopled(approvals=1))
    desk.approve(candidate, BEN)
    assert desk.judge(candidate).is_open


def test_a_release_that_names_nobody_asks_for_the_usual_approvals() -> None:
    desk = Judged()
    desk.promoted(before_format_5(small()))
    candidate = desk.candidate(peopled(approvals=0, base=small("more")))
    assert desk.judge(candidate).needed == 2


def test_where_nobody_is_named_at_all_nothing_opens() -> None:
    desk = Judged()
    candidate = desk.candidate(before_format_5(small()))
    assert "deposit the commit again" in of(desk.judge(candidate), "approvals").reason


def test_two_others_override_a_gate_for_what_fails_and_no_more(desk: Judged) -> None:
    candidate = desk.candidate(peopled(base=small("more")), ["stranger@school.example"])
    items = list(of(desk.judge(candidate), "authors").items)
    desk.say(candidate, "override", BEN, gate="authors", items=items, text="I know them.")
    desk.say(candidate, "override", "BEN@school.example", gate="authors", items=items, text="Twice.")
    desk.say(candidate, "override", "ann@school.example", gate="authors", items=items, text="I deposited it.")
    desk.say(candidate, "override", "stranger@school.example", gate="authors", items=items, text="I wrote it.")
    assert of(desk.judge(candidate), "authors").state == "failed"
    desk.say(candidate, "override", CAT, gate="authors", items=items, text="So do I.")
    assert of(desk.judge(candidate), "authors").state == "overridden"
    grown = desk.candidate(peopled(base=small("more")), ["stranger@school.example", "other@school.example"])
    assert of(desk.judge(grown), "authors").state == "failed"


def test_approvals_are_not_overridden(desk: Judged) -> None:
    candidate = desk.candidate(peopled(base=small("more")))
    items = list(of(desk.judge(candidate), "approvals").items)
    for one in (BEN, CAT):
        desk.say(candidate, "override", one, gate="approvals", items=items, text="Never mind.")
    assert of(desk.judge(candidate), "approvals").state == "failed"


def test_the_evidence_is_another_once_somebody_said_something(desk: Judged) -> None:
    candidate = desk.candidate(peopled(base=small("more")))
    before = desk.judge(candidate).evidence
    assert desk.judge(candidate).evidence == before
    desk.say(candidate, "request", DAN, text="Not yet.")
    assert desk.judge(candidate).evidence != before
