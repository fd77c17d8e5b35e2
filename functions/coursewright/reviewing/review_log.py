"""What reviewers said and decided about a candidate: numbered, write-once notes, in the candidates' store.

Kept as a journal (publishing/records/journal.py) under `reviews/<candidate>`. An approval is of bytes: it names the
manifest, the private root and what every gate said when it was given. Nothing is ever taken back by changing a note; what takes
one back is another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from coursewright.errors import LostRaceError
from coursewright.publishing.records.journal import Journal, Note
from coursewright.publishing.records.log import Patience
from coursewright.publishing.storing.store import Store

ACTS = ("comment", "resolve", "request", "approve", "override", "link", "unlink")


@dataclass(frozen=True, slots=True)
class Review:
    """One note: what was done, by the identity they signed in with, when, and the fields of the act."""

    number: int
    act: str
    by: str
    at: str
    body: Mapping[str, Any]

    def __getitem__(self, field: str) -> Any:  # noqa: ANN401 - JSON
        return self.body[field]


def reviews_of(candidates: Store, candidate: str) -> list[Review]:
    """Everything said of a candidate, the oldest first.

    Raises:
        StoreError: the store cannot be read, or holds what is no note.
    """
    return [_review(note) for note in _journal(candidates, candidate).notes()][::-1]


def add_review(  # noqa: PLR0913 - where, of what, what, who, when, and the fields of the act
    candidates: Store, candidate: str, act: str, by: str, at: datetime, fields: Mapping[str, Any]
) -> Review:
    """Add a note after whatever is there by then.

    Raises:
        StoreError: the store failed; whether the note is there, the next look tells.
    """
    journal, patience = _journal(candidates, candidate), Patience()
    body = {**fields, "act": act, "candidate": candidate, "by": by, "at": at.astimezone(UTC).isoformat(timespec="seconds")}
    while True:
        try:
            return _review(journal.add(journal.newest(), body))
        except LostRaceError:
            patience.wait()


def _journal(candidates: Store, candidate: str) -> Journal:
    return Journal(candidates, f"reviews/{candidate}")


def _review(note: Note) -> Review:
    return Review(note.number, str(note["act"]), str(note["by"]), str(note["at"]), note.body)
