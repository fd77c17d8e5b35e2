"""An impact as a page to look at: how much of what, a heat map of lessons by models, and each event with what it affects.

One file that needs nothing else: no script, no address elsewhere, every text of authors escaped. Rows where something happens
come first in the map; of the others so many are shown that the page stays quick to open, and the rest is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape

from coursewright.renewing.impact.heat_map import CURRENT, HeatMap, Row
from coursewright.renewing.impact.impact import WORK, Affected, Impact, Outcome
from coursewright.renewing.impact.links import STATUSES
from coursewright.renewing.impact.reports.page_style import STYLE
from coursewright.renewing.impact.reports.telling import (
    advice,
    counted,
    follows,
    happenings,
    heading,
    overdue,
    reach,
    title,
    where,
)

MOST_ROWS = 300
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_MEANINGS = {
    "broken": "what it needs is gone",
    "expiring": "it ends within the notice, or a part of it ends or ended",
    "api-changed": "a part of the API it speaks of changes",
    "re-probe": "it was verified on something that is gone or moved",
    "unverified": "somebody has to look again",
    CURRENT: "depends on it, and it goes on",
}


def as_page(impact: Impact, heat_map: HeatMap) -> str:
    """The whole page, in HTML."""
    name = escape(heading(impact))
    head = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><title>{name}</title><style>{STYLE}</style></head>'
    )
    return f"{head}\n<body>\n<main>\n" + "\n".join(_body(impact, heat_map, name)) + "\n</main>\n</body></html>\n"


def _body(impact: Impact, heat_map: HeatMap, name: str) -> Iterator[str]:
    yield f"<h1>{name}</h1>"
    about = f"Release <code>{impact.manifest[:12]}</code>; what ends within {impact.notice_days} days is told as well."
    yield f'<p class="quiet">{about}</p>'
    if not impact.outcomes:
        yield f"<p>{escape(counted(impact).capitalize())}.</p>"
        return
    tiles = (f'<li class="{status}"><b>{count}</b>{status}</li>' for status, count in impact.counts().items() if count)
    yield f'<ul class="counts">{"".join(tiles)}</ul>'
    yield "<h2>Lessons and activities by models</h2>"
    yield from _map(heat_map)
    events = happenings(impact)
    if events:
        yield "<h2>What happens, and what it makes untrue</h2>"
        for outcome in events:
            yield from _event(outcome, impact)
    if late := overdue(impact):
        yield "<h2>Claims to be checked again</h2>"
        yield from _overdue(late)


def _map(heat_map: HeatMap) -> Iterator[str]:
    rows = sorted(heat_map.rows, key=lambda row: row.status == CURRENT)
    happening = sum(row.status != CURRENT for row in rows)
    shown = rows[: max(MOST_ROWS, min(happening, 10 * MOST_ROWS))]
    used = {cell for row in shown for cell in row.cells.values()}
    legend = (
        f'<span class="status {status}">{status}</span> {_MEANINGS[status]}' for status in (*STATUSES, CURRENT) if status in used
    )
    yield f'<p class="quiet">{"; ".join(legend)}. An empty cell: it does not depend on it.</p>'
    yield '<div class="scroll narrow" tabindex="0" role="region" aria-label="Lessons and activities by models">'
    yield '<table class="map">'
    heads = (f'<th scope="col">{escape(name)}<small>{_ends(end)}</small></th>' for name, end in heat_map.columns)
    yield f'<thead><tr><th scope="col">Lesson or activity</th>{"".join(heads)}</tr></thead><tbody>'
    for row in shown:
        cells = "".join(_cell(row, name) for name, _ in heat_map.columns)
        yield f'<tr><th scope="row">{escape(row.title)}<small><code>{escape(row.id)}</code></small></th>{cells}</tr>'
    yield "</tbody></table></div>"
    if left := len(rows) - len(shown):
        yield f'<p class="quiet">And {left:,} more.</p>'


def _cell(row: Row, name: str) -> str:
    if name not in row.cells:
        return "<td></td>"
    status = row.cells[name]
    because = f' title="{escape(row.because[name])}"' if name in row.because else ""
    return f'<td><span class="{status}"{because}>{status}</span></td>'


def _ends(end: date | None) -> str:
    return f"ends {end}" if end else "no end known"


def _event(outcome: Outcome, impact: Impact) -> Iterator[str]:
    yield f'<section class="event"><h3>{escape(title(outcome, impact))} {_status(outcome.status)}</h3>'
    yield f"<p>{escape(advice(outcome))}</p>"
    yield from (f'<p class="quiet">{escape(sentence)}</p>' for sentence in follows(outcome))
    yield '<div class="scroll" tabindex="0" role="region" aria-label="What is affected"><table><thead><tr>'
    yield "".join(f'<th scope="col">{name}</th>' for name in ("Status", "What", "Why", "Where", "Owner")) + "</tr></thead><tbody>"
    yield from (_affected(one) for one in outcome.affected if one.kind in WORK)
    yield "</tbody></table></div></section>"


def _affected(one: Affected) -> str:
    about = "" if one.kind == "claim" else f" {escape(one.title)}"
    name = f"{one.kind}{about}<small><code>{escape(one.id)}</code></small>"
    cells = (
        _status(one.status),
        name,
        escape(one.because),
        f"<code>{escape(where(one))}</code>" if one.path else "",
        escape(one.owner or ""),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _overdue(late: list[Outcome]) -> Iterator[str]:
    yield '<div class="scroll" tabindex="0" role="region" aria-label="Claims to be checked again"><table><thead><tr>'
    yield (
        "".join(f'<th scope="col">{name}</th>' for name in ("Due", "Claim", "Stated by", "Where", "Owner"))
        + "</tr></thead><tbody>"
    )
    for outcome in late:
        claim = next(one for one in outcome.affected if one.kind == "claim")
        cells = (str(outcome.event.day), f"{escape(claim.title)} <code>{escape(claim.id)}</code>", reach(outcome),
                 f"<code>{escape(where(claim))}</code>", escape(claim.owner or ""))  # fmt: skip
        yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    yield "</tbody></table></div>"


def _status(status: str) -> str:
    return f'<span class="status {status}">{status}</span>'
