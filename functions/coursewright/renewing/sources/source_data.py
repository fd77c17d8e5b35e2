"""What one published source says: facts of models and of the API, what moving names pointed to, and what is odd about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coursewright.authoring.findings.finding import Finding
from coursewright.authoring.shapes.ledger_files import Alias, ApiFact, Fact

SINGLE = frozenset(
    {"released", "deprecated", "shutdown", "snapshot_of", "context_window", "max_output", "knowledge_cutoff"},
)
"""The fields with one value for each source; the others (replacement, capability, endpoint, rejected_by) may have several."""

Cell = tuple[str, str, str]
"""What a source says one thing of: a model or a part of the API, the host, the field."""


@dataclass(frozen=True, slots=True)
class SourceData:
    """A source as it was read. `as_of` is the day its data are of, where it says so; facts and aliases are in order.

    `models` are all that it knows, those that it says nothing else of among them. `withheld` are cells it speaks of in a way that
    cannot be true, each with a finding: they are not among the facts, and have not vanished either.
    """

    source: str
    version: str | None
    as_of: date | None
    facts: tuple[Fact | ApiFact, ...]
    aliases: tuple[Alias, ...] = ()
    findings: tuple[Finding, ...] = ()
    models: frozenset[str] = frozenset()
    withheld: frozenset[Cell] = frozenset()


def subject_of(fact: Fact | ApiFact) -> str:
    """What a fact is about: a model, or a part of the API, whose id begins with its kind."""
    return fact.api if isinstance(fact, ApiFact) else fact.model


def cell_of(fact: Fact | ApiFact) -> Cell:
    """What a fact says something of; together with its value and source, that is its identity."""
    return (subject_of(fact), fact.host, fact.field)
