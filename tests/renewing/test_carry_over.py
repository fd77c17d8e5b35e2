"""What carries over: nothing that was completed is lost, and what two steps keep, one does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_states import OPERATIONS, Item, State, beginning, step
from coursewright.publishing.changes.between import changes_between
from coursewright.renewing.upgrading.carry_over import Carried, CarryOver, carry_over
from coursewright.renewing.upgrading.comparing import comparing
from made_releases import Made, released

IDENTITIES = ("rename", "name back", "merge", "merge anew", "retire", "retire for a new one")
"""What authors do to identifiers; half of what is done here, as chains of it are rare else."""
DOINGS = st.lists(
    st.tuples(st.sampled_from(IDENTITIES) | st.sampled_from(list(OPERATIONS)), st.integers(0, 7), st.integers(0, 7)),
    min_size=1,
    max_size=6,
)
COMPLETED = st.sets(st.integers(0, 5), min_size=1)


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
    _is_deserved(a.state, c.state, completed, at_once)
    through = {name: c.state.fate.get(at) if at else None for name, at in b.state.fate.items()}
    assert {name for name in completed if through[name]} <= _answers_for((*at_once.kept, *at_once.refresh))
    new_names = straight.plan(_ids(before.kept))
    assert {name for name in _ids(before.kept) if c.state.fate[name]} <= _answers_for((*new_names.kept, *new_names.refresh))
    old_names, now = on.plan(completed), on.plan(frozenset(at for name in completed if (at := b.state.fate[name])))
    assert {name for name in completed if through[name]} <= _answers_for((*old_names.kept, *old_names.refresh))
    assert _ids(old_names.kept) <= _ids(now.kept)
    if completed.isdisjoint(b.state.retired):
        assert _ids(old_names.kept) == _ids(now.kept)


def _is_not_lost(state: State, completed: frozenset[str], plan: CarryOver) -> None:
    for name in completed:
        now = state.fate.get(name)
        carried = [item for item in (*plan.kept, *plan.refresh) if name in (item.id, *item.was)]
        if now is not None:
            assert [now] == [item.id for item in carried], name
        elif name in state.fate:
            assert [None] == [gone.heir for gone in plan.gone if gone.id == name], name


def _is_deserved(old: State, new: State, completed: frozenset[str], plan: CarryOver) -> None:
    """What counts as it is claims and asks what something did that was completed: to that somebody can hold up what they did."""
    for item in plan.kept:
        done = [old.item(name) for name in completed & {item.id, *item.was}]
        assert _asked(new, new.item(item.id)) in [_asked(old, one) for one in done], item.id


def _asked(state: State, item: Item) -> object:
    claims = {name: state.statements[name] for name in item.claims}
    marked = (item.choices, item.key, item.questions, item.pass_mark) if item.kind in ("quiz", "exam") else None
    return item.kind, claims, marked


def _is_a_partition(old: Made, new: Made, plan: CarryOver) -> None:
    parts = [item.id for part in (plan.kept, plan.refresh, plan.new, plan.ahead) for item in part]
    assert sorted(parts) == sorted(new.index["items"])
    known = {name for part in (plan.kept, plan.refresh, plan.new, plan.ahead) for name in _answers_for(part)}
    assert set(old.index["items"]) <= known | {gone.id for gone in plan.gone}


@pytest.mark.parametrize(
    "triples", [300, pytest.param(2000, marks=pytest.mark.thorough), pytest.param(20_000, marks=pytest.mark.endurance)]
)
def test_nothing_completed_is_lost_and_two_steps_keep_no_more_than_one(triples: int) -> None:
    settings(max_examples=triples, deadline=None)(given(first=DOINGS, second=DOINGS, done=COMPLETED)(_holds))()
