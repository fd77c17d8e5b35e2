"""What a later release asks of who holds a certificate, by when, and what it never asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from certified import (
    DAY,
    EXAM,
    GOALS,
    LESSONS,
    START,
    effect_of,
    effects,
    reworded,
    shares,
    study_of,
    with_goals,
)
from course_states import COURSE, Item, Objective, State
from coursewright.renewing.certificates.certificate_effect import CertificateEffect
from coursewright.renewing.certificates.document import certificate_document
from coursewright.renewing.certificates.telling import effect_said
from coursewright.renewing.certificates.validity import due_by


def test_a_delta_module_is_what_teaches_exactly_the_objectives_that_changed() -> None:
    document = certificate_document(effect_of(reworded(2, 3)))

    assert {"objectives": [_of("goal-2"), _of("goal-3")], "minutes": 10} == document["delta"]
    study = {one["id"]: [item["id"] for item in one["study"]] for one in document["objectives"]}
    assert (["lesson-2"], ["lesson-3"], []) == (study["goal-2"], study["goal-3"], study["goal-4"])


def _of(goal: str) -> dict[str, Any]:
    return {"course": COURSE, "id": goal, "certain": True}


def test_where_only_the_exam_changed_the_module_is_all_that_teaches_it() -> None:
    old = replace(START, items=(*LESSONS, Item("exam", "exam", objectives=("goal-3",))))
    rules = {"thresholds": {"delta": 5, "recertify": 50}}
    found = effect_of(replace(old.edited("exam", choices=1), certificates=rules), old)

    assert ({"goal-3": (50, 50)}, ("delta", "delta"), ["lesson-3"]) == (shares(found), effects(found), study_of(found))


def test_where_all_that_changed_is_gone_there_is_no_module_of_nothing() -> None:
    without = replace(START, objectives=GOALS[2:], retired_objectives={"goal-0": None, "goal-1": None})
    some = replace(without, objectives=(*GOALS[3:], replace(GOALS[2], text="Do it otherwise")))

    found = effect_of(without)
    assert (("log", "log"), (20.0, 20.0), None) == (effects(found), found.changed(), found.due)
    assert (("delta", "delta"), ["goal-2"]) == (effects(effect_of(some)), [one.id for one in effect_of(some).delta()])
    assert "What is gone, with nothing to learn in its place: “Do thing 0” and “Do thing 1”." == effect_of(some).says()[-2]


def test_thresholds_and_weights_are_the_publishers() -> None:
    rules = {"weights": {"objective": 40, "assessment": 30, "claim": 10}, "thresholds": {"delta": 4, "recertify": 5}}

    assert ("delta", "delta") == effects(effect_of(replace(reworded(0), certificates=rules)))
    assert ("recertify", "recertify") == effects(effect_of(replace(reworded(0, 1), certificates=rules)))


def test_an_objective_about_safety_asks_for_a_delta_module_at_least() -> None:
    safe = with_goals(replace(GOALS[0], safety=True))
    found = effect_of(with_goals(replace(GOALS[0], safety=True, text="Do it otherwise")), safe)

    assert (("delta", "delta"), (10.0, 10.0)) == (effects(found), found.changed())
    assert ["goal-0"] == [one.id for one in found.delta()]


def test_what_is_now_about_safety_counts_as_changed() -> None:
    found = effect_of(with_goals(replace(GOALS[0], safety=True)))

    assert ("delta", "delta") == effects(found)
    assert "It is about safety now." == found.objectives[0].causes[0].says


def test_evidence_that_says_nothing_for_certain_makes_a_range() -> None:
    """Half of the weight of all ten: earned anew at the most, and at the least there is only something to know."""
    found = effect_of(START.edited("exam", pass_mark=80))

    assert (("log", "recertify"), (0.0, 50.0)) == (effects(found), found.changed())
    assert "At the least:" in found.says()[0]
    assert "Where that is asked for, it is due by 2027-02-23." in found.says()
    assert "current, with a change log; at the most to be earned anew" == effect_said(found)


def test_another_exam_is_to_be_taken_anew_and_the_same_by_another_name_is_not() -> None:
    other = replace(START, items=(*START.items, Item("board", "exam", objectives=())), exam="board")
    named = replace(
        START, items=tuple(replace(one, id="test", formerly=("exam",)) if one is EXAM else one for one in START.items)
    )

    found = effect_of(other)
    assert ("recertify", "recertify") == effects(found)
    assert "It was earned by passing “Title of exam”; now it takes passing “Title of board”." == found.exam
    assert None is effect_of(replace(named, exam="test")).exam


def test_what_is_asked_for_is_due_in_90_days_and_never_beyond_its_own_end() -> None:
    new = reworded(0, 1)

    assert date(2027, 2, 23) == effect_of(new).due
    assert (date(2027, 10, 1), date(2027, 2, 23)) == _days(effect_of(new, earned_on=date(2026, 10, 1)))
    assert (date(2027, 1, 31), date(2027, 1, 31)) == _days(effect_of(new, earned_on=date(2026, 1, 31)))
    assert (date(2026, 11, 24), None) == _days(effect_of(new, earned_on=date(2025, 11, 24)))


def test_days_count_from_when_the_release_takes_effect_and_through_the_last_day_of_its_own() -> None:
    takes_effect = date(2026, 10, 26)

    assert date(2027, 1, 24) == due_by(date(2026, 9, 1), takes_effect, None)
    assert DAY == due_by(DAY, takes_effect, DAY)
    last = effect_of(reworded(0, 1), earned_on=date(2025, 11, 25))
    assert (DAY, DAY, False) == (last.valid_until, last.due, last.is_over)


def _days(found: CertificateEffect) -> tuple[date | None, date | None]:
    return found.valid_until, found.due


def test_of_one_past_its_own_end_nothing_else_is_told_first() -> None:
    over = effect_of(reworded(0, 1), earned_on=date(2025, 1, 1))

    assert ("past its own end", "a delta module") == (effect_said(over), effect_said(effect_of(reworded(0, 1))))


def test_an_older_release_means_nothing_for_a_certificate() -> None:
    found = effect_of(reworded(0, 1, 2, 3, 4), now="2026-Q3.9")

    assert (("current", "current"), True, (), None) == (effects(found), found.is_back, found.objectives, found.due)


def test_the_same_release_leaves_it_current() -> None:
    assert ("current", "current") == effects(effect_of(START))


def test_a_share_below_a_threshold_is_not_told_to_reach_it() -> None:
    """1,999 of 10,000 is 19.99 percent."""
    goals = (Objective("goal-0", "Do it", 1999), Objective("goal-1", "Do more", 8001))
    old = State((Item("lesson", objectives=("goal-0",)), Item("exam", "exam", objectives=("goal-1",))), {"claim-0": 0}, goals)

    found = effect_of(replace(old, objectives=(replace(goals[0], text="Do another thing"), goals[1])), old)

    assert (("log", "log"), (19.9, 19.9)) == (effects(found), found.changed())
