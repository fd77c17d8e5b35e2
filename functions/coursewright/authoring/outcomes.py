"""Conditions split learners into finitely many outcomes: which blocks each combination of model and audience sees.

Takes a lesson's blocks, the declared dimensions and the ledger; gives one decision table. Values that no condition of the lesson
tells apart share a class, so the table stays small however many models the ledger has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from coursewright.authoring.ledger import Ledger
from coursewright.authoring.markdown.conditions import MODEL, Condition
from coursewright.authoring.markdown.document import Block
from coursewright.authoring.shapes.curriculum_files import CurriculumFile

MAX_OUTCOMES = 64
MAX_COMBINATIONS = 20_000


@dataclass(frozen=True, slots=True)
class Axis:
    """One dimension as one lesson sees it: the class of each value, in the order `values_of` gives."""

    dimension: str
    classes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """`shown[k]` holds the indexes of the blocks of outcome k; `table` gives k by class in axis order, the last axis fastest."""

    axes: tuple[Axis, ...]
    shown: tuple[tuple[int, ...], ...]
    table: tuple[int, ...]


def outcomes_of(blocks: Sequence[Block], settings: CurriculumFile, ledger: Ledger) -> Outcomes | None:
    """The outcomes of a lesson; None where there are more than MAX_OUTCOMES, or more than MAX_COMBINATIONS to look at."""
    conditions = sorted({condition for block in blocks for condition in block.conditions})
    axes, truths = [], []
    for dimension in sorted({condition.dimension for condition in conditions}):
        own = [condition for condition in conditions if condition.dimension == dimension]
        axis, classes = _axis(dimension, own, settings, ledger)
        axes.append(axis)
        truths.append([dict(zip(own, row, strict=True)) for row in classes])
    if prod(len(rows) for rows in truths) > MAX_COMBINATIONS:
        return None
    shown: dict[tuple[int, ...], int] = {}
    table: list[int] = []
    for combination in product(*truths):
        holds = {condition: truth for part in combination for condition, truth in part.items()}
        seen = tuple(i for i, block in enumerate(blocks) if all(holds[condition] for condition in block.conditions))
        table.append(shown.setdefault(seen, len(shown)))
        if len(shown) > MAX_OUTCOMES:
            return None
    return Outcomes(tuple(axes), tuple(shown), tuple(table))


def _axis(
    dimension: str, conditions: Sequence[Condition], settings: CurriculumFile, ledger: Ledger
) -> tuple[Axis, list[tuple[bool, ...]]]:
    """A dimension's values grouped by which of the conditions they make true; the rows say which."""
    if dimension == MODEL:
        named = {condition: _models(condition, ledger) for condition in conditions}
    else:
        named = {condition: frozenset(condition.values) for condition in conditions}
    rows: dict[tuple[bool, ...], int] = {}
    classes: list[int] = []
    for value in values_of(settings, ledger)[dimension]:
        truth = tuple((value in named[condition]) != condition.negated for condition in conditions)
        classes.append(rows.setdefault(truth, len(rows)))
    return Axis(dimension, tuple(classes)), list(rows)


def values_of(settings: CurriculumFile, ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """Every dimension with its values in the order that axes count in: models by name, others as declared."""
    return {
        MODEL: tuple(sorted(ledger.models)),
        **{str(name): tuple(map(str, dimension.values)) for name, dimension in settings.dimensions.items()},
    }


def _models(condition: Condition, ledger: Ledger) -> frozenset[str]:
    return frozenset[str]().union(*(ledger.select(selector) for selector in condition.values))


def undeclared(condition: Condition, settings: CurriculumFile) -> Iterator[str]:
    """Sentences on what a condition names and curriculum.yaml does not declare."""
    if condition.dimension == MODEL:
        return
    declared = {str(name): dimension for name, dimension in settings.dimensions.items()}.get(condition.dimension)
    if declared is None:
        known = ", ".join(sorted(settings.dimensions)) or "none"
        yield f'no dimension "{condition.dimension}" is declared; there are: {known}'
        return
    for value in condition.values:
        if value not in declared.values:
            yield f'"{value}" is no {condition.dimension}; there are: {", ".join(sorted(declared.values))}'
