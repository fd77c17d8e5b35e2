"""A timeline in a terminal: a bar a model over quarters. ━ in use, ╍ its end announced, ✕ its end; │ today; ▔ an edition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.text import Text

from coursewright.renewing.ledger.timeline import Life, Span, Timeline

_IN_USE, _ENDING, _END, _ON, _BEFORE, _UNKNOWN, _TODAY = "━", "╍", "✕", "▸", "◂", "?", "│"
_WIDEST, _NARROWEST = 8, 2


def timeline_lines(drawn: Timeline, width: int) -> Iterator[Text]:
    """The lines, none wider than that where it can be done."""
    names = max((len(life.model) for life in drawn.lives), default=5) + 2
    quarters = len(list(drawn.axis.quarters()))
    step = max(_NARROWEST, min(_WIDEST, (width - names - 12) // quarters))
    columns = step * quarters
    yield from _heads(drawn, names, step, columns)
    for life in drawn.lives:
        yield _row(life, drawn, names, columns)


def _heads(drawn: Timeline, names: int, step: int, columns: int) -> Iterator[Text]:
    """Editions, years, quarters, and where today is."""
    yield from (_edition(span, drawn, names, columns) for span in drawn.spans)
    years = [" "] * (columns + step)
    marks = [" "] * columns
    for number, day in enumerate(drawn.axis.quarters()):
        if day.month == 1 or number == 0:
            years[number * step : number * step + 4] = str(day.year)
        label = f"Q{day.month // 3 + 1}"
        marks[number * step : number * step + min(step, len(label))] = label[:step]
    yield Text(" " * names + "".join(years).rstrip(), "bold")
    yield Text(" " * names + "".join(marks).rstrip(), "dim")


def _edition(span: Span, drawn: Timeline, names: int, columns: int) -> Text:
    start, end = _column(span.first, drawn, columns), _column(span.last, drawn, columns)
    bar = "▁" * max(1, end - start + 1)
    return Text(f"{'edition ' + span.name:<{names}}{' ' * start}{bar}", "cyan")


def _row(life: Life, drawn: Timeline, names: int, columns: int) -> Text:
    start = _column(life.released, drawn, columns) if life.released else 0
    end = _column(life.shutdown, drawn, columns) if life.shutdown else columns
    announced = _column(life.announced, drawn, columns) if life.announced else end
    today = _column(drawn.today, drawn, columns)
    line = Text(f"{life.model:<{names}}")
    for column in range(columns):
        line.append(*_cell(column, (start, announced, end, today), life, drawn))
    ends = f" {life.shutdown}" if life.shutdown else f" {_ON}"
    return line.append(ends, "red" if life.shutdown and life.shutdown <= drawn.today else "dim")


def _cell(column: int, marks: tuple[int, int, int, int], life: Life, drawn: Timeline) -> tuple[str, str]:
    start, announced, end, today = marks
    if life.shutdown and column == end:
        return _END, "red"
    if column == start and (life.released is None or life.released < drawn.axis.first):
        return (_BEFORE if life.released else _UNKNOWN), "green"
    if start <= column < end:
        sign, style = (_IN_USE, "green") if column < announced else (_ENDING, "yellow")
        return (("┿", style) if sign == _IN_USE else ("┼", style)) if column == today else (sign, style)
    return (_TODAY, "cyan") if column == today else (" ", "")


def _column(day: date, drawn: Timeline, columns: int) -> int:
    return min(int(drawn.axis.share(day) * columns), columns - 1)
