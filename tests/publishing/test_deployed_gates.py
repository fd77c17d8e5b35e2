"""A deployment's promotions with its gates: refused without approvals, approved by two others, promoted; however it is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from coursewright.commands.publishing.correcting import rollback_command, withdraw_command
from coursewright.commands.publishing.looking import history_command
from coursewright.commands.publishing.releasing import promote_command
from coursewright.commands.publishing.verifying import trust_root_command, verify_command
from coursewright.compiling.release import Release
from coursewright.errors import GatesClosedError
from coursewright.publishing.depositing.deposit import Candidate, deposit
from coursewright.publishing.promoting.promote_function import promote_function
from coursewright.publishing.records.log import Record
from coursewright.publishing.records.logs import channel_log, edition_log
from coursewright.publishing.storing.stores import stores_at
from coursewright.reviewing.judging_again import judge_again
from deployments import ADDRESS, Lambda, deployment
from gated import REVIEWERS, Gated, gated, observed, with_authors
from judged_candidates import BY, peopled
from people_of_releases import before_format_5
from reviewers import Reviewer, reviewer
from small_course import small
from typed import Typed

BEN, CAT = REVIEWERS


@pytest.fixture
def function(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Lambda]:
    monkeypatch.chdir(tmp_path)
    with deployment(monkeypatch) as made:
        made.has_gates = True
        yield made


@pytest.fixture
def typed(function: Lambda, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Typed:  # noqa: ARG001 - the deployment is there
    return Typed(tmp_path, capsys, address=ADDRESS)


@pytest.fixture
def reviewed(function: Lambda) -> Gated:  # noqa: ARG001 - the same
    stores = stores_at(ADDRESS)
    return gated(stores.candidates, stores.released)


def _deposited(reviewed: Gated, made: Release) -> Candidate:
    """A candidate by ann, whose check found nothing."""
    stamp = replace(BY, at=datetime.now(UTC), signers=stores_at(ADDRESS).signers())
    found = deposit(made, reviewed.candidates, stamp, {"commit": "c" * 40})
    reviewed.check(found)
    return with_authors(reviewed.candidates, found, [BY.by])


def _at(reviewed: Gated, channel: str = "stable") -> int:
    head = channel_log(reviewed.released, channel).head()
    return head.number if head else 0


def _newest(reviewed: Gated) -> tuple[Record, Record]:
    records = edition_log(reviewed.released, "2026-Q4").head(), channel_log(reviewed.released, "stable").head()
    assert records[0] is not None
    assert records[1] is not None
    return records[0], records[1]


def _released(reviewed: Gated, typed: Typed, made: Release) -> Candidate:
    """Approved by two others, and promoted."""
    candidate = _deposited(reviewed, made)
    reviewed.approve(candidate, BEN, CAT)
    typed(promote_command, str(candidate.name), by="ann@school.example")
    return candidate


def test_what_two_others_approved_goes_out_and_nothing_else_does(function: Lambda, typed: Typed, reviewed: Gated) -> None:
    candidate = _deposited(reviewed, peopled())
    name = str(candidate.name)
    for approving in ((), (BEN,), (BY.by,)):
        reviewed.approve(candidate, *approving)
        with pytest.raises(GatesClosedError, match=r"a gate is closed:\n  approvals: \d of 2 approvals count\. It needs"):
            typed(promote_command, name, by="ann@school.example")
    assert ([], 0) == (reviewed.released.keys("releases/"), _at(reviewed))
    reviewed.approve(candidate, CAT)
    said = [typed(promote_command, name, by="ann@school.example") for _ in range(2)]

    assert said[0].startswith("✓ promoted 2026-Q4.1 (manifest ")
    assert "Gates" not in said[0]
    assert "nothing was moved" in said[1]
    assert ["release promoted"] == [what for what, _ in function.told]


def test_its_records_are_judged_again_from_the_buckets(typed: Typed, reviewed: Gated) -> None:
    candidate = _released(reviewed, typed, peopled())
    observed(reviewed.released, "deep-1", "2026-11-01")
    of_edition, of_channel = _newest(reviewed)
    review = of_channel["review"]

    assert of_edition["review"] == review
    assert review["evidence"] == judge_again(reviewed.candidates, reviewed.released, candidate, "stable", review).evidence
    assert "@" not in json.dumps(review)
    assert ["ben", "cat"] == [one["by"] for one in review["approvals"]]


def test_records_with_what_they_rest_on_are_verified_and_told_as_ever(typed: Typed, reviewed: Gated, tmp_path: Path) -> None:
    _released(reviewed, typed, peopled())
    typed(trust_root_command, to=tmp_path / "root.json")

    told = typed(verify_command, root=tmp_path / "root.json")
    assert 0 == typed.status, told
    history = typed.json("history", history_command, "stable")
    assert _newest(reviewed)[1]["review"] == history["logs"][0]["records"][0]["review"]


def test_a_gate_that_turned_worse_since_the_approval_keeps_it_back(typed: Typed, reviewed: Gated) -> None:
    candidate = _deposited(reviewed, peopled())
    reviewed.approve(candidate, BEN, CAT)
    observed(reviewed.released, "deep-1", "2026-12-15")
    with pytest.raises(GatesClosedError) as refused:
        typed(promote_command, str(candidate.name), by="ann@school.example")

    assert {"shutdowns", "approvals"} <= {one["gate"] for one in refused.value.gates}
    assert any("the baseline model deep-1 ends on 2026-12-15" in one["items"] for one in refused.value.gates)


def test_a_scheduled_promotion_is_judged_at_its_hour(function: Lambda, reviewed: Gated) -> None:
    candidate = _deposited(reviewed, peopled())
    request = {"act": "promote", "candidate": str(candidate.name), "manifest": candidate.record["manifest"], "channel": "stable"}
    request |= {"seen": 0, "by": BY.by, "why": "monday", "scheduled": "2026-Q4-rc.2-stable"}
    early = function.run(request)
    reviewed.approve(candidate, BEN, CAT)

    assert ("refused", ["approvals"]) == (early["outcome"], [one["gate"] for one in early["gates"]])
    what, detail = function.told[-1]
    assert ("scheduled promotion refused", early["message"]) == (what, detail["why"])
    assert ["done", "unchanged"] == [function.run(request)["outcome"] for _ in range(2)]
    assert 1 == _at(reviewed)


def test_back_from_what_is_wrong_no_gate_is_asked(typed: Typed, reviewed: Gated) -> None:
    for made in (peopled(), peopled(base=small("more")), peopled(base=small(edition="2027-Q1"))):
        _released(reviewed, typed, made)
    back = typed(rollback_command, "stable", by="dan@school.example", why="questions")
    gone = typed(withdraw_command, "2026-Q4.2", by="dan@school.example", why="wrong")

    assert "rolled back stable: 2027-Q1 → 2026-Q4" in back
    assert "✓ withdrew 2026-Q4.2: wrong" in gone
    assert "review" not in _newest(reviewed)[0].body


def test_what_was_released_before_releases_named_people_is_followed_on_two_approvals(
    function: Lambda, typed: Typed, reviewed: Gated
) -> None:
    """Released by a version without gates: the candidate's own people approve, however few its policy asks for."""
    function.has_gates = False
    typed(promote_command, str(_deposited(reviewed, before_format_5(small())).name), by="ann@school.example")
    function.has_gates = True
    again = _deposited(reviewed, before_format_5(small("deposited by the old version")))
    with pytest.raises(GatesClosedError, match="deposit the commit again"):
        typed(promote_command, str(again.name), by="ann@school.example")
    candidate = _deposited(reviewed, peopled(approvals=0, base=small("deposited again")))
    with pytest.raises(GatesClosedError, match="0 of 2 approvals count"):
        typed(promote_command, str(candidate.name), by="ann@school.example")
    reviewed.approve(candidate, BEN, CAT)

    assert "✓ promoted 2026-Q4.2" in typed(promote_command, str(candidate.name), by="ann@school.example")
    assert (2, True) == (_newest(reviewed)[1]["review"]["policy"]["approvals"], _newest(reviewed)[1]["review"]["holds"])


def test_who_only_asks_the_function_is_told_the_reasons_too(typed: Typed, reviewed: Gated) -> None:
    candidate = _deposited(reviewed, peopled())
    with pytest.raises(GatesClosedError, match="approvals: 0 of 2 approvals count"):
        typed(promote_command, str(candidate.name), by="ann@school.example", manifest=candidate.record["manifest"], seen=0)


def test_the_desk_says_which_gates_hold_and_promotes_once_they_are_open(reviewed: Gated) -> None:
    candidate = _deposited(reviewed, peopled())
    ask = promote_function("acme", reviewed.released).ask
    ben = reviewer(reviewed.candidates, reviewed.released, BEN, promote=ask, holds=True)
    form = {"act": "promote", "manifest": candidate.record["manifest"], "new_channel": "stable", "why": "the quarter"}
    refused = ben.post(f"/review/{candidate.name}/acts", form)
    page = ben.get(f"/review/{candidate.name}").words
    reviewed.approve(candidate, BEN, CAT)
    done = ben.post(f"/review/{candidate.name}/acts", form)

    assert (409, 303) == (refused.status, done.status)
    assert "A gate is closed It is held back, and nothing was moved. approvals 0 of 2 approvals count." in refused.words
    assert "gates are told, and hold nothing back" not in page
    told = ben.get("/review/2026-Q4.1").words
    assert "Approved by ben, cat" in told
    assert _newest(reviewed)[1]["review"]["evidence"] in told


def test_of_two_who_press_promote_at_once_one_wins_and_the_other_is_told(reviewed: Gated) -> None:
    mine, theirs = (_deposited(reviewed, peopled(base=small(word))) for word in ("mine", "theirs"))
    for one in (mine, theirs):
        reviewed.approve(one, BEN, CAT)
    ask = promote_function("acme", reviewed.released).ask
    ben, cat = (reviewer(reviewed.candidates, reviewed.released, who, promote=ask, holds=True) for who in (BEN, CAT))
    first, second = _pressed(ben, mine), _pressed(cat, theirs)

    assert (303, 409) == (first.status, second.status)
    assert "stable is at record 1 (promote to 2026-Q4 by ben@school.example), not 0" in second.words
    assert mine.record["manifest"] == _newest(reviewed)[1]["manifest"]


def _pressed(who: Reviewer, candidate: Candidate) -> Any:  # noqa: ANN401 - what came back
    """Promote a candidate by a page that showed no channel yet."""
    form = {"act": "promote", "manifest": candidate.record["manifest"], "new_channel": "stable", "why": "the quarter"}
    return who.post(f"/review/{candidate.name}/acts", form)
