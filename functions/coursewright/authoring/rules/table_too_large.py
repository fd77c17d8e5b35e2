"""No table is larger than anybody can read."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Place, Severity
from coursewright.authoring.markdown.document import Block, Document

MOST_CELLS = 600


def table_too_large(draft: Draft) -> Iterator[Finding]:
    """A table has at most 600 cells.

    On a telephone a learner sees three columns and ten rows of it. Keep the rows the lesson speaks of and link to the whole table
    where it is kept up to date, or draw what it shows as a figure.
    """
    for prose in draft.prose:
        for place, rows, cells in _tables(prose.document):
            if cells > MOST_CELLS:
                yield Finding(
                    "table-too-large",
                    place,
                    f"the table has {rows} rows and {cells:,} cells; more than {MOST_CELLS} nobody reads",
                    "Keep the rows the text speaks of, or link to the whole table.",
                    Severity.WARNING,
                )


def _tables(document: Document) -> Iterator[tuple[Place, int, int]]:
    """Each table's place, rows and cells."""
    for block in document.blocks:
        yield from _tables_of(block)


def _tables_of(block: Block) -> Iterator[tuple[Place, int, int]]:
    rows = cells = 0
    for token in block.tokens:
        rows += token.type == "tr_open"
        cells += token.type in ("th_open", "td_open")
        if token.type == "table_close":
            yield block.place, rows, cells
            rows = cells = 0
