"""A timeline as an SVG picture: light and dark as the reader's device asks, and told in words to who cannot see it.

Stands alone: no script, no font and no style from elsewhere. The same timeline always gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape

from coursewright.renewing.ledger.timeline import Life, Timeline

_NAMES, _ROW, _BAR, _HEAD, _END = 220, 22, 12, 68, 96
_PLOT, _NARROWEST, _WIDEST = 720, 64, 120
_LANE = 18
_STYLE = """
  svg { color-scheme: light dark; --paper: #ffffff; --ink: #1f2328; --faint: #59636e; --line: #d1d9e0; --band: #eef2f6;
        --use: #2f7d4f; --ending: #d29922; --gone: #8c959f; --today: #0b62c4; --edition: #6e56cf }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #0d1117; --ink: #e6edf3; --faint: #9198a1; --line: #30363d; --band: #161b22;
          --use: #3fb96f; --ending: #e3b341; --gone: #6e7681; --today: #6cb6ff; --edition: #a48fff }
  }
  .paper { fill: var(--paper) } .band { fill: var(--band) } .line { stroke: var(--line) }
  text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: var(--ink) }
  .name { fill: var(--ink) } .faint { fill: var(--faint) } .year { font-weight: 600 } .title { font-size: 16px; font-weight: 600 }
  .ends { paint-order: stroke; stroke: var(--paper); stroke-width: 3px }
  .use { fill: var(--use) } .ending { fill: var(--ending) } .gone { fill: var(--gone) }
  .end { stroke: var(--ink); stroke-width: 2 } .today { stroke: var(--today); stroke-width: 2 } .todays { fill: var(--today) }
  .edition { fill: var(--edition) }
"""


def timeline_svg(drawn: Timeline, title: str) -> str:
    """The picture, as the text of a file."""
    return "\n".join((*_Picture(drawn, title).parts(), ""))


class _Picture:
    def __init__(self, drawn: Timeline, title: str) -> None:
        self.drawn, self.title = drawn, title
        self.quarters = list(drawn.axis.quarters())
        self.step = min(max(_PLOT // len(self.quarters), _NARROWEST), _WIDEST)
        self.plot = self.step * len(self.quarters)
        self.width = _NAMES + self.plot + _END
        self.top = _HEAD + _LANE * len(drawn.spans) + 8
        self.bottom = self.top + _ROW * len(drawn.lives)
        self.height = self.bottom + 44

    def parts(self) -> Iterator[str]:
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" width="{self.width}" '
            f'height="{self.height}" role="img" aria-labelledby="title desc">'
        )
        yield f'<title id="title">{escape(self.title)}</title>'
        yield f'<desc id="desc">{escape(self._in_words())}</desc>'
        yield f"<style>{_STYLE}</style>"
        yield f'<rect class="paper" width="{self.width}" height="{self.height}"/>'
        yield f'<text class="title" x="12" y="26">{escape(self.title)}</text>'
        yield from self._grid()
        yield from self._editions()
        rows = [(life, self.top + _ROW * number) for number, life in enumerate(self.drawn.lives)]
        yield from (part for life, top in rows for part in self._bar(life, top))
        yield from self._today()
        yield from (part for life, top in rows for part in self._words(life, top))
        yield from self._legend()
        yield "</svg>"

    def _x(self, day: date) -> float:
        return round(_NAMES + self.drawn.axis.share(day) * self.plot, 1)

    def _grid(self) -> Iterator[str]:
        for number, day in enumerate(self.quarters):
            x = _NAMES + self.step * number
            if day.year % 2 == 0:
                yield f'<rect class="band" x="{x}" y="{_HEAD - 20}" width="{self.step}" height="{self.bottom - _HEAD + 20}"/>'
            yield f'<line class="line" x1="{x}" y1="{_HEAD - 20}" x2="{x}" y2="{self.bottom}"/>'
            if day.month == 1 or number == 0:
                yield f'<text class="year" x="{x + 4}" y="{_HEAD - 24}">{day.year}</text>'
            yield f'<text class="faint" x="{x + 4}" y="{_HEAD - 6}">Q{day.month // 3 + 1}</text>'

    def _editions(self) -> Iterator[str]:
        for number, span in enumerate(self.drawn.spans):
            y = _HEAD + _LANE * number + 2
            start, end = self._x(span.first), self._x(span.last)
            name = escape(f"edition {span.name}")
            yield f'<text class="faint" x="12" y="{y + 11}">{name}</text>'
            yield (
                f'<rect class="edition" x="{start}" y="{y + 3}" width="{round(max(end - start, 2), 1)}" height="8" rx="2">'
                f"<title>{name}: {span.first} to {span.last}</title></rect>"
            )

    def _bar(self, life: Life, top: float) -> Iterator[str]:
        start, turn, end = self._places(life)
        y = top + (_ROW - _BAR) / 2
        yield f"<g><title>{escape(_told(life))}</title>"
        pieces = [("gone", start, end)] if self._is_gone(life) else [("use", start, turn), ("ending", turn, end)]
        for kind, left, right in pieces:
            if right > left:
                yield f'<rect class="{kind}" x="{left}" y="{y}" width="{round(right - left, 1)}" height="{_BAR}"/>'
        if life.shutdown:
            yield f'<line class="end" x1="{end}" y1="{y - 2}" x2="{end}" y2="{y + _BAR + 2}"/>'
        yield "</g>"

    def _words(self, life: Life, top: float) -> Iterator[str]:
        ends = life.shutdown.isoformat() if life.shutdown else "no end known"
        yield f'<text class="{"faint" if self._is_gone(life) else "name"}" x="12" y="{top + 15}">{escape(life.model)}</text>'
        yield f'<text class="faint ends" x="{self._places(life)[2] + 6}" y="{top + 15}">{ends}</text>'

    def _places(self, life: Life) -> tuple[float, float, float]:
        """Where it begins, where its end was announced, and where it ends."""
        start = self._x(life.released or self.drawn.axis.first)
        end = self._x(life.shutdown) if life.shutdown else _NAMES + self.plot
        return (start, min(max(self._x(life.announced), start), end) if life.announced else end, end)

    def _is_gone(self, life: Life) -> bool:
        return life.shutdown is not None and life.shutdown <= self.drawn.today

    def _today(self) -> Iterator[str]:
        x = self._x(self.drawn.today)
        yield f'<line class="today" x1="{x}" y1="{_HEAD - 20}" x2="{x}" y2="{self.bottom + 4}"/>'
        yield f'<text class="todays" x="{x}" y="{self.bottom + 16}" text-anchor="middle">{self.drawn.today}</text>'

    def _legend(self) -> Iterator[str]:
        x, y = 12, self.bottom + 26
        for kind, said in (("use", "in use"), ("ending", "end announced"), ("gone", "shut down"), ("edition", "edition")):
            yield f'<rect class="{kind}" x="{x}" y="{y}" width="14" height="10"/>'
            yield f'<text class="faint" x="{x + 20}" y="{y + 9}">{said}</text>'
            x += 40 + 7 * len(said)
        if self.drawn.left_out:
            yield f'<text class="faint" x="{x}" y="{y + 9}">{self.drawn.left_out} that ended before are left out</text>'

    def _in_words(self) -> str:
        first, last = self.drawn.axis.first, self.drawn.axis.last
        head = f"{len(self.drawn.lives)} models from {first} to {last}, as of {self.drawn.today}."
        return " ".join((head, *(f"{_told(life)}." for life in self.drawn.lives)))


def _told(life: Life) -> str:
    """A life in words."""
    known = (("released", life.released), ("end announced", life.announced), ("shutdown", life.shutdown))
    said = [f"{what} {day}" for what, day in known if day]
    return f"{life.model}: {', '.join(said) or 'no days known'}"
