"""A burn-down as a drawing: columns of block characters for a terminal, or an SVG.

Takes the points of an edition; gives lines, or a document. A day without a commit is as the day before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from coursewright.renewing.work.burn_down import Point
from coursewright.renewing.work.progress import Counts

_BLOCKS = " ▁▂▃▄▅▆▇█"
_EIGHTHS = 8
_HEIGHT = 8
_WIDEST = 72
_SVG_WIDTH, _SVG_HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 260, 44, 16, 36, 34
_LEAST_LABEL = 24
_COLUMN = 6


def daily(points: Sequence[Point]) -> list[Point]:
    """A point for every day from the first to the last."""
    by_day = {point.day: point.counts for point in points}
    days: list[Point] = []
    day, counts = points[0].day, points[0].counts
    while day <= points[-1].day:
        counts = by_day.get(day, counts)
        days.append(Point(day, counts))
        day += timedelta(days=1)
    return days


def drawn(points: Sequence[Point], *, blocks: bool = True) -> list[str]:
    """Open items by day, as lines of text. Without `blocks`, for what can show ASCII only."""
    whole = daily(points)
    days = _thinned(whole)
    most = max(1, *(point.counts.open for point in days))
    width = min(_COLUMN, max(2, _WIDEST // len(days))) if len(days) < _LEAST_LABEL else 1
    bars = [_bar(point.counts.open, most, blocks=blocks) for point in days]
    label = len(str(most))
    lines = []
    for row in reversed(range(_HEIGHT)):
        shown = str(most) if row == _HEIGHT - 1 else "0" if row == 0 else ""
        edge = "┤" if shown else "│"
        cells = "".join(bar[row] * (width - 1) + (" " if width > 1 else bar[row]) for bar in bars)
        lines.append(f"{shown:>{label}} {edge if blocks else '|'}{cells}".rstrip())
    first, last = f"{whole[0].day:%d %b}", f"{whole[-1].day:%d %b}"
    across = len(days) * width
    axis = first if len(whole) == 1 else f"{first}{last:>{max(across - len(first), len(last) + 1)}}"
    rule = ("└" + "─" * across) if blocks else ("+" + "-" * across)
    return [*lines, f"{'':{label}} {rule}", f"{'':{label}}  {axis}"]


def _thinned(days: list[Point]) -> list[Point]:
    """No more days than fit; of several in one column, the last counts."""
    each = -(-len(days) // _WIDEST)
    return [days[min(start + each, len(days)) - 1] for start in range(0, len(days), each)]


def _bar(value: int, most: int, *, blocks: bool) -> str:
    """The cells of a column from the bottom up; what is not nought is seen."""
    eighths = max(1, round(value / most * _HEIGHT * _EIGHTHS)) if value else 0
    filled = [min(_EIGHTHS, max(0, eighths - row * _EIGHTHS)) for row in range(_HEIGHT)]
    if blocks:
        return "".join(_BLOCKS[cell] for cell in filled)
    return "".join("#" if cell * 2 >= _EIGHTHS or (cell and row == 0) else " " for row, cell in enumerate(filled))


def svg(edition: str, points: Sequence[Point], until: date) -> str:
    """The same as a document of its own: what is open and what is acknowledged, up to the edition's first day."""
    days = daily(points)
    last = max(until, days[-1].day)
    span = max(1, (last - days[0].day).days)
    most = max(1, *(point.counts.open + point.counts.acknowledged for point in days))

    def at(day: date, value: float) -> tuple[float, float]:
        across = _LEFT + (day - days[0].day).days / span * (_SVG_WIDTH - _LEFT - _RIGHT)
        return round(across, 1), round(_SVG_HEIGHT - _BOTTOM - value / most * (_SVG_HEIGHT - _TOP - _BOTTOM), 1)

    def area(values: Sequence[tuple[date, int]]) -> str:
        steps = [at(values[0][0], 0)]
        for day, value in values:
            steps += [(at(day, 0)[0], steps[-1][1]), at(day, value)]
        steps.append((steps[-1][0], at(days[0].day, 0)[1]))
        return " ".join(f"{x:g},{y:g}" for x, y in steps)

    now = days[-1].counts
    lived_with = area([(point.day, point.counts.open + point.counts.acknowledged) for point in days])
    open_ = area([(point.day, point.counts.open) for point in days])
    bottom, title = _SVG_HEIGHT - _BOTTOM, f"{edition}: {said(now)} on {days[-1].day}"
    (from_x, from_y), (to_x, to_y) = at(days[0].day, days[0].counts.open), at(until, 0)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SVG_WIDTH} {_SVG_HEIGHT}" role="img" \
aria-label="{title}" font-family="system-ui, sans-serif" font-size="12">
<title>{title}</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="{_LEFT}" y="20" font-weight="600" fill="#1b1f24">{title}</text>
<polygon points="{lived_with}" fill="#d8dee4"/>
<polygon points="{open_}" fill="#0b6e99"/>
<line x1="{from_x:g}" y1="{from_y:g}" x2="{to_x:g}" y2="{to_y:g}" stroke="#57606a" stroke-dasharray="4 4"/>
<line x1="{_LEFT}" y1="{bottom}" x2="{_SVG_WIDTH - _RIGHT}" y2="{bottom}" stroke="#57606a"/>
<g fill="#57606a"><text x="{_LEFT - 8}" y="{_TOP + 4}" text-anchor="end">{most}</text>
<text x="{_LEFT - 8}" y="{bottom}" text-anchor="end">0</text>
<text x="{_LEFT}" y="{_SVG_HEIGHT - 12}">{days[0].day}</text>
<text x="{_SVG_WIDTH - _RIGHT}" y="{_SVG_HEIGHT - 12}" text-anchor="end">{last}</text></g>
</svg>
"""


def said(counts: Counts) -> str:
    """Counts in words."""
    return f"{counts.open} open, {counts.acknowledged} acknowledged, {counts.done} done"
