"""A long list, a page at a time: which page, of how many, and where the others are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coursewright.serving.review_desk.question import Question

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a list. Pages count from 1."""

    rows: Sequence[Any]
    page: int
    pages: int
    total: int

    @property
    def first(self) -> int:
        """The number of the first row in the whole list."""
        return (self.page - 1) * PER_PAGE + 1

    @property
    def last(self) -> int:
        """The number of the last."""
        return self.first + len(self.rows) - 1


def part(question: Question, rows: Sequence[Any]) -> Part:
    """The part that `?page=` asks for; of a page that is not there, the nearest."""
    said = question.query.get("page", "")
    pages = max(1, -(-len(rows) // PER_PAGE))
    page = min(max(1, int(said) if said.isdecimal() and len(said) < 7 else 1), pages)  # noqa: PLR2004 - no list is as long
    start = (page - 1) * PER_PAGE
    return Part(rows[start : start + PER_PAGE], page, pages, len(rows))
