"""What an offer says where one of the two releases was withdrawn, or can no longer be completed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from course_states import COURSE, Item, State
from coursewright.publishing.changes.between import changes_between
from coursewright.renewing.upgrading.document import offer_document
from coursewright.renewing.upgrading.offer import Offer, upgrade_offer
from coursewright.renewing.upgrading.reading import course_side
from coursewright.renewing.upgrading.sides import Side
from made_releases import Made, released

ENDS = date(2026, 12, 1)
LEDGER = {
    "models": [
        {"id": "new-1", "shutdown": None, "replacements": [], "capabilities": []},
        {"id": "old-1", "shutdown": ENDS.isoformat(), "replacements": ["new-1"], "capabilities": []},
    ],
    "families": [],
}
START = State((Item("one"),), {"claim-0": 0})


def _side(made: Made, release: str, *, ending: bool, withdrawn: str | None = None) -> Side:
    about = {"baseline_models": ["old-1" if ending else "new-1"]}
    courses = {COURSE: course_side(made.index, made.objects.__getitem__)}
    return Side(release, release.partition(".")[0], about, (), courses, withdrawn)


def _offer(since: dict[str, Any], to: dict[str, Any], to_release: str = "2026-Q4.1") -> Offer:
    one, other = released(START), released(START.edited("one", text=1))
    sides = _side(one, "2026-Q3.1", **since), _side(other, to_release, **to)
    return upgrade_offer(*sides, changes_between(one.side(), other.side()), LEDGER, ENDS)


@pytest.mark.parametrize(
    ("has_ended", "offered_has_ended", "says"),
    [
        (False, False, "You can move to it, or finish on what you have."),
        (True, False, "You can move to it. What you have can no longer be completed."),
        (False, True, "It can no longer be completed, so finish on what you have."),
        (True, True, "You can move to it. Neither it nor what you have can be completed any more."),
    ],
)
def test_nobody_is_sent_where_it_cannot_be_completed(*, has_ended: bool, offered_has_ended: bool, says: str) -> None:
    offer = _offer({"ending": has_ended}, {"ending": offered_has_ended})

    told = offer_document(offer)
    assert (says, not offered_has_ended, not has_ended) == (
        told["says"],
        told["completion"]["possible"],
        told["staying"]["completion"]["possible"],
    )
    assert offered_has_ended == any("made for old-1" in sentence for sentence in told["completion"]["because"])


def test_nobody_is_sent_to_what_was_withdrawn() -> None:
    told = offer_document(_offer({"ending": True}, {"ending": False, "withdrawn": "The key is wrong."}))

    assert ("This was withdrawn, so there is no reason to move to it.", "The key is wrong.", None) == (
        told["says"],
        told["to"]["withdrawn"],
        told["since"]["withdrawn"],
    )


def test_who_has_what_was_withdrawn_is_told_why_and_to_move() -> None:
    offer = _offer({"ending": False, "withdrawn": "The key is wrong."}, {"ending": False})

    assert ("You should move to it, as what you have was withdrawn.", ("What you have was withdrawn: The key is wrong.",)) == (
        offer.says,
        offer.staying.says,
    )


def test_where_both_were_withdrawn_and_within_an_edition_nobody_is_told_to_move() -> None:
    both = _offer({"ending": False, "withdrawn": "So."}, {"ending": False, "withdrawn": "So."})
    same = replace(both, offered=replace(both.offered, new=both.offered.old))
    moved = _offer({"ending": False, "withdrawn": "So."}, {"ending": False}, "2026-Q3.2")

    assert "This was withdrawn, so there is no reason to move to it." == both.says
    assert "This is what your edition has now: there is nothing to move to." == same.says
    assert moved.says.startswith("An edition moves to it by itself")
