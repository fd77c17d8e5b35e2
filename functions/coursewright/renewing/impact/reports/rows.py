"""An impact as rows of a spreadsheet, in CSV (RFC 4180)."""

from __future__ import annotations

import csv
import io

from coursewright.renewing.impact.impact import Impact

COLUMNS = ("event", "date", "status", "kind", "id", "title", "because", "how", "owner", "path", "line", "replacements")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(impact: Impact) -> str:
    """A row for each thing that each event affects. What a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for outcome in impact.outcomes:
        event = outcome.event
        for one in outcome.affected:
            row = (event.id, event.day.isoformat(), one.status, one.kind, one.id, one.title, one.because, "; ".join(one.how))
            where = (one.owner or "", one.path or "", one.line or "", " or ".join(event.replacements))
            writer.writerow([_harmless(cell) for cell in (*row, *where)])
    return out.getvalue()


def _harmless(cell: str | int) -> str:
    """OWASP, CSV Injection: https://owasp.org/www-community/attacks/CSV_Injection"""
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
