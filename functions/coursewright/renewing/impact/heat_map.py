"""Lessons and activities by models: where a release depends on what, and how each stands on a day.

Takes a catalogue, the impact of a day and the ledger it was worked out by; gives a row for each item that depends on a model by
name, and a column for each such name, the soonest to end first. An item's cell is `current` where it depends on a name that goes
on, one of the statuses of links.py where that has an event, and empty where the item does not depend on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coursewright.renewing.catalogue import Catalogue
from coursewright.renewing.impact.impact import Affected, Impact
from coursewright.renewing.impact.links import STATUSES
from coursewright.renewing.model_ends import ModelEnds

CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Row:
    """A lesson or an activity, with a cell for each name that it depends on."""

    id: str
    title: str
    cells: Mapping[str, str]
    because: Mapping[str, str]

    @property
    def status(self) -> str:
        """The worst of its cells."""
        return min(self.cells.values(), key=[*STATUSES, CURRENT].index, default=CURRENT)


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Rows in the order of the outlines; columns with the day they end, if one is known."""

    columns: Sequence[tuple[str, date | None]]
    rows: Sequence[Row]


def heat_map(catalogue: Catalogue, impact: Impact, ledger: Mapping[str, Any] | None = None) -> HeatMap:
    """The heat map of a release on the day of an impact."""
    ends = ModelEnds(ledger or catalogue.ledger)
    affected = {
        (one.id, outcome.event.subject): one
        for outcome in impact.outcomes
        if outcome.event.kind in ("shutdown", "alias")
        for one in outcome.affected
        if one.kind in ("lesson", "activity")
    }
    rows = []
    for course in catalogue.courses:
        for item, entry in course.items():
            names = sorted(course.names_in(item))
            if names:
                rows.append(_row(f"{course.id}/{item}", entry["title"], names, affected))
    used = {name for row in rows for name in row.cells}
    columns = sorted(((name, ends.end(name)) for name in used), key=lambda column: (column[1] or date.max, column[0]))
    return HeatMap(columns, rows)


def _row(item: str, title: str, names: Sequence[str], affected: Mapping[tuple[str, str], Affected]) -> Row:
    found = {name: affected[item, name] for name in names if (item, name) in affected}
    cells = {name: found[name].status if name in found else CURRENT for name in names}
    return Row(item, title, cells, {name: one.because for name, one in found.items()})
