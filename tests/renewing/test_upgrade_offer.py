"""What somebody midway is offered: what is kept and lost, what happened already, what staying costs; and every odd question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from course_states import COURSE, Item, State, beginning
from coursewright.commands.renewing.changes_text import lines
from coursewright.publishing.changes.between import changes_between
from coursewright.publishing.changes.change import Changes, Correction, CourseChange, Reason
from coursewright.renewing.upgrading.carry_over import CarryOver, Heir, carry_over
from coursewright.renewing.upgrading.comparing import comparing
from coursewright.renewing.upgrading.document import offer_document
from coursewright.renewing.upgrading.markdown import as_markdown
from coursewright.renewing.upgrading.offer import Offer, UnknownId, upgrade_offer
from coursewright.renewing.upgrading.reading import course_side
from coursewright.renewing.upgrading.sides import Side
from coursewright.renewing.upgrading.whats_new import whats_new
from made_releases import Made, released

DAY = date(2026, 11, 25)
LEDGER = {
    "models": [
        {"id": "new-1", "shutdown": None, "replacements": [], "capabilities": []},
        {"id": "old-1", "shutdown": "2026-12-01", "replacements": ["new-1"], "capabilities": []},
    ],
    "families": [],
}
START = State((Item("one", claims=("claim-0",)), Item("two", "quiz"), Item("three")), {"claim-0": 0})


def _side(made: Made, release: str, *, courses: bool = True, exams: tuple[str, ...] = ()) -> Side:
    course = {COURSE: course_side(made.index, made.objects.__getitem__)} if courses else {}
    about = {"baseline_models": ["old-1"], "note": "What the editor says."}
    return Side(release, release.partition(".")[0], about, exams, course)


def _offer(old: State, new: State, to: str = "2026-Q4.1", **more: Any) -> Offer:  # noqa: ANN401 - of upgrade_offer
    one, other = released(old), released(new)
    changes = changes_between(one.side(), other.side())
    sides = _side(one, "2026-Q3.1"), _side(other, to)
    return upgrade_offer(*sides, changes, LEDGER, DAY, compare=comparing(one.side(), other.side()), **more)


def _parts(plan: CarryOver) -> dict[str, list[str]]:
    names = ("kept", "refresh", "new", "ahead", "gone")
    return {name: [item.id for item in getattr(plan, name)] for name in names}


def test_what_was_completed_counts_unless_what_it_claims_asks_or_is_marked_by_is_another() -> None:
    new = START.edited("one", text=1).edited("two", choices=1)
    new = replace(new, items=(*new.items, Item("four", minutes=7)))

    plan = _offer(START, new, completed=["one", "two"]).carry_over[0]

    assert {"kept": ["one"], "refresh": ["two"], "new": ["four"], "ahead": ["three"], "gone": []} == _parts(plan)
    assert ("A question has other answers to choose from.",) == plan.refresh[0].why[:1]
    assert {"work": 12, "new": 7, "refresh": 5, "ahead": 5, "kept": 5} == plan.minutes()


def test_a_plan_in_general_takes_everything_for_completed() -> None:
    plan = _offer(START, START.edited("two", choices=1)).carry_over[0]

    assert {"kept": ["one", "three"], "refresh": ["two"], "new": [], "ahead": [], "gone": []} == _parts(plan)
    assert [None, None] == [item.completed for item in plan.kept]


def test_what_made_way_for_something_is_gone_and_its_heir_is_gone_through_again() -> None:
    new = State((START.item("one"), START.item("two"), Item("four")), START.statements, retired={"three": "four"})

    plan = _offer(START, new, completed=["three"]).carry_over[0]

    assert ["four"] == [item.id for item in plan.refresh]
    assert (("three",), ("It took the place of “Title of three”.",)) == (plan.refresh[0].was, plan.refresh[0].why)
    assert [("three", Heir("four", "Title of four"), "Why three went.", True)] == [
        (gone.id, gone.heir, gone.reason, gone.completed) for gone in plan.gone
    ]


def test_an_heir_of_something_that_was_not_completed_is_new() -> None:
    new = State((START.item("one"), START.item("two"), Item("four")), START.statements, retired={"three": "four"})

    assert ["four"] == _parts(_offer(START, new, completed=["one"]).carry_over[0])["new"]


def test_what_another_lesson_took_in_is_to_be_gone_through_there() -> None:
    new = State((replace(START.item("one"), formerly=("three",)), START.item("two")), START.statements)

    plan = _offer(START, new, completed=["three"]).carry_over[0]

    assert (["one"], [], ["two"]) == (_parts(plan)["refresh"], _parts(plan)["kept"], _parts(plan)["ahead"])
    assert [Heir("one", "Title of one")] == [gone.heir for gone in plan.gone]


def test_records_may_hold_names_from_before_the_release_that_a_learner_has() -> None:
    start = State(
        (replace(START.item("one"), formerly=("zero",)), Item("two"), Item("three")), {"claim-0": 0}, retired={"nil": "three"}
    )

    plan = _offer(start, start.edited("two", text=1), completed=["zero", "nil"]).carry_over[0]

    assert (["one"], ["three"]) == (_parts(plan)["kept"], _parts(plan)["refresh"])
    assert ("It took the place of something that you completed.",) == plan.refresh[0].why


def test_what_an_editor_raised_is_gone_through_again_for_the_reason_given() -> None:
    plan = _offer(START, replace(START, raised=(("three", "It is about another law now."),)), completed=["three"]).carry_over[0]

    assert [("three", ("It is about another law now.",))] == [(item.id, item.why) for item in plan.refresh]


def test_a_course_that_is_gone_takes_nothing_that_was_completed_with_it() -> None:
    made = released(START)
    went = Reason("removed", "structural", "It went.")
    changes = Changes("old", "new", (CourseChange(COURSE, "A course", "removed", (went,)),))

    offer = upgrade_offer(
        _side(made, "2026-Q3.1"), _side(made, "2026-Q4.1", courses=False), changes, LEDGER, DAY, completed=["one"]
    )

    plan = offer.carry_over[0]
    assert (True, ["one", "two", "three"], ()) == (plan.is_gone, _parts(plan)["gone"], offer.unknown)
    assert "It does not have this course any more, so finish on what you have." == offer.says
    assert "It is no longer part of this. What you completed stays yours." in as_markdown(offer)
    assert () == offer.staying.models


def test_no_plan_is_made_of_a_course_that_neither_release_has() -> None:
    with pytest.raises(ValueError, match="neither release has the course"):
        carry_over(Changes("old", "new"), None, None)


def test_ids_that_nobody_knows_are_told_and_hinder_nothing() -> None:
    offer = _offer(START, START.edited("one", text=1), completed=["one", "nonsense", "elsewhere/one"])

    assert ["elsewhere/one", "nonsense"] == [one.id for one in offer.unknown]
    assert ["one"] == _parts(offer.carry_over[0])["kept"]


def test_an_id_of_two_courses_needs_the_name_of_its_course() -> None:
    """Of the other course, in which nothing changed and nothing is known to be done, there is no plan."""
    made = released(START)
    both = {name: course_side({**made.index, "id": name}, made.objects.__getitem__) for name in ("art", "law")}
    side = Side("2026-Q3.1", "2026-Q3", courses=both)

    offer = upgrade_offer(side, replace(side, release="2026-Q4.1"), Changes("a", "b"), LEDGER, DAY, completed=["one", "law/two"])

    assert (UnknownId("one", "Several courses have it: write art/one or law/one."),) == offer.unknown
    assert [("law", ["two"])] == [(plan.course, _parts(plan)["kept"]) for plan in offer.carry_over]


def test_going_back_is_told_and_loses_nothing() -> None:
    old = State(
        (replace(START.item("one"), id="first", formerly=("one",)), Item("two", "quiz"), Item("four")),
        {"claim-0": 0},
        retired={"three": "four"},
    )

    offer = _offer(old, START, "2026-Q2.3", completed=["first", "two", "four"])

    assert (True, None) == (offer.is_back, offer.note)
    assert {"kept": ["two"], "refresh": ["one", "three"], "new": [], "ahead": [], "gone": ["first", "four"]} == _parts(
        offer.carry_over[0]
    )
    assert "Nothing that you completed is lost by going back." in offer.says


def test_the_same_release_offers_nothing() -> None:
    offer = _offer(START, START, "2026-Q3.1", completed=["one"])

    assert (True, None, None) == (offer.is_same, offer.offered.cls, offer.note)
    assert ["one"] == _parts(offer.carry_over[0])["kept"]
    assert "## If you stay" not in as_markdown(offer)


def test_what_an_edition_moved_already_is_told_apart_and_makes_what_it_corrected_worth_reading_again() -> None:
    corrected = replace(START, statements={"claim-0": 1})
    first, stands, new = released(START), released(corrected), released(corrected.edited("three", text=1))

    offer = upgrade_offer(
        _side(stands, "2026-Q3.1"),
        _side(new, "2026-Q4.1"),
        changes_between(stands.side(), new.side()),
        LEDGER,
        DAY,
        already=changes_between(first.side(), stands.side()),
        completed=["one", "three"],
    )

    document = offer_document(offer)
    assert ("claim", "content") == (document["already"]["class"], document["offered"]["class"])
    assert (["one"], ["three"]) == (_parts(offer.carry_over[0])["refresh"], _parts(offer.carry_over[0])["kept"])
    assert "## What your edition changed already" in as_markdown(offer)


def test_staying_costs_a_model_that_only_what_one_has_speaks_of() -> None:
    """The quiz of both rests on a claim about the model, so moving is no help there."""
    old = START.edited("one", claims=(), models=("old-1",)).edited("two", claims=("claim-0",))
    new = old.edited("one", models=("new-1",))

    staying = _offer(old, new).staying

    assert [("old-1", date(2026, 12, 1), ("new-1",), ["one"])] == [
        (one.model, one.ends, one.replacements, [item.id for item in one.items]) for one in staying.models
    ]
    assert (True, date(2026, 11, 30)) == (staying.completion.possible, staying.completion.until)
    ends = "old-1 will be shut down on 2026-12-01; its provider names new-1 in its place."
    speaks = "What you have speaks of it in “Title of one”."
    assert (f"{ends} {speaks}", "What you have can be completed until 2026-11-30.") == staying.says


@pytest.mark.parametrize(("day", "possible"), [(date(2026, 11, 30), True), (date(2026, 12, 1), False)])
def test_what_was_made_for_models_that_are_gone_cannot_be_completed_any_more(day: date, *, possible: bool) -> None:
    made = released(START)
    side = _side(made, "2026-Q3.1")

    offer = upgrade_offer(side, _side(made, "2026-Q4.1"), Changes("a", "b"), LEDGER, day)

    assert possible == offer.staying.completion.possible
    assert possible == (() == offer.staying.completion.because)


def test_what_needs_an_exam_that_rests_on_a_model_that_is_gone_cannot_be_completed_any_more() -> None:
    made = released(START.edited("two", kind="exam", claims=("claim-0",)))
    side = replace(_side(made, "2026-Q3.1", exams=(f"{COURSE}/two",)), about={"baseline_models": ["new-1"]})

    offer = upgrade_offer(side, _side(made, "2026-Q4.1"), Changes("a", "b"), LEDGER, date(2026, 12, 1))

    assert not offer.staying.completion.possible
    assert "“Title of two” has fewer questions that hold than it asks" in offer.staying.completion.because[0]


def test_what_is_new_is_told_in_titles_and_no_identifiers() -> None:
    start = beginning()
    new = start.edited("item-0", text=1).edited("item-1", claims=("claim-2",)).edited("item-3", choices=1)
    new = State((*new.items, Item("item-9", "roleplay", minutes=1)), {**new.statements}, retired={"item-4": None})
    new = replace(new, items=tuple(item for item in new.items if item.id != "item-4"))
    one, other = released(start), released(new)
    course = changes_between(one.side(), other.side()).courses[0]

    assert [
        "New: the role-play “Title of item-9”, 1 minute.",
        "“Title of item-4” is gone. Why item-4 went.",
        "“Title of item-1” states something else about models than before.",
        "“Title of item-3” asks other questions, or takes other answers.",
        "“Title of item-0” has new or other explanations, examples or questions.",
    ] == list(whats_new(course, one.index, other.index))


def test_other_terms_are_told_as_such_and_not_as_other_questions() -> None:
    start = beginning()
    one, other = released(start), released(start.edited("item-5", pass_mark=75))
    course = changes_between(one.side(), other.side()).courses[0]

    assert ["“Title of item-5”: The pass mark is 75 now; it was 60."] == list(whats_new(course, one.index, other.index))


def test_what_made_way_for_something_that_did_not_change_is_told_with_it() -> None:
    one = released(START)
    other = released(replace(START, items=START.items[:2], retired={"three": "one"}))
    course = changes_between(one.side(), other.side()).courses[0]

    said = list(whats_new(course, one.index, other.index))

    assert [True] == [sentence.startswith("“Title of three” made way for “Title of one”.") for sentence in said]


def test_a_course_that_only_the_other_release_has_is_all_new_where_it_is_asked_about() -> None:
    made = released(START)

    offer = upgrade_offer(
        _side(made, "2026-Q3.1", courses=False), _side(made, "2026-Q4.1"), Changes("a", "b"), LEDGER, DAY, completed=["two"]
    )

    assert {"kept": ["two"], "refresh": [], "new": ["one", "three"], "ahead": [], "gone": []} == _parts(offer.carry_over[0])


def test_what_was_corrected_is_told_with_what_was_said_and_why_it_does_not_hold() -> None:
    made = released(START)
    correction = Correction("2026-Q3", "claim-0", "2026-11-20", "It is so.", "It never was.")
    corrected = Changes("a", "b", corrections=(correction,))

    offer = upgrade_offer(
        _side(made, "2026-Q3.1"), _side(made, "2026-Q4.1"), replace(corrected, new="c"), LEDGER, DAY, already=corrected
    )

    told = "Since 2026-11-20 this is known not to hold: “It is so.” It never was."
    assert ["corrected", "corrected"] == [line.plain.split()[0] for line in lines(offer) if told in line.plain]
    assert [f"- {told}", f"- {told}"] == [line for line in as_markdown(offer).splitlines() if told in line]
