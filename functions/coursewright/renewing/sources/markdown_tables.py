"""Tables of a Markdown page, each with the headings it stands under; nothing else of the page is understood.

Cells come without emphasis, links, tags and footnote signs; code stays marked by its backticks, as it tells names from words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_CELL_END = re.compile(r"(?<!\\)\|")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s[^()]*)?\)")
_TAG = re.compile(r"<[^<>]*>")
_PLAIN = str.maketrans({"\u2010": "-", "\u2011": "-", "\u00a0": " ", "\u202f": " ", "*": "", "†": "", "‡": ""})


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its cells by the lower-case name of their column, its line, and the headings above it, outermost first."""

    cells: Mapping[str, str]
    line: int
    headings: tuple[str, ...]


def table_rows(text: str) -> Iterator[TableRow]:
    """Every row of every table, in order."""
    headings: dict[int, str] = {}
    columns: list[str] | None = None
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if heading := _HEADING.fullmatch(line.strip()):
            level = len(heading[1])
            headings = {depth: said for depth, said in headings.items() if depth < level} | {level: _plain(heading[2])}
        if "|" not in line:
            columns = None
        elif columns is not None and not _RULE.fullmatch(line):
            cells = dict(zip(columns, _cells(line), strict=False))
            yield TableRow(cells, number, tuple(headings[depth] for depth in sorted(headings)))
        elif number < len(lines) and _RULE.fullmatch(lines[number]):
            columns = [cell.replace("`", "").lower() for cell in _cells(line)]


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [_plain(cell.replace("\\|", ",")) for cell in _CELL_END.split(inner)]


def _plain(text: str) -> str:
    return " ".join(_TAG.sub(" ", _LINK.sub(r"\1", text)).translate(_PLAIN).split())
