"""A certificate that was earned on a course with ten objectives, and what becomes of it when the course is another one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from course_states import COURSE, Item, Objective, State
from coursewright.publishing.changes.between import changes_between
from coursewright.renewing.certificates.between import effect_between
from coursewright.renewing.certificates.certificate_effect import CertificateEffect
from coursewright.renewing.certificates.sides import CertificateSide, Source, read_side
from made_releases import Made, released

DAY = date(2026, 11, 25)
GOALS = tuple(Objective(f"goal-{number}", f"Do thing {number}") for number in range(10))
LESSONS = tuple(Item(f"lesson-{number}", objectives=(f"goal-{number}",)) for number in range(10))
EXAM = Item("exam", "exam", objectives=tuple(goal.id for goal in GOALS))
QUIZ = Item("quiz", "quiz", objectives=("goal-0", "goal-1"))
START = State((*LESSONS, QUIZ, EXAM), {"claim-0": 0, "claim-1": 0}, GOALS)


def side_of(made: Made, name: str) -> CertificateSide:
    """A release as far as the credential depends on it."""
    return read_side(name, "2026-Q4", made.manifest, made.objects.__getitem__, "credential", (COURSE,))


def source_of(made: Made, name: str) -> Source:
    """A release by its name."""
    return Source(name, "2026-Q4", made.manifest, made.objects.__getitem__)


def effect_of(new: State, old: State = START, now: str = "2026-Q4.2", **more: Any) -> CertificateEffect:  # noqa: ANN401 - of effect
    """What a state means for a certificate that was earned on another."""
    one, other = released(old), released(new)
    changes = changes_between(one.side(), other.side())
    return effect_between("credential", source_of(one, "2026-Q4.1"), source_of(other, now), changes, DAY, **more)


def with_goals(*changed: Objective, state: State = START) -> State:
    """A state with other objectives of the same ids."""
    by_id = {goal.id: goal for goal in changed}
    return replace(state, objectives=tuple(by_id.get(goal.id, goal) for goal in state.objectives))


def reworded(*numbers: int) -> State:
    """The beginning with some objectives that are others now."""
    return with_goals(*(replace(GOALS[number], text=f"Do another thing than {number}") for number in numbers))


def shares(found: CertificateEffect) -> dict[str, tuple[int, int]]:
    """The share of each objective that changed."""
    return {one.id: (one.least, one.most) for one in found.objectives if one.most}


def effects(found: CertificateEffect) -> tuple[str, str]:
    """The least and the most."""
    return found.least, found.most


def study_of(found: CertificateEffect) -> list[str]:
    """All that is to be learned."""
    return [study.id for one in found.objectives for study in one.study]
