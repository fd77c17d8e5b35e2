"""A source's entry in `ledger/overlay.yaml`: which version the ledger was written from, and the day that was read.

Pure: takes the file's text, gives the new one. The title's own words stay; the old version and day in it become the new ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from coursewright.authoring.ledger import SOURCE_PRECEDENCE
from coursewright.authoring.shapes.ledger_files import LedgerSource
from coursewright.authoring.slug import Slug
from coursewright.authoring.yaml_text.yaml_setting import with_mapping, with_text
from coursewright.errors import WritingRefusedError
from coursewright.renewing.sources.readers import READERS
from coursewright.renewing.sources.source_data import SourceData

OVERLAY = "ledger/overlay.yaml"
_SOURCES = "sources"


def with_entry_of(text: str, known: Mapping[Slug, LedgerSource], data: SourceData, today: date) -> str:
    """The overlay's text with what a source was read in; unchanged where that stands there already.

    Raises:
        WritingRefusedError: the file's layout is not understood.
    """
    before = known.get(Slug(data.source))
    wanted = _entry(data, before, today)
    if before is None:
        return _certain(with_mapping(text, (_SOURCES, data.source), wanted, _neighbour(data.source, known)), data.source)
    for field, value in wanted.items():
        if value != _said(before, field):
            text = _certain(with_text(text, (_SOURCES, data.source, field), value), data.source)
    return text


def is_of_other_version(data: SourceData, recorded: LedgerSource | None) -> bool:
    """Whether a source is in another version than the ledger was written from, or of another day, as far as it says."""
    if recorded is None:
        return True
    return (data.version or recorded.version, data.as_of or recorded.as_of) != (recorded.version, recorded.as_of)


def _entry(data: SourceData, before: LedgerSource | None, today: date) -> dict[str, str]:
    reader = READERS[data.source]
    version, as_of = data.version or "", data.as_of.isoformat() if data.as_of else ""
    if before is None:
        title = " ".join(reader.title.format(version=version, as_of=as_of or today.isoformat()).split()).replace(" ,", ",")
        entry = {"title": title, "url": reader.url}
    else:
        entry = {"title": _retitled(data.source, before, version, as_of), "url": before.url}
    return {**entry, "read": today.isoformat()} | ({"version": version} if version else {}) | ({"as_of": as_of} if as_of else {})


def _retitled(source: str, before: LedgerSource, version: str, as_of: str) -> str:
    title, distribution = before.title, READERS[source].distribution
    if version and not before.version and distribution:  # as it was entered by hand
        title = re.sub(rf"\b({re.escape(distribution)}) \d[\w.+]*", lambda found: f"{found[1]} {version}", title, count=1)
    for old, new in ((before.version, version), (before.as_of and before.as_of.isoformat(), as_of)):
        title = title.replace(old, new) if old and new else title
    return title


def _neighbour(name: str, known: Mapping[Slug, LedgerSource]) -> str | None:
    """The source after which a new one stands: the last of those that come before it in precedence."""
    before = SOURCE_PRECEDENCE[: SOURCE_PRECEDENCE.index(name)]
    return next((other for other in reversed(before) if other in known), None)


def _said(entry: LedgerSource, field: str) -> str | None:
    value = getattr(entry, field)
    return value.isoformat() if isinstance(value, date) else value


def _certain(text: str | None, source: str) -> str:
    if text is None:
        raise WritingRefusedError(f"the layout of {OVERLAY} is not understood; enter {source} under `sources:` by hand")
    return text
