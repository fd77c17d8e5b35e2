"""Records drawn as lines: a column for each place a log has stood at, as `git log --graph` has one for each branch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from coursewright.commands.publishing.documents import RecordJson
from coursewright.commands.publishing.views import HistoryJson

_GLYPHS = {"promote": ("●", "green"), "follow": ("○", "dim"), "rollback": ("◀", "yellow"), "withdraw": ("✗", "red")}
_MOST_LANES = 6


def drawn(history: HistoryJson) -> Iterator[Text]:
    """One line for each record, in columns."""
    lanes = _lanes(history)
    rows = [
        (str(record.number), record.act, _step(record), _release(record), record.by, when(record.at))
        for record in history.records
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(6)]
    oldest = {lane: number for number, lane in enumerate(lanes)}  # the last line, from the top, at which a lane is used
    for number, (record, row, lane) in enumerate(zip(history.records, rows, lanes, strict=True)):
        line = Text()
        for column in range(max(lanes) + 1):
            glyph, style = _GLYPHS.get(record.act, ("●", "")) if column == lane else ("│", "dim")
            is_there = column == lane or number < oldest.get(column, -1)
            line.append(f"{glyph if is_there else ' '} ", style)
        line.append(f" {row[0]:>{widths[0]}}  ", "bold")
        line.append(f"{row[1]:<{widths[1]}}  ", _GLYPHS.get(record.act, ("", ""))[1])
        cells = [f"{text:<{width}}" for text, width in zip(row[2:], widths[2:], strict=True)]
        line.append(f"{cells[0]}  {cells[1]}{cells[2]}  {cells[3]}")
        line.append(f"  {record.why}" if record.why else "", "dim")
        line.rstrip()
        yield line


def columns(rows: Sequence[tuple[str, ...]]) -> Iterator[Text]:
    """Rows with their cells under one another; the last cell is as long as it likes."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
    for row in rows:
        line = Text("  ".join(f"{cell:<{width}}" for cell, width in zip(row[:-1], widths, strict=False)))
        line.append(f"  {row[-1]}", "red" if row[-1].startswith("✗") else "dim")
        line.rstrip()
        yield line


def when(at: str) -> str:
    """A time as people read it."""
    return at.replace("T", " ").replace("+00:00", "Z")


def _step(record: RecordJson) -> str:
    """From where to where; a withdrawal says what was withdrawn."""
    if record.act == "withdraw" and record.from_ == record.to:
        return f"{record.withdrawn}, stays at {record.to}" if record.withdrawn != record.to else f"{record.to}, no good one left"
    if record.from_ == record.to:
        return f"at {record.to}"
    return f"{record.from_} → {record.to}" if record.from_ else f"→ {record.to}"


def _release(record: RecordJson) -> str:
    """What readers of a channel get; an edition's step says it already."""
    return "" if record.release == record.to else f"{record.release}  "


def _lanes(history: HistoryJson) -> list[int]:
    """The column of each record: the places in their order, the oldest of too many sharing the first."""
    places = sorted({record.to or "" for record in history.records}, key=lambda name: (len(name), name))
    first = max(0, len(places) - _MOST_LANES)
    return [max(0, places.index(record.to or "") - first) for record in history.records]
