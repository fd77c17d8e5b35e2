"""Which of two releases comes first, by their names: editions in the order of their names, releases in that of their numbers."""

from __future__ import annotations

from coursewright.publishing.records.names import parse_numbered


def comes_before(one: str, other: str) -> bool:
    """Whether a release or candidate is older than another. A candidate is newer than its edition's releases."""
    return _place(one) < _place(other)


def _place(name: str) -> tuple[str, bool, int]:
    found = parse_numbered(name)
    return (found.edition, found.is_candidate, found.number) if found else (name, False, 0)
