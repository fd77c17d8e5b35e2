"""What carries over: nothing that was completed is lost, and what two steps keep, one does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_states import OPERATIONS, State, beginning, step
from coursewright.publishing.changes.between import changes_between
from coursewright.renewing.upgrading.carry_over import Carried, CarryOver, carry_over
from coursewright.renewing.upgrading.comparing import comparing
from made_releases import Made, released

DOINGS = st.lists(st.tuples(st.sampled_from(list(OPERATIONS)), st.integers(0, 7), st.integers(0, 7)), max_size=5)
COMPLETED = st.sets(st.integers(0, 5))


class _Way:
    """From one release to another; what changed is told once."""

    def __init__(self, old: Made, new: Made) -> None:
        self.old, self.new = old, new
        self.changes = changes_between(old.side(), new.side())
        self.compare = comparing(old.side(), new.side())

    def plan(self, completed: frozenset[str] | None) -> CarryOver:
        """What carries over."""
        return carry_over(self.changes, self.old.index, self.new.index, completed, compare=self.compare)


def _answers_for(items: tuple[Carried, ...]) -> set[str]:
    return {name for item in items for name in (item.id, *item.was)}


def _ids(items: tuple[Carried, ...]) -> frozenset[str]:
    return frozenset(item.id for item in items)


def _triple(first: list[tuple[str, int, int]], second: list[tuple[str, int, int]]) -> tuple[Made, Made, Made]:
    start = beginning()
    middle = step(start, first)
    return released(start), released(middle), released(step(middle, second))


def _holds(first: list[tuple[str, int, int]], second: list[tuple[str, int, int]], done: set[int]) -> None:
    a, b, c = _triple(first, second)
    completed = frozenset(a.state.items[number].id for number in done)
    there, on, straight = _Way(a, b), _Way(b, c), _Way(a, c)
    before, then = there.plan(completed), on.plan(completed)
    _is_not_lost(b.state, completed, before)
    _is_not_lost(c.state, frozenset(name for name in completed if name in c.state.fate), then)
    after = on.plan(_ids(before.kept))
    at_once = straight.plan(completed)
    assert _ids(after.kept) <= _ids(at_once.kept)
    _is_a_partition(a, c, at_once)
    through = {name: c.state.fate.get(at) if at else None for name, at in b.state.fate.items()}
    assert {name for name in completed if through[name]} <= _answers_for((*at_once.kept, *at_once.refresh))


def _is_not_lost(state: State, completed: frozenset[str], plan: CarryOver) -> None:
    for name in completed:
        now = state.fate.get(name)
        carried = [item for item in (*plan.kept, *plan.refresh) if name in (item.id, *item.was)]
        if now is not None:
            assert [now] == [item.id for item in carried], name
        elif name in state.fate:
            assert [None] == [gone.heir for gone in plan.gone if gone.id == name], name


def _is_a_partition(old: Made, new: Made, plan: CarryOver) -> None:
    parts = [item.id for part in (plan.kept, plan.refresh, plan.new, plan.ahead) for item in part]
    assert sorted(parts) == sorted(new.index["items"])
    known = {name for part in (plan.kept, plan.refresh, plan.new, plan.ahead) for name in _answers_for(part)}
    assert set(old.index["items"]) <= known | {gone.id for gone in plan.gone}


@pytest.mark.parametrize(
    "triples", [500, pytest.param(2000, marks=pytest.mark.thorough), pytest.param(20_000, marks=pytest.mark.endurance)]
)
def test_nothing_completed_is_lost_and_two_steps_keep_no_more_than_one(triples: int) -> None:
    settings(max_examples=triples, deadline=None)(given(first=DOINGS, second=DOINGS, done=COMPLETED)(_holds))()
