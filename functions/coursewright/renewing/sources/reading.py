"""A source by its name becomes what it says: its bytes obtained, read, and marked with the version they are of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from coursewright.renewing.sources.obtaining import obtain
from coursewright.renewing.sources.readers import READERS
from coursewright.renewing.sources.source_data import SourceData


def read_source(name: str, place: str | None, providers: frozenset[str], environment: Mapping[str, str]) -> SourceData:
    """What a source says of the providers that are followed; `place` is a path or an address, None what is at hand.

    Raises:
        PublishedSourceError: it cannot be used.
    """
    reader = READERS[name]
    obtained = obtain(reader, place, environment)
    return replace(reader.read(obtained.data, providers), version=obtained.version)
