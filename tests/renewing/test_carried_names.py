"""Carry-over by names: several that became one, heirs of heirs and in circles, and records that hold names from long ago."""

from __future__ import annotations

from dataclasses import replace

import pytest

from course_states import Item, State
from coursewright.publishing.changes.between import changes_between
from coursewright.publishing.changes.change import Changes, Raised
from coursewright.renewing.upgrading.carry_over import CarryOver, Heir, carry_over
from coursewright.renewing.upgrading.comparing import comparing
from made_releases import released

CLAIMING = ("It no longer states what it did about old-1.",)
START = State((Item("one"), Item("two", claims=("claim-0",)), Item("three")), {"claim-0": 0})
MERGED = State((Item("both", formerly=("one", "two")), START.item("three")), START.statements)
"""Two became one that is like the first of them."""
ALIKE = MERGED.edited("both", claims=("claim-0",))
"""The same, and like the second."""


def _plan(old: State, new: State, *completed: str, already: Changes | None = None, is_compared: bool = True) -> CarryOver:
    one, other = released(old), released(new)
    compare = comparing(one.side(), other.side()) if is_compared else None
    changes = changes_between(one.side(), other.side())
    return carry_over(changes, one.index, other.index, frozenset(completed), already, compare)


def _found(plan: CarryOver) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Of what was completed: where it is, and why it is to be gone through again."""
    return {item.id: (part, item.why) for part in ("kept", "refresh") for item in getattr(plan, part)}


@pytest.mark.parametrize(
    ("completed", "found"),
    [
        (("one",), ("kept", ())),
        (("two",), ("refresh", CLAIMING)),
        (("one", "two"), ("kept", ())),
    ],
)
def test_each_of_those_that_became_one_is_compared_with_it_by_itself(
    completed: tuple[str, ...], found: tuple[str, tuple[str, ...]]
) -> None:
    assert {"both": found} == _found(_plan(START, MERGED, *completed))


def test_where_nobody_compares_what_became_one_is_gone_through_again() -> None:
    assert {"both": ("refresh", ("It is one with others now.",))} == _found(_plan(START, MERGED, "two", is_compared=False))


def test_what_an_editor_raised_is_gone_through_again_by_whoever_did_any_of_it() -> None:
    raised = replace(MERGED, raised=(("both", "It is about another law now."),))

    for name in ("one", "two"):
        part, why = _found(_plan(START, raised, name))["both"]
        assert ("refresh", True) == (part, "It is about another law now." in why)


@pytest.mark.parametrize(("new", "completed"), [(START.edited("one", text=1), "one"), (MERGED, "one"), (ALIKE, "two")])
def test_what_an_editor_raised_to_content_counts_as_it_is(new: State, completed: str) -> None:
    one, other = released(START), released(new)
    changes = changes_between(one.side(), other.side())
    course = changes.courses[0]
    items = tuple(replace(item, raised=Raised("content", "It reads better.")) for item in course.items)
    raised = replace(changes, courses=(replace(course, items=items),))
    plan = carry_over(raised, one.index, other.index, frozenset({completed}), compare=comparing(one.side(), other.side()))

    assert [("kept", ())] == list(_found(plan).values())


def test_of_those_that_became_one_the_others_are_gone_with_their_heir() -> None:
    assert [("two", Heir("both", "Title of both"))] == [(gone.id, gone.heir) for gone in _plan(START, MERGED).gone]


@pytest.mark.parametrize(("name", "heir"), [("three", "four"), ("four", "three"), ("three", "elsewhere"), ("three", "first")])
def test_heirs_that_lead_nowhere_end_somewhere(name: str, heir: str) -> None:
    """In a circle, to what never was, or to a module."""
    retired = {"three": "four", "four": "three"} | {name: heir}
    plan = _plan(START, State(START.items[:2], START.statements, retired=retired), "three")

    assert ({}, [("three", None, True)]) == (_found(plan), [(gone.id, gone.heir, gone.completed) for gone in plan.gone])


def test_an_heir_that_has_an_heir_itself_leads_on() -> None:
    retired = {"three": "four", "four": "five"}
    last = Item("six", formerly=("five",))
    plan = _plan(START, State((*START.items[:2], last), START.statements, retired=retired), "three")

    assert {"six": ("refresh", ("It took the place of “Title of three”.",))} == _found(plan)


def test_an_old_name_counts_for_what_the_edition_corrected_of_what_bears_it() -> None:
    """The claim of it was put otherwise in the edition already, so also who knows it by its old name goes through it again."""
    first = State((replace(START.item("two"), formerly=("zero",)), START.item("three")), START.statements)
    stands = replace(first, statements={"claim-0": 1})
    already = changes_between(released(first).side(), released(stands).side())
    new = stands.edited("three", text=1)

    for name in ("two", "zero"):
        assert {"two": ("refresh", ("What it states about old-1 was put otherwise.",))} == _found(
            _plan(stands, new, name, already=already)
        )


def test_an_old_name_of_what_another_took_in_is_gone_through_there() -> None:
    old = State((START.item("one"), replace(START.item("three"), formerly=("zero",))), START.statements)
    new = State((replace(START.item("one"), formerly=("zero", "three")),), START.statements)

    for name in ("three", "zero"):
        assert ["refresh"] == [part for part, _ in _found(_plan(old, new, name)).values()]


def test_what_became_one_under_a_new_name_that_was_given_up_counts_as_if_nobody_had_skipped_it() -> None:
    """`one` and `three` became `six` in an edition between, and that is called `three` again now: nobody can tell."""
    between = State((Item("six", formerly=("one", "three")), START.item("two")), START.statements)
    now = State((Item("three", formerly=("one", "six")), START.item("two")), START.statements)

    assert {"six": ("kept", ())} == _found(_plan(START, between, "one"))
    assert {"three": ("kept", ())} == _found(_plan(between, now, "six")) == _found(_plan(START, now, "one"))
    assert {"three": ("kept", ())} == _found(_plan(START, now, "six"))
    assert [("one", "three")] == [(gone.id, gone.heir and gone.heir.id) for gone in _plan(START, now, "one").gone]
