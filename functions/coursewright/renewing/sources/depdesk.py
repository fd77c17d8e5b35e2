"""depdesk's `catalog.json`: models, endpoints, products and parameters, transcribed from the pages of two providers.

The only source that follows the API itself. A parameter is rejected by the models that the catalogue is sure of; those it calls
uncertain are left out.
"""

from __future__ import annotations

from datetime import date

from coursewright.renewing.sources.naming import api_id, host_named, models_in
from coursewright.renewing.sources.rows import Row, json_row
from coursewright.renewing.sources.source_data import SourceData
from coursewright.renewing.sources.statements import Statements, is_model_id

NAME = "depdesk"
_HOSTS: dict[str, str] = {}


def read(data: bytes, providers: frozenset[str]) -> SourceData:
    """What the catalogue says; its day is that on which it was compared with the pages.

    Raises:
        PublishedSourceError: it cannot be used.
    """
    whole = json_row(data)
    said = Statements(NAME, providers)
    for row in whole.at("models").rows():
        said.model(
            row.at("id").word(), _host(row), row.where, **_days(row), replacement=models_in(row.maybe("replacement").text())
        )
    for kind in ("endpoints", "products"):
        for row in _rows(whole, kind):
            _say_of_api(row, said, row.at("id").word())
    for row in _rows(whole, "parameters"):
        for name in row.at("names").texts():
            _say_of_parameter(row, said, f"parameter:{name}")
    verified = whole.maybe("verified_on").day()
    return said.data(date.fromisoformat(verified) if verified else None)


def _rows(whole: Row, kind: str) -> list[Row]:
    return list(whole.at(kind).rows()) if kind in dict(whole.items()) else []


def _host(row: Row) -> str:
    return host_named(row.at("provider").word(), _HOSTS)


def _days(row: Row) -> dict[str, str | None]:
    return {"deprecated": row.maybe("deprecated_on").day(), "shutdown": row.maybe("retires_on").day()}


def _say_of_api(row: Row, said: Statements, name: str) -> None:
    """What takes its place is told in the note, where it is told at all."""
    if api := api_id(name):
        instead = row.maybe("replacement").text() or row.maybe("note").text()
        said.api(api, _host(row), row.where, **_days(row), replacement=instead)


def _say_of_parameter(row: Row, said: Statements, api: str) -> None:
    refusing = tuple(model for model in row.maybe("affects").texts() if is_model_id(model))
    said.api(api, _host(row), row.where, **_days(row), rejected_by=refusing, replacement=row.maybe("replacement").text())
