"""Where sources disagree: a field with one value of which several are stated, which of them counts, and why.

Nothing is hidden: the others stay in the ledger, each with its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from coursewright.authoring.ledger import SOURCE_PRECEDENCE, ApiPart, Ledger, Model, rank
from coursewright.authoring.shapes.ledger_files import ApiFact, Fact, OverlayApiFact, OverlayFact
from coursewright.renewing.sources.source_data import SINGLE, cell_of

Why = Literal["by hand", "first in precedence", "first by name", "only one"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One value with a source that states it."""

    value: str | int
    source: str
    by_hand: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """All that is stated of one field of a model or a part of an API, that which counts first, and why it does."""

    subject: str
    host: str
    field: str
    statements: tuple[Statement, ...]
    why: Why

    @property
    def is_conflict(self) -> bool:
        """Whether it can have one value only, and several are stated."""
        return self.field in SINGLE and len({statement.value for statement in self.statements}) > 1

    @property
    def counting(self) -> tuple[str | int, ...]:
        """The value that counts; of a field that may have several, all: those by hand, or else those of every source."""
        first = self.statements[0]
        if self.field in SINGLE:
            return (first.value,)
        return tuple(dict.fromkeys(one.value for one in self.statements if one.by_hand == first.by_hand))


def stated(facts: Iterable[Fact | ApiFact]) -> Iterator[Stated]:
    """Facts by what they speak of, in order."""
    for (subject, host, field), same in groupby(sorted(facts, key=lambda fact: (cell_of(fact), rank(fact))), key=cell_of):
        statements = tuple(_statement(fact) for fact in same)
        yield Stated(subject, host, field, statements, _why(statements))


def conflicts(ledger: Ledger) -> tuple[Stated, ...]:
    """Every disagreement in a ledger, those about shutdowns first."""
    known: list[Model | ApiPart] = [*ledger.models.values(), *ledger.api.values()]
    return _disagreements(subject.facts for subject in known)


def conflicts_in(ledger: Mapping[str, Any]) -> tuple[Stated, ...]:
    """The same of a ledger object."""
    return _disagreements(facts_of(known) for known in (*ledger["models"], *ledger.get("api", ())))


def _disagreements(subjects: Iterable[Iterable[Fact | ApiFact]]) -> tuple[Stated, ...]:
    found = (one for facts in subjects for one in stated(facts) if one.is_conflict)
    return tuple(sorted(found, key=lambda one: (one.field != "shutdown", one.field, one.subject, one.host)))


def facts_of(known: Mapping[str, Any]) -> list[Fact | ApiFact]:
    """The facts of a model, or of a part of an API, as a ledger object holds them; they were held against their shapes before."""
    is_api = ":/" in known["id"] or known["id"].split(":")[0] in ("parameter", "header", "product")
    shapes: tuple[type[Fact | ApiFact], type[Fact | ApiFact]] = (ApiFact, OverlayApiFact) if is_api else (Fact, OverlayFact)
    whose = {"api" if is_api else "model": known["id"]}
    return [shapes[bool(fact.get("by_hand"))].model_construct(**whose, **_without_hand(fact)) for fact in known["facts"]]


def _without_hand(fact: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fact.items() if name != "by_hand"}


def _statement(fact: Fact | ApiFact) -> Statement:
    return Statement(fact.value, fact.source, isinstance(fact, OverlayFact | OverlayApiFact))


def _why(statements: tuple[Statement, ...]) -> Why:
    if statements[0].by_hand:
        return "by hand"
    if len({statement.value for statement in statements}) == 1:
        return "only one"
    return "first in precedence" if statements[0].source in SOURCE_PRECEDENCE else "first by name"
