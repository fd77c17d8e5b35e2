"""Whatever changes besides, a certificate is never asked for less."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from operator import le

import pytest

from certified import (
    START,
    effect_of,
    with_goals,
)
from course_states import Item, Objective, State
from coursewright.renewing.certificates.certificate_effect import CertificateEffect
from coursewright.renewing.certificates.rules import EFFECTS

_DOINGS: Mapping[str, Callable[[State], State]] = {
    "another goal": lambda state: _reworded_in(state, "goal-0"),
    "a second goal": lambda state: _reworded_in(state, "goal-1"),
    "a goal about safety": lambda state: with_goals(
        *(replace(one, safety=True) for one in state.objectives if one.id == "goal-2"), state=state
    ),
    "a new goal": lambda state: replace(
        state,
        objectives=(*state.objectives, Objective("more", "Do more", 15)),
        items=(*state.items, Item("more-lesson", objectives=("more",))),
    ),
    "a claim": lambda state: state.edited("lesson-3", claims=("claim-0",)),
    "a lesson with a claim": lambda state: replace(
        state, items=(*state.items, Item("told", objectives=("goal-4",), claims=("claim-1",)))
    ),
    "other choices": lambda state: state.edited("quiz", choices=1),
    "another key": lambda state: state.edited("quiz", key=1),
    "another pass mark": lambda state: state.edited("exam", pass_mark=80),
    "another question": lambda state: state.edited("exam", questions=2),
    "another text": lambda state: state.edited("lesson-5", text=1),
    "raised": lambda state: replace(state, raised=(("lesson-6", "It matters."),)),
    "a talk": lambda state: replace(state, items=(*state.items, Item("talk", "roleplay", objectives=("goal-7",)))),
    "another exam": lambda state: replace(state, items=(*state.items, Item("board", "exam", objectives=())), exam="board"),
}


def _reworded_in(state: State, name: str) -> State:
    goal = next(one for one in state.objectives if one.id == name)
    return with_goals(replace(goal, text=f"Do another thing than {name}"), state=state)


@pytest.mark.parametrize("name", _DOINGS)
def test_whatever_is_done_besides_never_less_is_asked(name: str) -> None:
    alone = effect_of(_DOINGS[name](START))
    for other, do in _DOINGS.items():
        if other != name:
            both = effect_of(do(_DOINGS[name](START)))
            assert all(map(le, _places(alone), _places(both))), other
            assert all(map(le, alone.changed(), both.changed())), other
            assert EFFECTS.index(both.least) <= EFFECTS.index(both.most)


def _places(found: CertificateEffect) -> tuple[int, int]:
    return EFFECTS.index(found.least), EFFECTS.index(found.most)
