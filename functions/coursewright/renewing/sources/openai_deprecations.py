"""OpenAI's page of deprecations, as Markdown (https://developers.openai.com/api/docs/deprecations.md).

Both shapes of its tables are read, by the names of their columns: the one table of what is to come, where each row says when
notice was given, and the tables below dated headings (`### 2026-10-14: …`). Of a model that was announced twice, the newest
announcement counts. A day may be written 2026-12-11, Dec 11, 2026 or 11 December 2026; what has only a month has no day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from coursewright.authoring.decoding import RefusedError, decode
from coursewright.errors import SourceMalformedError
from coursewright.renewing.sources.days import day_in
from coursewright.renewing.sources.markdown_tables import TableRow, table_rows
from coursewright.renewing.sources.naming import api_id, models_in, name_of_release
from coursewright.renewing.sources.source_data import SourceData
from coursewright.renewing.sources.statements import Statements, is_model_id

NAME = "openai-deprecations"
_HOST = "openai"
_MOST_BYTES = 4_000_000
_SHUTDOWN = ("shutdown", "shut down", "sunset")
_SUBJECT = ("model", "system", "endpoint", "feature", "product")
_INSTEAD = ("replacement", "substitute")
_NOTICE = ("notice", "announced")
_CODE = re.compile(r"`([^`]+)`")
_BETWEEN = re.compile(r",|;|\(|\)|\band\b|\bor\b|\bincluding\b")


@dataclass(frozen=True, slots=True)
class _Ending:
    """One name of one row."""

    name: str
    announced: str | None
    shutdown: str | None
    instead: str
    others: tuple[str, ...]
    where: str


def read(data: bytes, providers: frozenset[str]) -> SourceData:
    """What the page says; its day is that of the newest announcement.

    Raises:
        PublishedSourceError: it cannot be used.
    """
    endings = [ending for row in table_rows(_text(data)) for ending in _endings(row)]
    if not endings:
        raise SourceMalformedError("no table in it has a column of shutdown dates and one of models: is it the page as Markdown?")
    said = Statements(NAME, providers)
    for ending in _newest(endings):
        _say(ending, said)
    announced = [ending.announced for ending in endings if ending.announced]
    return said.data(date.fromisoformat(max(announced)) if announced else None)


def _text(data: bytes) -> str:
    try:
        return decode(data, NAME, _MOST_BYTES)
    except RefusedError as error:
        raise SourceMalformedError(str(error)) from error


def _endings(row: TableRow) -> Iterator[_Ending]:
    shutdown, subject = _column(row, _SHUTDOWN), _column(row, _SUBJECT)
    if shutdown is None or subject is None:
        return
    notice = _column(row, _NOTICE)
    days = (day_in(notice), *(day_in(heading.split(":")[0]) for heading in reversed(row.headings)))
    names = tuple(_names(subject))
    for name in names:
        announced = next((day for day in days if day), None)
        yield _Ending(name, announced, day_in(shutdown), _column(row, _INSTEAD) or "", names, f"line {row.line}")


def _column(row: TableRow, words: Iterable[str]) -> str | None:
    """The cell below the first column whose name holds one of the words."""
    return next((cell for column, cell in row.cells.items() if any(word in column for word in words)), None)


def _names(cell: str) -> Iterator[str]:
    """What a cell names: all that is written as code, or else each part of a list; `---` and the like are nothing."""
    parts = _CODE.findall(cell) or _BETWEEN.split(cell)
    return (part.strip() for part in parts if re.search(r"[A-Za-z]", part))


def _newest(endings: list[_Ending]) -> Iterator[_Ending]:
    for _, group in groupby(sorted(endings, key=lambda ending: ending.name), key=lambda ending: ending.name):
        same = list(group)
        last = max(ending.announced or "" for ending in same)
        yield from (ending for ending in same if (ending.announced or "") == last)


def _say(ending: _Ending, said: Statements) -> None:
    days = {"deprecated": ending.announced, "shutdown": ending.shutdown}
    if is_model_id(ending.name):
        alias = name_of_release(ending.name, ending.others)
        instead = models_in(ending.instead)
        said.model(ending.name, _HOST, ending.where, **days, replacement=instead, snapshot_of=alias)
    elif api := api_id(ending.name):
        instead_of_api = ending.instead.replace("`", "") if re.search(r"[A-Za-z]", ending.instead) else None
        said.api(api, _HOST, ending.where, **days, replacement=instead_of_api)
