"""As much of a lesson as fits a number of tokens, in whole blocks, and where to go on.

Tokens are estimated as a quarter of the UTF-8 bytes of the Markdown, rounded up: the rule of thumb of four characters a token.
Tokenizers differ between models, and other scripts than Latin take more bytes a token, so an app leaves itself a margin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coursewright.errors import BadParameterError
from coursewright.serving.question import Question

BUDGET, FROM = "budget", "from"
LARGEST = 1_000_000
_BYTES_A_TOKEN = 4
_BETWEEN = len(b"\n\n")


@dataclass(frozen=True, slots=True)
class Portion:
    """The blocks of an answer out of those of its lesson. `needs` is what the next block takes, None at the end."""

    blocks: Sequence[Mapping[str, Any]]
    asked: int | None
    used: int
    of: int
    next: str | None
    needs: int | None
    is_start: bool

    def as_json(self) -> dict[str, Any]:
        """What the answer says of it."""
        numbers = {"asked": self.asked, "used": self.used, "blocks": len(self.blocks), "of": self.of}
        return {**numbers, "next": self.next, "needs": self.needs}

    def as_field(self) -> str:
        """The same as a dictionary of RFC 9651, for forms that have no place for it."""
        return ", ".join(
            f'{name}="{value}"' if isinstance(value, str) else f"{name}={value}"
            for name, value in self.as_json().items()
            if value is not None
        )


def is_asked(question: Question) -> bool:
    """Whether a question wants a part of a lesson."""
    return BUDGET in question.asked or FROM in question.asked


def portion(question: Question, blocks: Sequence[Mapping[str, Any]]) -> Portion:
    """The first blocks, from the one asked for, that fit the budget asked for.

    Raises:
        BadParameterError: the budget is no number of tokens, or the block is none of this lesson as this learner gets it.
    """
    asked = question.number(BUDGET, 0, LARGEST) or None
    start = _start(question.asked.get(FROM), blocks)
    end, size = start, 0
    while end < len(blocks):
        larger = size + len(blocks[end]["markdown"].encode()) + (_BETWEEN if end > start else 0)
        if asked is not None and tokens(larger) > asked:
            break
        end, size = end + 1, larger
    following = blocks[end] if end < len(blocks) else None
    return Portion(
        blocks[start:end],
        asked,
        tokens(size),
        len(blocks),
        following["id"] if following else None,
        tokens(len(following["markdown"].encode())) if following else None,
        start == 0,
    )


def tokens(size: int) -> int:
    """The estimate for a number of bytes."""
    return -(-size // _BYTES_A_TOKEN)


def _start(name: str | None, blocks: Sequence[Mapping[str, Any]]) -> int:
    if name is None:
        return 0
    for number, block in enumerate(blocks):
        if block["id"] == name:
            return number
    raise BadParameterError(FROM, "the id of a block of this lesson as this learner gets it; they stand in lesson.blocks[].id")
