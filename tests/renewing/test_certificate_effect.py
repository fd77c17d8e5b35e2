"""What a later release means for a certificate: each effect, from what changed, and what is certain of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from course_states import COURSE, Item, Objective, State
from coursewright.errors import UnknownNameError
from coursewright.publishing.changes.between import changes_between
from coursewright.renewing.certificates.between import effect_between
from coursewright.renewing.certificates.certificate_effect import CertificateEffect, ObjectiveEffect
from coursewright.renewing.certificates.document import certificate_document
from coursewright.renewing.certificates.effect import effect
from coursewright.renewing.certificates.sides import CertificateSide, Source, read_side
from made_releases import Made, released

DAY = date(2026, 11, 25)
GOALS = tuple(Objective(f"goal-{number}", f"Do thing {number}") for number in range(10))
LESSONS = tuple(Item(f"lesson-{number}", objectives=(f"goal-{number}",)) for number in range(10))
EXAM = Item("exam", "exam", objectives=tuple(goal.id for goal in GOALS))
QUIZ = Item("quiz", "quiz", objectives=("goal-0", "goal-1"))
START = State((*LESSONS, QUIZ, EXAM), {"claim-0": 0, "claim-1": 0}, GOALS)


def _side(made: Made, name: str) -> CertificateSide:
    return read_side(name, "2026-Q4", made.manifest, made.objects.__getitem__, "credential", (COURSE,))


def _source(made: Made, name: str) -> Source:
    return Source(name, "2026-Q4", made.manifest, made.objects.__getitem__)


def _effect(new: State, old: State = START, now: str = "2026-Q4.2", **more: Any) -> CertificateEffect:  # noqa: ANN401 - of effect
    one, other = released(old), released(new)
    changes = changes_between(one.side(), other.side())
    return effect_between("credential", _source(one, "2026-Q4.1"), _source(other, now), changes, DAY, **more)


def _goals(*changed: Objective, state: State = START) -> State:
    by_id = {goal.id: goal for goal in changed}
    return replace(state, objectives=tuple(by_id.get(goal.id, goal) for goal in state.objectives))


def _reworded(*numbers: int) -> State:
    return _goals(*(replace(GOALS[number], text=f"Do another thing than {number}") for number in numbers))


def _shares(found: CertificateEffect) -> dict[str, tuple[int, int]]:
    return {one.id: (one.least, one.most) for one in found.objectives if one.most}


def _range(found: CertificateEffect) -> tuple[str, str]:
    return found.least, found.most


def test_a_certificate_is_current_where_only_words_were_mended() -> None:
    found = _effect(_goals(replace(GOALS[0], text="Do thing 0.")))

    assert (("current", "current"), (), None) == (_range(found), found.log, found.due)


def test_another_explanation_stands_in_the_log_and_asks_for_nothing() -> None:
    found = _effect(START.edited("lesson-0", text=1))

    assert (("log", "log"), (0.0, 0.0), None) == (_range(found), found.changed(), found.due)
    assert ("“Title of lesson-0” has new or other explanations, examples or questions.",) == found.log
    assert certificate_document(found)["delta"] is None


@pytest.mark.parametrize(
    ("reworded", "expected"), [((0,), "log"), ((0, 1), "delta"), ((0, 1, 2, 3), "delta"), ((0, 1, 2, 3, 4), "recertify")]
)
def test_reworded_objectives_count_by_their_weight(reworded: tuple[int, ...], expected: str) -> None:
    found = _effect(_reworded(*reworded))

    assert ((expected, expected), 10.0 * len(reworded)) == (_range(found), found.changed()[0])
    assert [f"goal-{number}" for number in reworded] == [one.id for one in found.delta()]


def test_a_delta_module_is_what_teaches_exactly_the_objectives_that_changed() -> None:
    document = certificate_document(_effect(_reworded(2, 3)))

    assert {"objectives": [_of("goal-2"), _of("goal-3")], "minutes": 10} == document["delta"]
    study = {one["id"]: [item["id"] for item in one["study"]] for one in document["objectives"]}
    assert (["lesson-2"], ["lesson-3"], []) == (study["goal-2"], study["goal-3"], study["goal-4"])


def _of(goal: str) -> dict[str, Any]:
    return {"course": COURSE, "id": goal, "certain": True}


def test_thresholds_and_weights_are_the_publishers() -> None:
    rules = {"weights": {"objective": 40, "assessment": 30, "claim": 10}, "thresholds": {"delta": 4, "recertify": 5}}

    assert ("delta", "delta") == _range(_effect(replace(_reworded(0), certificates=rules)))
    assert ("recertify", "recertify") == _range(_effect(replace(_reworded(0, 1), certificates=rules)))


def test_an_objective_that_went_counts_unless_another_says_the_same() -> None:
    without = replace(START, objectives=GOALS[1:])
    renamed = replace(without, objectives=(*GOALS[1:], replace(GOALS[0], id="other")), retired_objectives={"goal-0": None})
    heir = replace(without, objectives=(*GOALS[1:], Objective("other", "Do it by law")), retired_objectives={"goal-0": "other"})

    assert {"goal-0": (100, 100)} == _shares(_effect(without))
    assert {} == _shares(_effect(renamed))
    assert {"goal-0": (100, 100)} == _shares(_effect(heir))
    assert "It is no longer taught. In its place: Do it by law." == _effect(heir).objectives[0].causes[0].says


def test_another_name_and_another_weight_of_an_objective_count_for_nothing() -> None:
    found = _effect(_goals(replace(GOALS[0], weight=90)))
    renamed = replace(START, objectives=(replace(GOALS[0], id="other", formerly=("goal-0",)), *GOALS[1:]))
    for item in ("lesson-0", "quiz", "exam"):
        served = tuple("other" if name == "goal-0" else name for name in renamed.item(item).objectives)
        renamed = renamed.edited(item, objectives=served)

    assert ({}, ("current", "current")) == (_shares(found), _range(found))
    assert {} == _shares(_effect(renamed))


def test_an_objective_about_safety_asks_for_a_delta_module_at_least() -> None:
    safe = _goals(replace(GOALS[0], safety=True))
    found = _effect(_goals(replace(GOALS[0], safety=True, text="Do it otherwise")), safe)

    assert (("delta", "delta"), (10.0, 10.0)) == (_range(found), found.changed())
    assert ["goal-0"] == [one.id for one in found.delta()]


def test_what_is_now_about_safety_counts_as_changed() -> None:
    found = _effect(_goals(replace(GOALS[0], safety=True)))

    assert ("delta", "delta") == _range(found)
    assert "It is about safety now." == found.objectives[0].causes[0].says


@pytest.mark.parametrize("fields", [{"choices": 1}, {"key": 1}, {"questions": 2}], ids=str)
def test_other_questions_choices_or_keys_count_half(fields: dict[str, int]) -> None:
    assert {"goal-0": (50, 50), "goal-1": (50, 50)} == _shares(_effect(START.edited("quiz", **fields)))


def test_what_is_for_learners_themselves_to_check_is_no_assessment() -> None:
    own = START.edited("quiz", formative=True)

    assert {} == _shares(_effect(own.edited("quiz", choices=1), own))


@pytest.mark.parametrize("fields", [{"text": 1}, {"pass_mark": 80}], ids=["a question in other words", "another pass mark"])
def test_what_may_ask_the_same_counts_in_the_most_only(fields: dict[str, int]) -> None:
    found = _effect(START.edited("quiz", **fields))

    assert {"goal-0": (0, 50), "goal-1": (0, 50)} == _shares(found)
    assert [False] == sorted({cause.is_certain for one in found.objectives for cause in one.causes})


def test_evidence_that_says_nothing_for_certain_makes_a_range() -> None:
    """Half of the weight of all ten: earned anew at the most, and at the least there is only something to know."""
    found = _effect(START.edited("exam", pass_mark=80))

    assert (("log", "recertify"), (0.0, 50.0)) == (_range(found), found.changed())
    assert "At the least:" in found.says()[0]


def test_a_claim_that_nobody_verified_on_a_model_of_the_edition_counts_in_the_most_only() -> None:
    new = START.edited("lesson-0", claims=("claim-0",))

    assert {"goal-0": (0, 25)} == _shares(_effect(new))
    assert {"goal-0": (25, 25)} == _shares(_effect(replace(new, verified=frozenset({"claim-0"}))))


def test_a_claim_that_is_no_longer_stated_counts_for_certain_unless_another_lesson_states_it() -> None:
    old = START.edited("lesson-0", claims=("claim-0",))

    assert {"goal-0": (25, 25)} == _shares(_effect(START, old))
    assert {"goal-1": (0, 25)} == _shares(
        _effect(START.edited("lesson-1", claims=("claim-0",), objectives=("goal-0", "goal-1")), old)
    )


def test_what_an_editor_raised_counts_in_the_most_only() -> None:
    assert {"goal-0": (0, 25)} == _shares(_effect(replace(START, raised=(("lesson-0", "It matters."),))))


def test_a_scored_item_that_came_or_went_counts() -> None:
    more = replace(START, items=(*START.items, Item("talk", "roleplay", objectives=("goal-2",))))

    assert {"goal-2": (50, 50)} == _shares(_effect(more))
    assert {"goal-2": (50, 50)} == _shares(_effect(START, more))


def test_a_key_that_cannot_be_compared_counts_in_the_most_only() -> None:
    """Keyed digests are over an activity's name, so of a renamed one nothing can be told."""
    renamed = replace(
        START, items=tuple(replace(one, id="test", formerly=("quiz",)) if one is QUIZ else one for one in START.items)
    )

    assert {"goal-0": (0, 50), "goal-1": (0, 50)} == _shares(_effect(renamed))


def test_another_exam_is_to_be_taken_anew_and_the_same_by_another_name_is_not() -> None:
    other = replace(START, items=(*START.items, Item("board", "exam", objectives=())), exam="board")
    named = replace(
        START, items=tuple(replace(one, id="test", formerly=("exam",)) if one is EXAM else one for one in START.items)
    )

    found = _effect(other)
    assert ("recertify", "recertify") == _range(found)
    assert "It was earned by passing “Title of exam”; now it takes passing “Title of board”." == found.exam
    assert None is _effect(replace(named, exam="test")).exam


def test_what_is_asked_for_is_due_in_90_days_and_never_beyond_its_own_end() -> None:
    new = _reworded(0, 1)

    assert date(2027, 2, 23) == _effect(new).due
    assert (date(2027, 10, 1), date(2027, 2, 23)) == _days(_effect(new, earned_on=date(2026, 10, 1)))
    assert (date(2027, 1, 31), date(2027, 1, 31)) == _days(_effect(new, earned_on=date(2026, 1, 31)))
    assert (date(2026, 11, 24), None) == _days(_effect(new, earned_on=date(2025, 11, 24)))


def _days(found: CertificateEffect) -> tuple[date | None, date | None]:
    return found.valid_until, found.due


def test_an_older_release_means_nothing_for_a_certificate() -> None:
    found = _effect(_reworded(0, 1, 2, 3, 4), now="2026-Q3.9")

    assert (("current", "current"), True, (), None) == (_range(found), found.is_back, found.objectives, found.due)


def test_the_same_release_leaves_it_current() -> None:
    assert ("current", "current") == _range(_effect(START))


def test_a_credential_that_is_no_longer_awarded_holds_until_its_end() -> None:
    one, other = released(START), released(START.edited("lesson-0", text=1))
    gone = replace(_side(other, "2026-Q4.2"), credential=None)

    found = effect("credential", _side(one, "2026-Q4.1"), gone, changes_between(one.side(), other.side()), DAY)

    assert ("log", "log") == _range(found)
    assert "It is no longer awarded. One that was earned holds until its own end." == found.log[-1]


def test_a_credential_that_the_release_did_not_award_is_refused_with_those_it_did() -> None:
    made = released(START)
    source = _source(made, "2026-Q4.1")

    with pytest.raises(UnknownNameError, match=r"2026-Q4\.1 awards no credential 'diploma'; it has: credential"):
        effect_between("diploma", source, source, changes_between(made.side(), made.side()), DAY)


def test_the_share_of_an_objective_is_that_of_its_weightiest_cause() -> None:
    new = _reworded(0).edited("quiz", choices=1).edited("lesson-0", claims=("claim-0",))

    goal: ObjectiveEffect = _effect(new).objectives[0]

    assert (100, 100) == (goal.least, goal.most)
    assert ["objective", "assessment", "claim"] == list(dict.fromkeys(cause.kind for cause in goal.causes))


def test_a_share_below_a_threshold_is_not_told_to_reach_it() -> None:
    """1,999 of 10,000 is 19.99 percent."""
    goals = (Objective("goal-0", "Do it", 1999), Objective("goal-1", "Do more", 8001))
    old = State((Item("lesson", objectives=("goal-0",)), Item("exam", "exam", objectives=("goal-1",))), {"claim-0": 0}, goals)

    found = _effect(replace(old, objectives=(replace(goals[0], text="Do another thing"), goals[1])), old)

    assert (("log", "log"), (19.9, 19.9)) == (_range(found), found.changed())
