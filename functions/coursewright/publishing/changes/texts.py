"""What became of a text that learners read: nothing, its wording (editorial), or what it says (content).

Takes tokens of both sides; figures are looked at where another one stands in the same place. An SVG whose words are the same was
drawn anew; any other figure was replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.change import Reason
from coursewright.publishing.changes.reading import Token, tokens_of_text
from coursewright.publishing.changes.side import Side
from coursewright.publishing.changes.wording import compared

WORDING = "The wording was mended. It says the same."
_DRAWN = "A figure was drawn anew. It says the same."
_REPLACED = "A figure was replaced."


@dataclass(slots=True)
class TextChange:
    """What was found out so far about the texts of one item; the larger finding of each kind counts."""

    old: Side
    new: Side
    english: bool
    words: str | None = None
    figures: str | None = None
    seen: set[tuple[str, str]] = field(default_factory=set)

    def compare(self, before: Iterable[Token], after: Iterable[Token]) -> bool:
        """Take in one text; whether it says the same."""
        found = compared(before, after, english=self.english)
        if not found.is_equal and self.words != "content":
            self.words = "editorial" if found.is_worded_alike else "content"
        for pair in found.figures:
            self._figure(*pair)
        return found.is_equal or found.is_worded_alike

    def reasons(self, editorial: str, content: str) -> Iterator[Reason]:
        """What to tell learners; two sentences, on wording and on what is said."""
        if self.words:
            yield Reason("wording", "editorial", editorial) if self.words == "editorial" else Reason("text", "content", content)
        if self.figures:
            yield Reason("figure", self.figures, _DRAWN if self.figures == "editorial" else _REPLACED)

    def _figure(self, old: str, new: str) -> None:
        if (old, new) in self.seen or self.figures == "content":
            return
        self.seen.add((old, new))
        self.figures = "editorial" if self._is_drawn_anew(old, new) else "content"

    def _is_drawn_anew(self, old: str, new: str) -> bool:
        addresses = [address.rsplit("/", 2) for address in (old, new)]
        if not all(len(parts) == 3 and parts[2].endswith(".svg") for parts in addresses):  # noqa: PLR2004 - /v1/assets, digest, name
            return False
        drawings = (side.asset(Digest(parts[1])) for side, parts in zip((self.old, self.new), addresses, strict=True))
        words = [list(words_of_svg(data)) for data in drawings]
        return words[0] == words[1]


def words_of_svg(data: bytes) -> tuple[Token, ...]:
    """What is written in a drawing, its title and description among it."""
    reader = _Written()
    reader.feed(data.decode(errors="replace"))
    reader.close()
    return tokens_of_text(" ".join(reader.said))


class _Written(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)
