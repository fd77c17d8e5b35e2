"""A source's facts go into the ledger, in the place of what the same source said before; nothing that it stopped saying goes.

Pure. What a source says of one thing (a model, a host, a field) is replaced as a whole; what it says nothing of any more stays,
and is told: packages drop models once they are gone, and the ledger must still know that they were there. Each source's facts are
its own, so that sources can come in any order, together or one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from coursewright.authoring.shapes.ledger_files import ApiFact, Fact, LedgerSource
from coursewright.errors import SourceMalformedError, SourceStaleError
from coursewright.renewing.sources.source_data import Cell, SourceData, cell_of

AnyFact = Fact | ApiFact


@dataclass(frozen=True, slots=True)
class CellChange:
    """What a source now says of one thing, and what it said before; nothing before where it is new."""

    cell: Cell
    before: tuple[str | int, ...]
    after: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The ledger's facts with a source's in them; what changed; and what the source says nothing of any more, which stayed."""

    facts: frozenset[AnyFact]
    changes: tuple[CellChange, ...]
    vanished: tuple[CellChange, ...]


def merged(ledger: frozenset[AnyFact], data: SourceData, providers: frozenset[str]) -> Merged:
    """The ledger's facts, with those of a source in the place of what it said before.

    Raises:
        SourceMalformedError: the source says nothing at all, and said something before.
    """
    before, after = _cells(fact for fact in ledger if fact.source == data.source), _cells(data.facts)
    if before and not after:
        count = sum(map(len, before.values()))
        raise SourceMalformedError(f"it says nothing of {', '.join(sorted(providers))} any more, and said {count} things before")
    kept = {cell: facts for cell, facts in before.items() if cell not in after}
    facts = {fact for fact in ledger if fact.source != data.source}.union(data.facts, *kept.values())
    changed = [cell for cell in after if after[cell] != before.get(cell, set())]
    gone = [cell for cell in kept if cell not in data.withheld and cell[1] in providers]
    return Merged(
        frozenset(facts),
        tuple(CellChange(cell, _values(before.get(cell, ())), _values(after[cell])) for cell in sorted(changed)),
        tuple(CellChange(cell, _values(kept[cell]), ()) for cell in sorted(gone)),
    )


def refuse_if_stale(data: SourceData, recorded: LedgerSource | None) -> None:
    """What was published before what the ledger was written from would take the ledger back in time.

    Raises:
        SourceStaleError: so it was; the message says both.
    """
    if recorded is None:
        return
    if data.version and recorded.version and _numbers(data.version) < _numbers(recorded.version):
        raise SourceStaleError(f"it is {data.version}, and the ledger was written from {recorded.version}")
    if data.as_of and recorded.as_of and data.as_of < recorded.as_of:
        raise SourceStaleError(f"its data are of {data.as_of}, and the ledger was written from those of {recorded.as_of}")


def _cells(facts: Iterable[AnyFact]) -> dict[Cell, set[AnyFact]]:
    cells: dict[Cell, set[AnyFact]] = defaultdict(set)
    for fact in facts:
        cells[cell_of(fact)].add(fact)
    return dict(cells)


def _values(facts: Iterable[AnyFact]) -> tuple[str | int, ...]:
    return tuple(sorted((fact.value for fact in facts), key=str))


def _numbers(version: str) -> list[int]:
    """A version's numbers, to compare: 1.109.1 is later than 1.98.2."""
    return [int(part) for part in "".join(c if c.isascii() and c.isdigit() else " " for c in version).split()]
