"""bydtech-model-retire's `models.json`: a row per model on its way out, with its other names.

The other names have the days and the replacements of their row. Where the row is a dated release, its undated name pointed to it
on the day it was checked.
"""

from __future__ import annotations

from datetime import date

from coursewright.renewing.sources.naming import host_named, ids_among, is_dated, models_in, moving_name
from coursewright.renewing.sources.rows import Row, json_row
from coursewright.renewing.sources.source_data import SourceData
from coursewright.renewing.sources.statements import Statements

NAME = "bydtech-model-retire"
_HOSTS = {"google-gemini-api": "google", "google-vertex-ai": "google-vertex", "aws-bedrock": "amazon-bedrock"}


def read(data: bytes, providers: frozenset[str]) -> SourceData:
    """What the list says; its day is that on which it was updated.

    Raises:
        PublishedSourceError: it cannot be used.
    """
    whole = json_row(data)
    rows = list(whole.at("models").rows())
    own = {(_host(row), row.at("id").word()) for row in rows}
    said = Statements(NAME, providers)
    for row in rows:
        _say(row, said, own)
    updated = whole.maybe("updated").day()
    return said.data(date.fromisoformat(updated) if updated else None)


def _host(row: Row) -> str:
    return host_named(row.at("provider").word(), _HOSTS)


def _say(row: Row, said: Statements, own: set[tuple[str, str]]) -> None:
    host, name, others = _host(row), row.at("id").word(), row.maybe("aliases").texts()
    for each in (name, *(other for other in others if (host, other) not in own)):
        said.model(
            each,
            host,
            row.where,
            deprecated=row.maybe("deprecated_on").day(),
            shutdown=row.maybe("retires_on").day(),
            replacement=models_in(row.maybe("replacement").text()),
        )
    names = ids_among((name, *others))
    dated = [each for each in names if is_dated(each)]
    moving, checked = moving_name(names), row.maybe("checked").day()
    if is_dated(name) and moving:
        said.model(name, host, row.where, snapshot_of=moving)
    if len(dated) == 1 and moving and checked:
        said.alias(moving, host, row.where, target=dated[0], observed=date.fromisoformat(checked))
