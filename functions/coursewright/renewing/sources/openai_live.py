"""OpenAI's own list, `GET /v1/models`: what a key can use today, when each model was made, and when it will be shut down.

Names of fine-tuned models, and whatever an organisation owns, are nobody else's business: they are left out.
"""

from __future__ import annotations

from datetime import UTC, datetime

from coursewright.errors import SourceMalformedError
from coursewright.renewing.sources.rows import Row, json_row
from coursewright.renewing.sources.source_data import SourceData
from coursewright.renewing.sources.statements import Statements

NAME = "openai-live"
_HOST = "openai"
_FINE_TUNED = "ft:"
_OF_AN_ORGANISATION = ("org-", "user-")


def read(data: bytes, providers: frozenset[str]) -> SourceData:
    """What the list says. It is as of now, and has no day.

    Raises:
        PublishedSourceError: it cannot be used.
    """
    said = Statements(NAME, providers)
    rows = list(json_row(data).at("data").rows())
    if not rows:
        raise SourceMalformedError("data is empty, and should list models")
    for row in rows:
        name, owner = row.at("id").word(), row.maybe("owned_by").text() or ""
        if not name.startswith(_FINE_TUNED) and not owner.startswith(_OF_AN_ORGANISATION):
            said.model(name, _HOST, row.where, released=_day(row.maybe("created")), shutdown=row.maybe("shutdown_date").day())
    return said.data(None)


def _day(row: Row) -> str | None:
    seconds = row.count()
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat() if seconds else None
    except (OverflowError, OSError, ValueError) as error:
        raise SourceMalformedError(f"{row.where} is {seconds}, and should be a moment in seconds since 1970") from error
