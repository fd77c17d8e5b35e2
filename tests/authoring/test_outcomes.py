"""Decision tables against what each learner would see if every condition were looked at for them alone."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.trees import with_files
from coursewright.authoring.check import check, settle
from coursewright.authoring.findings.finding import Place
from coursewright.authoring.ledger import Ledger
from coursewright.authoring.markdown.conditions import MODEL, Condition
from coursewright.authoring.markdown.document import Block
from coursewright.authoring.outcomes import MAX_OUTCOMES, Outcomes, outcomes_of, values_of
from coursewright.authoring.shapes.curriculum_files import CurriculumFile

CURRICULUM = settle(check(with_files({})))
SETTINGS, LEDGER = CURRICULUM.settings, CURRICULUM.ledger
VALUES = values_of(SETTINGS, LEDGER)
SELECTORS = (*LEDGER.models, *LEDGER.families, "has:vision", "has:reasoning", "has:nothing", "unheard-of")
VALUES_SAID = {**VALUES, MODEL: SELECTORS}

conditions = st.sampled_from(sorted(VALUES)).flatmap(
    lambda dimension: st.builds(
        Condition,
        st.just(dimension),
        st.lists(st.sampled_from(VALUES_SAID[dimension]), min_size=1, max_size=3, unique=True).map(tuple),
        st.booleans(),
    )
)


def _block(*said: Condition) -> Block:
    return Block("paragraph", (), "", Place("a.md"), said)


blocks = st.lists(conditions, max_size=3).map(lambda said: _block(*said))


def _holds(condition: Condition, learner: dict[str, str], ledger: Ledger) -> bool:
    value = learner[condition.dimension]
    if condition.dimension == MODEL:
        named = any(value in ledger.select(selector) for selector in condition.values)
    else:
        named = value in condition.values
    return named != condition.negated


def _seen(said: list[Block], learner: dict[str, str]) -> tuple[int, ...]:
    return tuple(i for i, block in enumerate(said) if all(_holds(condition, learner, LEDGER) for condition in block.conditions))


def _learners() -> list[dict[str, str]]:
    return [dict(zip(VALUES, combination, strict=True)) for combination in product(*VALUES.values())]


def _looked_up(outcomes: Outcomes, learner: dict[str, str]) -> tuple[int, ...]:
    """What a server does: a class on each axis, the last axis fastest."""
    index = 0
    for axis in outcomes.axes:
        index = index * (max(axis.classes) + 1) + axis.classes[VALUES[axis.dimension].index(learner[axis.dimension])]
    return outcomes.shown[outcomes.table[index]]


@settings(deadline=None)
@given(st.lists(blocks, max_size=8))
def test_every_learner_sees_what_the_conditions_say(said: list[Block]) -> None:
    outcomes = outcomes_of(said, SETTINGS, LEDGER)

    assert outcomes is not None
    for learner in _learners():
        assert _seen(said, learner) == _looked_up(outcomes, learner)


@settings(deadline=None)
@given(st.lists(blocks, max_size=8))
def test_no_outcome_is_stored_twice_and_none_that_nobody_sees(said: list[Block]) -> None:
    outcomes = outcomes_of(said, SETTINGS, LEDGER)

    assert outcomes is not None
    assert len(set(outcomes.shown)) == len(outcomes.shown)
    assert {_seen(said, learner) for learner in _learners()} == set(outcomes.shown)


def test_a_lesson_without_conditions_has_one_outcome_and_no_axis() -> None:
    assert Outcomes((), ((0, 1),), (0,)) == outcomes_of([_block(), _block()], SETTINGS, LEDGER)


def test_values_no_condition_tells_apart_share_a_class() -> None:
    outcomes = outcomes_of([_block(Condition(MODEL, ("deep",)))], SETTINGS, LEDGER)

    assert outcomes is not None
    assert ("deep-1", "swift-1", "swift-2") == VALUES[MODEL]
    assert (0, 1, 1) == outcomes.axes[0].classes
    assert ((0,), ()) == outcomes.shown


def _with_dimensions(**values: int) -> CurriculumFile:
    dimensions = {
        name: {"title": name, "values": {f"v{n}": "V" for n in range(count)}, "default": "v0"} for name, count in values.items()
    }
    return CurriculumFile.model_validate(
        {**SETTINGS.model_dump(exclude={"avoid", "locales", "providers"}), "dimensions": dimensions}
        | {"locales": ("en",), "providers": ("openai",)}
    )


def _one_block_for_each(settings: CurriculumFile) -> list[Block]:
    return [_block(Condition(name, (value,))) for name, dimension in settings.dimensions.items() for value in dimension.values]


def test_as_many_outcomes_as_allowed_are_listed() -> None:
    settings = _with_dimensions(a=8, b=8)
    outcomes = outcomes_of(_one_block_for_each(settings), settings, LEDGER)

    assert outcomes is not None
    assert MAX_OUTCOMES == len(outcomes.shown)


def test_more_outcomes_than_allowed_are_not_listed() -> None:
    settings = _with_dimensions(a=13, b=5)

    assert outcomes_of(_one_block_for_each(settings), settings, LEDGER) is None


def test_combinations_without_end_are_not_looked_at_even_where_few_texts_come_of_them() -> None:
    names = [f"d{n}" for n in range(40)]
    settings = _with_dimensions(**dict.fromkeys(names, 2))

    assert outcomes_of([_block(*(Condition(name, ("v0",)) for name in names))], settings, LEDGER) is None
