"""A promotion that gates hold back: nothing moves until they are open, and its records say what it rested on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from coursewright.errors import ConfigurationError, GatesClosedError, LostRaceError, StoreRefusedError, UnfinishedActError
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.publishing.records.logs import channel_log, edition_log, releases
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.reviewing.gatekeeping import POLICY, Holding, Telling, gatekeeper_for, holds_by
from coursewright.reviewing.judging_again import judge_again
from gated import Gated, observed, with_authors
from judged_candidates import BY, PEOPLE, peopled
from people_of_releases import before_format_5
from small_course import small

ANN, BEN, CAT, DAN = (f"{name}@school.example" for name in ("ann", "ben", "cat", "dan"))
NEXT = "2027-Q1"


@pytest.fixture
def desk() -> Gated:
    """Stores in which `stable` has a release that names people and asks for two approvals."""
    found = Gated()
    found.promoted(peopled())
    return found


@dataclass
class Counting:
    """Lets everything pass, and counts who asked."""

    asked: list[str] = field(default_factory=list)

    def __call__(self, candidate: Candidate, channel: str, at: datetime) -> Mapping[str, Any]:
        self.asked.append(f"{candidate.name} to {channel} at {at:%Y-%m-%d}")
        return {"gates": [], "approvals": []}


def _refused(desk: Gated, candidate: Candidate, channel: str = "stable", **asked: Any) -> set[str]:  # noqa: ANN401 - as promote takes
    """The gates that keep it back; nothing was written."""
    before = dict(desk.released._held)
    with pytest.raises(GatesClosedError) as refused:
        desk.promote(candidate, channel, **asked)
    assert before == desk.released._held
    assert all(f"{one['gate']}: " in str(refused.value) for one in refused.value.gates)
    return {one["gate"] for one in refused.value.gates}


def _reviews(desk: Gated, edition: str = "2026-Q4", channel: str = "stable") -> tuple[Any, Any]:
    """What the newest records of the edition and the channel say of how it was decided."""
    logs = edition_log(desk.released, edition), channel_log(desk.released, channel)
    heads = [log.head() for log in logs]
    return tuple(head.body.get("review") if head else None for head in heads)  # type: ignore[return-value]  # two


def test_nothing_is_promoted_before_two_others_approved(desk: Gated) -> None:
    candidate = desk.recorded(peopled(base=small("more")))
    assert {"approvals"} == _refused(desk, candidate)
    desk.approve(candidate, BEN)
    assert {"approvals"} == _refused(desk, candidate)
    desk.approve(candidate, CAT)

    assert desk.promote(candidate).moved


def test_a_refusal_says_each_gate_and_why(desk: Gated) -> None:
    candidate = desk.recorded(peopled(base=small("more")), ["stranger@school.example"])
    with pytest.raises(GatesClosedError) as refused:
        desk.promote(candidate)

    assert str(refused.value).splitlines() == [
        f"{candidate.name} may not go to stable yet; 2 gates are closed:",
        "  authors: Map these in people.yaml, and promote that first (stranger@school.example).",
        "  approvals: 0 of 2 approvals count. It needs 2 more, by people who did not write or deposit it (2 more).",
    ]


def test_the_records_say_what_it_rested_on_and_nobodys_address(desk: Gated) -> None:
    candidate = desk.recorded(peopled(base=small("more")))
    desk.approve(candidate, BEN, CAT)
    evidence = desk.judge(candidate).evidence
    desk.promote(candidate)

    of_edition, of_channel = _reviews(desk)
    assert of_edition == of_channel
    assert (of_edition["evidence"], of_edition["holds"]) == (evidence, True)
    assert ["ben", "cat"] == [one["by"] for one in of_edition["approvals"]]
    assert {"passed"} == {one["state"] for one in of_edition["gates"]}
    assert "@" not in str(of_edition)
    name = releases(desk.released, "2026-Q4").head()
    assert name is not None
    assert "authors" not in name["source"]


def test_anybody_can_judge_again_what_a_record_rests_on(desk: Gated) -> None:
    observed(desk.released, "deep-1", "2027-06-30")
    candidate = desk.recorded(peopled(base=small("more")))
    desk.approve(candidate, BEN, CAT)
    desk.promote(candidate)
    _, review = _reviews(desk)
    desk.say(candidate, "request", DAN, text="Too late.")
    observed(desk.released, "deep-1", "2026-11-01")
    later = desk.recorded(peopled(approvals=0, base=small("later")))
    desk.approve(later, BEN, CAT)

    again = judge_again(desk.candidates, desk.released, candidate, "stable", review)
    assert review["evidence"] == again.evidence
    assert review["gates"] == again.record()["gates"]
    assert desk.judge(candidate).evidence != again.evidence


def test_a_review_that_was_made_up_is_found_out(desk: Gated) -> None:
    candidate = desk.recorded(peopled(base=small("more")))
    desk.approve(candidate, BEN, CAT)
    desk.promote(candidate)
    _, review = _reviews(desk)
    made_up = {**review, "relied_on": {**review["relied_on"], "reviews": 1}}

    assert review["evidence"] != judge_again(desk.candidates, desk.released, candidate, "stable", made_up).evidence


def test_the_first_promotion_is_judged_again_too() -> None:
    desk = Gated()
    candidate = desk.recorded(peopled(approvals=1))
    assert {"approvals"} == _refused(desk, candidate)
    desk.approve(candidate, BEN)
    desk.promote(candidate)
    _, review = _reviews(desk)

    assert ("the candidate" in review["policy"]["read_from"][0], review["policy"]["approvals"]) == (True, 1)
    assert review["evidence"] == judge_again(desk.candidates, desk.released, candidate, "stable", review).evidence


def test_what_is_there_already_is_not_judged_again(desk: Gated) -> None:
    asked, candidate = Counting(), desk.recorded(peopled(base=small("more")))
    first = desk.promote(candidate, gatekeeper=asked)
    again = [desk.promote(candidate, gatekeeper=asked, full=full) for full in (False, True)]

    assert [f"{candidate.name} to stable at 2026-11-22"] == asked.asked
    assert (True, [False, False]) == (first.moved, [one.moved for one in again])
    assert (first.review is not None, again[0].review) == (True, None)


def test_it_is_judged_at_the_hour_of_the_promotion(desk: Gated) -> None:
    asked, candidate = Counting(), desk.recorded(peopled(base=small("more")))
    desk.promote(candidate, gatekeeper=asked, stamp=replace(BY, at=BY.at + timedelta(days=9)))

    assert [f"{candidate.name} to stable at 2026-12-01"] == asked.asked


def test_a_channel_that_only_follows_its_edition_rests_on_what_that_rested_on(desk: Gated) -> None:
    """As where a promotion died between its two records: what was decided is finished, and nobody decides again."""
    desk.promoted(peopled(), "pilot")
    candidate = desk.recorded(peopled(base=small("more")))
    desk.approve(candidate, BEN, CAT)
    dying = _DiesAfterTheEdition(desk.released)
    with pytest.raises(UnfinishedActError):
        replace_released(desk, dying).promote(candidate)
    desk.say(candidate, "request", DAN, text="Too late.")

    assert desk.promote(candidate).moved
    of_edition, of_channel = _reviews(desk)
    assert of_edition is not None
    assert of_edition == of_channel


def test_a_channel_that_has_yet_to_come_to_the_edition_is_decided_again(desk: Gated) -> None:
    candidate = desk.recorded(peopled(base=small(edition=NEXT)))
    desk.approve(candidate, BEN, CAT)
    with pytest.raises(UnfinishedActError):
        replace_released(desk, _DiesAfterTheEdition(desk.released)).promote(candidate)
    asked = desk.say(candidate, "request", DAN, text="Too late.")

    assert {"objections", "approvals"} == _refused(desk, candidate)
    desk.say(candidate, "resolve", DAN, of=asked)
    assert desk.promote(candidate).moved


def test_of_two_at_once_one_wins_and_the_other_is_told(desk: Gated) -> None:
    mine, theirs = (desk.recorded(peopled(base=small(word))) for word in ("mine", "theirs"))
    for one in (mine, theirs):
        desk.approve(one, BEN, CAT)

    def beaten(candidate: Candidate, channel: str, at: datetime) -> Mapping[str, Any]:
        judged = Holding(desk.candidates, desk.released)(candidate, channel, at)
        desk.promote(theirs)
        return judged

    with pytest.raises(LostRaceError):
        desk.promote(mine, gatekeeper=beaten)
    head = channel_log(desk.released, "stable").head()
    assert head is not None
    assert theirs.record["manifest"] == head["manifest"]


def test_a_policy_that_was_tightened_meanwhile_is_not_slipped_past(desk: Gated) -> None:
    """Gated by the old policy, and the channel moved to another release before the record was written."""
    tight, mine = desk.recorded(peopled(approvals=3, base=small("tight"))), desk.recorded(peopled(base=small("mine")))
    for one in (tight, mine):
        desk.approve(one, BEN, CAT)

    def beaten(candidate: Candidate, channel: str, at: datetime) -> Mapping[str, Any]:
        judged = Holding(desk.candidates, desk.released)(candidate, channel, at)
        desk.promote(tight)
        return judged

    with pytest.raises(LostRaceError):
        desk.promote(mine, gatekeeper=beaten)
    assert {"approvals"} == _refused(desk, mine)


def test_approvals_of_other_bytes_open_nothing(desk: Gated) -> None:
    approved = desk.recorded(peopled(base=small("more")))
    desk.approve(approved, BEN, CAT)
    changed = desk.recorded(peopled(base=small("more, and changed")))

    assert {"approvals"} == _refused(desk, changed)
    desk.approve(changed, BEN, CAT, manifest=approved.record["manifest"])
    assert {"approvals"} == _refused(desk, changed)


def test_a_gate_that_turned_worse_since_the_page_was_read_refuses(desk: Gated) -> None:
    candidate = desk.recorded(peopled(base=small("more")))
    desk.approve(candidate, BEN, CAT)
    observed(desk.released, "deep-1", "2026-12-15")

    assert {"shutdowns", "approvals"} == _refused(desk, candidate)


def test_what_was_overridden_before_it_turned_worse_does_not_pass(desk: Gated) -> None:
    candidate = desk.recorded(peopled(base=small("more")))
    observed(desk.released, "deep-1", "2026-12-15")
    items = list(next(one.items for one in desk.judge(candidate).verdicts if one.gate == "shutdowns"))
    for by in (BEN, CAT):
        desk.say(candidate, "override", by, gate="shutdowns", items=items, text="Known.")
    desk.approve(candidate, BEN, CAT)
    observed(desk.released, "deep-1", "2026-11-20")
    assert {"claims", "shutdowns", "approvals"} <= _refused(desk, candidate)
    observed(desk.released, "deep-1", "2026-12-15")

    assert desk.promote(candidate).moved
    assert "overridden" in {one["state"] for one in _reviews(desk)[0]["gates"]}


@pytest.mark.parametrize("channel", ["stable", "brand-new"])
def test_who_loosens_the_policy_is_judged_by_the_old_one(desk: Gated, channel: str) -> None:
    mine = {**PEOPLE, "ben": (BEN, "friend@school.example")}
    candidate = desk.recorded(peopled(mine, approvals=0, base=small(edition=NEXT)))
    assert {"approvals"} == _refused(desk, candidate, channel)
    desk.approve(candidate, "friend@school.example", DAN, channel=channel)
    assert {"approvals"} == _refused(desk, candidate, channel)


def test_an_author_whom_nobody_maps_does_not_approve_their_own_under_another_name(desk: Gated) -> None:
    unmapped = "ben@home.example"
    candidate = desk.recorded(peopled(base=small("more")), [unmapped])
    desk.approve(candidate, BEN, CAT)
    assert {"authors"} == _refused(desk, candidate)
    for by in (BEN, unmapped):
        desk.say(candidate, "override", by, gate="authors", items=[unmapped], text="It is fine.")
    assert {"authors"} == _refused(desk, candidate)


def test_what_an_older_release_does_not_say_keeps_it_back_with_what_to_do() -> None:
    """Deposited by a version that recorded neither people nor authors nor what was checked."""
    desk = Gated()
    desk.promoted(before_format_5(small()))
    candidate = with_authors(desk.candidates, desk.candidate(before_format_5(small("more")), None), None)
    desk.candidates._held.pop(f"checked/{candidate.record['manifest']}.json")
    with pytest.raises(GatesClosedError) as refused:
        desk.promote(candidate)

    assert {"findings", "authors", "approvals"} == {one["gate"] for one in refused.value.gates}
    assert 3 == str(refused.value).count("eposit the commit again")


def test_deposited_again_it_goes_out_on_two_approvals_of_its_own_people() -> None:
    """The way out for a store whose releases were made before releases said who decides."""
    desk = Gated()
    desk.promoted(before_format_5(small()))
    candidate = desk.recorded(peopled(approvals=0, base=small("more")))
    assert {"approvals"} == _refused(desk, candidate)
    desk.approve(candidate, BEN, CAT)

    assert desk.promote(candidate).moved
    assert 2 == _reviews(desk)[0]["policy"]["approvals"]
    following = desk.recorded(peopled(approvals=0, base=small("after that")))
    assert desk.promote(following).moved  # by the policy that two approved


def test_a_folder_is_told_and_held_back_by_nothing(desk: Gated) -> None:
    candidate = desk.recorded(peopled(base=small("more")))
    done = desk.promote(candidate, gatekeeper=Telling(desk.candidates, desk.released))

    assert done.moved
    assert done.review is not None
    assert ("failed", False) == (done.review["gates"][-1]["state"], done.review["holds"])


def test_a_folder_that_lacks_what_gates_read_is_not_held_back_by_that(desk: Gated) -> None:
    candidate = desk.recorded(peopled(base=small("more")))
    for key in [key for key in desk.candidates._held if key.startswith(("reviews/", "private/"))]:
        desk.candidates._held[key] = b"damaged"
    told = Telling(desk.candidates, desk.released)(candidate, "stable", BY.at)

    assert ([], None, False) == (told["gates"], told["evidence"], told["holds"])


def test_what_holds_is_for_the_environment_to_say_in_a_folder_and_for_nobody_in_a_deployment() -> None:
    stores = MemoryStore(), MemoryStore()
    kinds = {said: type(gatekeeper_for({POLICY: said}, *stores, is_shared=False)) for said in ("", " none ", "release")}
    shared = type(gatekeeper_for({POLICY: "none"}, *stores, is_shared=True))

    assert ({"": Telling, " none ": Telling, "release": Holding}, Holding) == (kinds, shared)


@pytest.mark.parametrize("said", ["strict", "0", "Release", "no approvals"])
def test_a_policy_that_is_none_is_refused_with_what_to_say(said: str) -> None:
    with pytest.raises(ConfigurationError, match=r"say release \(a closed gate holds .*\) or none"):
        holds_by({POLICY: said})


class _DiesAfterTheEdition(MemoryStore):
    """Shares what another holds, and takes no record of a channel."""

    def __init__(self, of: MemoryStore) -> None:
        super().__init__()
        self._held = of._held

    def put_if_absent(self, key: str, data: bytes) -> bool:
        if key.startswith("channels/"):
            raise StoreRefusedError("the store is full")
        return super().put_if_absent(key, data)


def replace_released(desk: Gated, released: MemoryStore) -> Gated:
    """The same desk over another store."""
    return Gated(desk.candidates, released)
