"""Courses as they might stand from release to release, made up in a moment: for tests that ask about thousands.

A `State` is what authors wrote of one course. `changed` does something to it that authors do, and keeps track by itself of what
became of every identifier (`fate`), so that heirs can be checked against it. made_releases.py makes releases of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

COURSE = "course"
MODULES = ("first", "second")
KINDS = ("lesson", "quiz", "exam", "roleplay", "practice", "survey")


@dataclass(frozen=True, slots=True)
class Item:
    """A lesson or an activity; numbers stand for texts. `formative` is of a quiz. `own` are names it had itself."""

    id: str
    kind: str = "lesson"
    text: int = 0
    claims: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ("goal-0",)
    choices: int = 0
    key: int = 0
    questions: int = 1
    pass_mark: int = 60
    formative: bool = False
    minutes: int = 5
    models: tuple[str, ...] = ()
    module: str = "first"
    formerly: tuple[str, ...] = ()
    own: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Its title."""
        return f"Title of {self.id}"


@dataclass(frozen=True, slots=True)
class Objective:
    """What a learner can do afterwards."""

    id: str
    text: str
    weight: int = 10
    safety: bool = False
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """A course. `statements` are numbers of texts by claim; `retired` is id → heir or None; `verified` are claims tried."""

    items: tuple[Item, ...]
    statements: Mapping[str, int]
    objectives: tuple[Objective, ...] = (Objective("goal-0", "Do the first thing"), Objective("goal-1", "Do another"))
    retired: Mapping[str, str | None] = field(default_factory=dict)
    retired_objectives: Mapping[str, str | None] = field(default_factory=dict)
    raised: tuple[tuple[str, str], ...] = ()
    verified: frozenset[str] = frozenset()
    certificates: Mapping[str, Any] = field(default_factory=dict)
    exam: str | None = None
    fate: Mapping[str, str | None] = field(default_factory=dict)
    made: int = 0

    def item(self, name: str) -> Item:
        """An item by its id."""
        return next(item for item in self.items if item.id == name)

    def edited(self, name: str, **fields: Any) -> State:  # noqa: ANN401 - of an Item
        """The same with other fields of one item."""
        return replace(self, items=tuple(replace(one, **fields) if one.id == name else one for one in self.items))


def beginning(kinds: tuple[str, ...] = ("lesson", "lesson", "lesson", "quiz", "lesson", "exam")) -> State:
    """A course with items of these kinds; every other quiz is the learner's own, and states a claim."""
    items = tuple(
        Item(
            f"item-{number}",
            kind,
            claims=(f"claim-{number % 3}",) if number % 2 and kind != "survey" else (),
            objectives=(f"goal-{number % 2}",),
            formative=kind == "quiz" and bool(number % 2),
        )
        for number, kind in enumerate(kinds)
    )
    return State(items, {f"claim-{number}": 0 for number in range(3)}, made=len(items))


def changed(state: State, operation: str, a: int, b: int) -> State:
    """The state once an author did something to its item `a`, counted round; the same where it cannot be done."""
    item, other = state.items[a % len(state.items)], state.items[b % len(state.items)]
    return OPERATIONS[operation](state, item, other, b)


def step(state: State, doings: list[tuple[str, int, int]]) -> State:
    """The next state; what editors raise is of items as they are called then."""
    start = replace(state, fate={item.id: item.id for item in state.items})
    for operation, a, b in sorted(doings, key=lambda doing: doing[0] == "raise"):
        start = changed(start, operation, a, b)
    return start


def _renamed(state: State, item: Item, name: str) -> State:
    former = tuple(one for one in (*item.formerly, item.id) if one != name)
    own = (*(one for one in item.own if one != name), item.id)
    return _went(state.edited(item.id, id=name, formerly=former, own=own), item.id, name)


def _retired(state: State, item: Item, heir: str | None) -> State:
    retired = {**state.retired, **dict.fromkeys((*item.formerly, item.id), heir)}
    items = tuple(one for one in state.items if one.id != item.id)
    return _went(replace(state, items=items, retired=retired), item.id, heir)


def _went(state: State, old: str, now: str | None) -> State:
    return replace(state, fate={name: now if at == old else at for name, at in state.fate.items()})


Operation = Callable[[State, Item, Item, int], State]


def _text(state: State, item: Item, _other: Item, _b: int) -> State:
    return state.edited(item.id, text=item.text + 1)


def _reword(state: State, _item: Item, _other: Item, b: int) -> State:
    claim = f"claim-{b % len(state.statements)}"
    return replace(state, statements={**state.statements, claim: state.statements[claim] + 1})


def _toggle_claim(state: State, item: Item, _other: Item, b: int) -> State:
    if item.kind not in ("lesson", "quiz", "exam"):
        return state
    return state.edited(item.id, claims=tuple(sorted({*item.claims} ^ {f"claim-{b % len(state.statements)}"})))


def _toggle_objective(state: State, item: Item, _other: Item, b: int) -> State:
    goal = state.objectives[b % len(state.objectives)].id
    return state.edited(item.id, objectives=tuple(sorted({*item.objectives} ^ {goal})) or (goal,))


def _choices(state: State, item: Item, _other: Item, _b: int) -> State:
    return state.edited(item.id, choices=item.choices + 1)


def _key(state: State, item: Item, _other: Item, _b: int) -> State:
    return state.edited(item.id, key=1 - item.key)


def _question_more(state: State, item: Item, _other: Item, _b: int) -> State:
    return state.edited(item.id, questions=item.questions + 1)


def _move(state: State, item: Item, _other: Item, _b: int) -> State:
    return state.edited(item.id, module=MODULES[item.module == MODULES[0]])


def _rename(state: State, item: Item, _other: Item, _b: int) -> State:
    return _renamed(replace(state, made=state.made + 1), item, f"item-{state.made}")


def _name_back(state: State, item: Item, _other: Item, _b: int) -> State:
    """A name may be given back to the thing that had it."""
    return _renamed(state, item, item.own[-1]) if item.own else state


def _merge(state: State, item: Item, other: Item, b: int) -> State:
    """Where in the list of former names authors write one tells nothing."""
    if item.id == other.id or item.kind != other.kind:
        return state
    names = (*item.formerly, item.id)
    found = state.edited(other.id, formerly=(*names, *other.formerly) if b % 2 else (*other.formerly, *names))
    return _went(replace(found, items=tuple(one for one in found.items if one.id != item.id)), item.id, other.id)


def _merge_anew(state: State, item: Item, other: Item, b: int) -> State:
    """Two become one that is called like neither."""
    if item.id == other.id or item.kind != other.kind:
        return state
    merged = _merge(state, item, other, b)
    return _rename(merged, merged.item(other.id), item, b)


def _retire(state: State, item: Item, other: Item, _b: int) -> State:
    if len(state.items) == 1:
        return state
    return _retired(state, item, other.id if other.id != item.id else None)


def _retire_for_new(state: State, item: Item, _other: Item, _b: int) -> State:
    name = f"item-{state.made}"
    return _retired(replace(state, items=(*state.items, Item(name, item.kind)), made=state.made + 1), item, name)


def _add(state: State, _item: Item, _other: Item, b: int) -> State:
    return replace(state, items=(*state.items, Item(f"item-{state.made}", KINDS[b % 2])), made=state.made + 1)


def _raise(state: State, item: Item, _other: Item, _b: int) -> State:
    return replace(state, raised=(*state.raised, (item.id, f"Because of {len(state.raised)}")))


def _rename_goal(state: State, _item: Item, _other: Item, b: int) -> State:
    goal = state.objectives[b % len(state.objectives)]
    name = f"goal-{state.made + 2}"
    renamed = replace(goal, id=name, formerly=(*goal.formerly, goal.id))
    goals = tuple(renamed if one is goal else one for one in state.objectives)
    return _serving(replace(state, objectives=goals, made=state.made + 1), goal.id, name)


def _merge_goals(state: State, _item: Item, _other: Item, b: int) -> State:
    """The goal before another becomes one with it."""
    goal, into = state.objectives[b % len(state.objectives) - 1], state.objectives[b % len(state.objectives)]
    if goal is into:
        return state
    merged = replace(into, formerly=(*into.formerly, *goal.formerly, goal.id))
    goals = tuple(merged if one is into else one for one in state.objectives if one is not goal)
    return _serving(replace(state, objectives=goals), goal.id, into.id)


def _serving(state: State, old: str, new: str) -> State:
    def served(item: Item) -> tuple[str, ...]:
        return tuple(sorted({new if name == old else name for name in item.objectives}))

    return replace(state, items=tuple(replace(item, objectives=served(item)) for item in state.items))


OPERATIONS: dict[str, Operation] = {
    "edit": _text,
    "reword claim": _reword,
    "toggle claim": _toggle_claim,
    "toggle objective": _toggle_objective,
    "rename goal": _rename_goal,
    "merge goals": _merge_goals,
    "other choices": _choices,
    "other key": _key,
    "another question": _question_more,
    "move": _move,
    "rename": _rename,
    "name back": _name_back,
    "merge": _merge,
    "merge anew": _merge_anew,
    "retire": _retire,
    "retire for a new one": _retire_for_new,
    "add": _add,
    "raise": _raise,
}
"""What authors do, by name."""
