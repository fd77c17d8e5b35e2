"""llm-sunset's `snapshot.json`: rows of models (and a few products) with the days and replacements of their providers' pages."""

from __future__ import annotations

from datetime import date

from coursewright.renewing.sources.naming import api_id, host_named, models_in
from coursewright.renewing.sources.rows import Row, json_row
from coursewright.renewing.sources.source_data import SourceData
from coursewright.renewing.sources.statements import Statements, is_model_id

NAME = "llm-sunset"
_HOSTS: dict[str, str] = {}


def read(data: bytes, providers: frozenset[str]) -> SourceData:
    """What the snapshot says; its day is the last on which anything in it was seen.

    Raises:
        PublishedSourceError: it cannot be used.
    """
    said = Statements(NAME, providers)
    seen = [_say(row, said) for row in json_row(data).rows()]
    return said.data(max((date.fromisoformat(day) for day in seen if day), default=None))


def _say(row: Row, said: Statements) -> str | None:
    host, name = host_named(row.at("provider").word(), _HOSTS), row.at("model_id").word()
    days = {"deprecated": row.maybe("deprecation_date").day(), "shutdown": row.maybe("shutdown_date").day()}
    instead = row.maybe("replacement_models").texts()
    if is_model_id(name):
        said.model(name, host, row.where, **days, replacement=tuple(new for text in instead for new in models_in(text)))
    elif " " in name and (api := api_id(name)):
        if days["shutdown"] == days["deprecated"]:
            days["shutdown"] = None  # of products, the page says in its text when they end; here stands the announcement twice
        said.api(api, host, row.where, **days, replacement=instead)
    else:
        said.knows(name, host)
    return row.maybe("last_observed").day()
