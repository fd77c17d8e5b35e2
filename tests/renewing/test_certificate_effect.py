"""What counts for a certificate when a release comes after it, how much, and how much of that is certain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from certified import (
    DAY,
    GOALS,
    QUIZ,
    START,
    effect_of,
    effects,
    reworded,
    shares,
    source_of,
    study_of,
    with_goals,
)
from course_states import Item, Objective, State
from coursewright.compiling.digest import Digest
from coursewright.errors import MissingObjectError
from coursewright.publishing.changes.between import changes_between
from coursewright.renewing.certificates.between import effect_between
from coursewright.renewing.certificates.certificate_effect import ObjectiveEffect
from coursewright.renewing.certificates.document import certificate_document
from coursewright.renewing.certificates.sides import Source
from made_releases import released


def test_a_certificate_is_current_where_only_words_were_mended() -> None:
    found = effect_of(with_goals(replace(GOALS[0], text="Do thing 0.")))

    assert (("current", "current"), (), None) == (effects(found), found.log, found.due)


def test_another_explanation_stands_in_the_log_and_asks_for_nothing() -> None:
    found = effect_of(START.edited("lesson-0", text=1))

    assert (("log", "log"), (0.0, 0.0), None) == (effects(found), found.changed(), found.due)
    assert ("“Title of lesson-0” has new or other explanations, examples or questions.",) == found.log
    assert certificate_document(found)["delta"] is None


@pytest.mark.parametrize(
    ("numbers", "expected"), [((0,), "log"), ((0, 1), "delta"), ((0, 1, 2, 3), "delta"), ((0, 1, 2, 3, 4), "recertify")]
)
def test_reworded_objectives_count_by_their_weight(numbers: tuple[int, ...], expected: str) -> None:
    found = effect_of(reworded(*numbers))

    assert ((expected, expected), 10.0 * len(numbers)) == (effects(found), found.changed()[0])
    assert [f"goal-{number}" for number in numbers] == [one.id for one in found.delta()]


def test_an_objective_that_came_counts_by_its_weight_and_is_to_be_learned() -> None:
    found = effect_of(_with(Objective("more", "Do more", 20)))

    assert (("delta", "delta"), (20.0, 20.0), ["more"]) == (effects(found), found.changed(), [one.id for one in found.delta()])
    assert ["more-lesson"] == study_of(found)
    assert ("What is new: “Do more”.", "To learn it takes 5 minutes.") == found.says()[-2:]
    little = effect_of(_with(Objective("more", "Do more", 19)))
    assert ("log", "log") == effects(little)
    assert "New, and worth reading: “Title of more-lesson”." == little.says()[-1]
    assert ("delta", "delta") == effects(effect_of(_with(Objective("more", "Do more", 1, safety=True))))
    assert (100.0, 100.0) == effect_of(_with(Objective("more", "Do more", 300))).changed()


def test_an_objective_that_took_anothers_place_counts_once() -> None:
    heir = replace(_with(Objective("more", "Do more")), retired_objectives={"goal-0": "more"})
    found = effect_of(replace(heir, objectives=heir.objectives[1:]))

    assert {"goal-0": (100, 100)} == shares(found)


def _with(goal: Objective) -> State:
    taught = Item(f"{goal.id}-lesson", objectives=(goal.id,))
    return replace(START, objectives=(*GOALS, goal), items=(*START.items, taught))


def test_an_objective_that_went_counts_unless_another_says_the_same() -> None:
    without = replace(START, objectives=GOALS[1:])
    renamed = replace(without, objectives=(*GOALS[1:], replace(GOALS[0], id="other")), retired_objectives={"goal-0": None})
    heir = replace(without, objectives=(*GOALS[1:], Objective("other", "Do it by law")), retired_objectives={"goal-0": "other"})

    assert {"goal-0": (100, 100)} == shares(effect_of(without))
    assert {} == shares(effect_of(renamed))
    assert {"goal-0": (100, 100)} == shares(effect_of(heir))
    assert "It is no longer taught. In its place: Do it by law." == effect_of(heir).objectives[0].causes[0].says


def test_another_name_and_another_weight_of_an_objective_count_for_nothing() -> None:
    found = effect_of(with_goals(replace(GOALS[0], weight=90)))
    renamed = replace(START, objectives=(replace(GOALS[0], id="other", formerly=("goal-0",)), *GOALS[1:]))
    for item in ("lesson-0", "quiz", "exam"):
        served = tuple("other" if name == "goal-0" else name for name in renamed.item(item).objectives)
        renamed = renamed.edited(item, objectives=served)

    assert ({}, ("current", "current")) == (shares(found), effects(found))
    assert {} == shares(effect_of(renamed))


@pytest.mark.parametrize("fields", [{"choices": 1}, {"key": 1}, {"questions": 2}], ids=str)
def test_other_questions_choices_or_keys_count_half(fields: dict[str, int]) -> None:
    assert {"goal-0": (50, 50), "goal-1": (50, 50)} == shares(effect_of(START.edited("quiz", **fields)))


def test_what_is_for_learners_themselves_to_check_is_no_assessment() -> None:
    own = START.edited("quiz", formative=True)

    assert {} == shares(effect_of(own.edited("quiz", choices=1), own))


@pytest.mark.parametrize("fields", [{"text": 1}, {"pass_mark": 80}], ids=["a question in other words", "another pass mark"])
def test_what_may_ask_the_same_counts_in_the_most_only(fields: dict[str, int]) -> None:
    found = effect_of(START.edited("quiz", **fields))

    assert {"goal-0": (0, 50), "goal-1": (0, 50)} == shares(found)
    assert [False] == sorted({cause.is_certain for one in found.objectives for cause in one.causes})


def test_who_passed_would_pass_on_easier_terms() -> None:
    found = effect_of(START.edited("exam", pass_mark=50))

    assert ({}, ("log", "log")) == (shares(found), effects(found))
    assert ("“Title of exam”: The pass mark is 50 now; it was 60.",) == found.log
    assert (50, 50) == shares(effect_of(START.edited("exam", pass_mark=50, choices=1)))["goal-0"]


def test_terms_that_cannot_be_read_are_in_doubt() -> None:
    one, other = released(START), released(START.edited("exam", pass_mark=50))
    changes, lost = changes_between(one.side(), other.side()), Digest(str(other.index["items"]["exam"]["object"]))

    def read(digest: Digest) -> Mapping[str, Any]:
        if digest == lost:
            raise MissingObjectError("it was taken down")
        return other.objects[digest]

    now = Source("2026-Q4.2", "2026-Q4", other.manifest, read)
    assert (0, 50) == shares(effect_between("credential", source_of(one, "2026-Q4.1"), now, changes, DAY))["goal-0"]


def test_a_claim_that_nobody_verified_on_a_model_of_the_edition_counts_in_the_most_only() -> None:
    new = START.edited("lesson-0", claims=("claim-0",))

    assert {"goal-0": (0, 25)} == shares(effect_of(new))
    assert {"goal-0": (25, 25)} == shares(effect_of(replace(new, verified=frozenset({"claim-0"}))))


def test_a_claim_that_is_no_longer_stated_counts_for_certain_unless_another_lesson_states_it() -> None:
    old = START.edited("lesson-0", claims=("claim-0",))

    assert {"goal-0": (25, 25)} == shares(effect_of(START, old))
    assert {"goal-1": (0, 25)} == shares(
        effect_of(START.edited("lesson-1", claims=("claim-0",), objectives=("goal-0", "goal-1")), old)
    )


def test_a_claim_counts_alike_where_its_lesson_came_or_went_with_it() -> None:
    more = replace(START, items=(*START.items, Item("more", claims=("claim-0",))), verified=frozenset({"claim-0"}))
    also = more.edited("lesson-0", claims=("claim-0",))

    assert {"goal-0": (25, 25)} == shares(effect_of(more)) == shares(effect_of(replace(START, retired={"more": None}), more))
    assert {} == shares(effect_of(also, START.edited("lesson-0", claims=("claim-0",))))
    assert (["more"], []) == (study_of(effect_of(more)), study_of(effect_of(START, more)))
    assert [(), ("more",)] == [found.objectives[0].causes[0].items for found in (effect_of(START, more), effect_of(more))]


def test_what_an_editor_raised_counts_in_the_most_only() -> None:
    assert {"goal-0": (0, 25)} == shares(effect_of(replace(START, raised=(("lesson-0", "It matters."),))))


def test_a_scored_item_that_came_or_went_counts() -> None:
    more = replace(START, items=(*START.items, Item("talk", "roleplay", objectives=("goal-2",))))

    assert {"goal-2": (50, 50)} == shares(effect_of(more))
    assert {"goal-2": (50, 50)} == shares(effect_of(START, more))


def test_a_key_that_cannot_be_compared_counts_in_the_most_only() -> None:
    """Keyed digests are over an activity's name, so of a renamed one nothing can be told."""
    renamed = replace(
        START, items=tuple(replace(one, id="test", formerly=("quiz",)) if one is QUIZ else one for one in START.items)
    )

    assert {"goal-0": (0, 50), "goal-1": (0, 50)} == shares(effect_of(renamed))


def test_the_share_of_an_objective_is_that_of_its_weightiest_cause() -> None:
    new = reworded(0).edited("quiz", choices=1).edited("lesson-0", claims=("claim-0",))

    goal: ObjectiveEffect = effect_of(new).objectives[0]

    assert (100, 100) == (goal.least, goal.most)
    assert ["objective", "assessment", "claim"] == list(dict.fromkeys(cause.kind for cause in goal.causes))
