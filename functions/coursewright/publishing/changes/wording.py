"""Whether two texts say the same in the same words: editorial is what differs in typography or in mended spelling, and no more.

A computer cannot tell a rephrased sentence from a replaced explanation, so a text is the same only where the same blocks follow
one another in the same order and hold the same words, but for a word that was written twice, an English article, and spelling
that was mended: something that is no English word became one that is, beginning with the same letter, long enough for its few
edits, and none of those that a letter turns into something else (not, now; may, must; micro-, macro-). What was misspelt is found
nowhere else in the new text; what is was no mistake. Articles and spelling are known of English only; elsewhere typography alone
is editorial.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from coursewright.publishing.changes.guarded_words import GUARDED, has_opposite_sense
from coursewright.publishing.changes.reading import Token
from coursewright.publishing.changes.spelling import is_word

ARTICLES = frozenset({"a", "an", "the"})
_SHORT, _LONG = 4, 9
"""From how many letters on one edit of a word can be mended spelling, and two."""
_NO_LATIN = 0x250
_MERELY_TWICE = frozenset(["to", "as", "at", "than", "like", "from", "until", "when", "where", "while", "then", "since"])
"""Of the words that weigh, those that nobody doubles to say more."""


@dataclass(slots=True)
class Comparison:
    """How two texts compare. `figures` are pairs of addresses where another figure stands in the same place."""

    is_equal: bool = True
    is_worded_alike: bool = True
    figures: list[tuple[str, str]] = field(default_factory=list)


def compared(old: Iterable[Token], new: Iterable[Token], *, english: bool) -> Comparison:
    """Compare what is read before and after. Where figures differ, the words round them may be equal all the same."""
    before, after = tuple(old), tuple(new)
    if before == after:
        return Comparison()
    figures: list[tuple[str, str]] = []
    alike = _Alignment(before, after, english, figures).is_alike()
    words = [[token for token in side if token.kind != "figure"] for side in (before, after)]
    return Comparison(alike and words[0] == words[1], alike, figures if alike else [])


class _Alignment:
    """Walks both rows at once, step by step; every step is one that wording allows."""

    def __init__(self, old: Sequence[Token], new: Sequence[Token], english: bool, figures: list[tuple[str, str]]) -> None:
        self.old, self.new, self.english, self.figures = old, new, english, figures
        self.kept = {token.text for token in new if token.kind == "word"}

    def is_alike(self) -> bool:
        i = j = 0
        while i < len(self.old) or j < len(self.new):
            step = self._step(i, j)
            if step is None:
                return False
            i, j = i + step[0], j + step[1]
        return True

    def _step(self, i: int, j: int) -> tuple[int, int] | None:
        one, other = _at(self.old, i), _at(self.new, j)
        if one is not None and one == other:
            return 1, 1
        if one and other and one.kind == other.kind == "figure":
            self.figures.append((one.text, other.text))
            return 1, 1
        return self._english_step(i, j) if self.english else None

    def _english_step(self, i: int, j: int) -> tuple[int, int] | None:
        one, other = _at(self.old, i), _at(self.new, j)
        is_mended = one is not None and other is not None and self._is_mended(one, other)
        if is_mended or (is_article(self.old, i) and is_article(self.new, j)):
            return 1, 1
        if is_article(self.old, i) or is_twice(self.old, i):
            return 1, 0
        return (0, 1) if is_article(self.new, j) or is_twice(self.new, j) else None

    def _is_mended(self, one: Token, other: Token) -> bool:
        if not one.kind == other.kind == "word" or one.text in self.kept:
            return False
        return is_mended_spelling(one.text, other.text)


def is_article(row: Sequence[Token], at: int) -> bool:
    """Whether an article stands there that can come and go: not before a word of quantity (`few`, `a few`)."""
    token, after = _at(row, at), _at(row, at + 1)
    if token is None or token.kind != "word" or token.text not in ARTICLES:
        return False
    return after is not None and after.kind == "word" and after.text not in GUARDED


def is_twice(row: Sequence[Token], at: int) -> bool:
    """Whether a word stands there that stands just before, too, and says the same once: not `no no`, `very very` does."""
    token = _at(row, at)
    if at == 0 or token is None or token.kind != "word" or row[at - 1] != token:
        return False
    return token.text not in GUARDED or token.text in _MERELY_TWICE


def is_mended_spelling(one: str, other: str) -> bool:
    """Whether the first can be a misspelling of the second."""
    shorter = min(len(one), len(other))
    if shorter < _SHORT or one[0] != other[0] or not _is_latin(one + other):
        return False
    if {one, other} & GUARDED or has_opposite_sense(one, other):
        return False
    return edits(one, other, 2 if shorter >= _LONG else 1) and not is_word(one) and is_word(other)


def edits(one: str, other: str, most: int) -> bool:
    """Whether so many insertions, deletions, substitutions or swaps of neighbours lead from one word to another."""
    if one == other:
        return True
    if most == 0 or abs(len(one) - len(other)) > most:
        return False
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[at:], other[at:]
    is_swap = len(a) > 1 and len(b) > 1 and (a[0], a[1]) == (b[1], b[0])
    rest = [(a[1:], b[1:]), (a[1:], b), (a, b[1:])] + ([(a[2:], b[2:])] if is_swap else [])
    return any(edits(left, right, most - 1) for left, right in rest)


def _is_latin(word: str) -> bool:
    """Other scripts spell by other rules: in some, a word is a whole sentence."""
    return all(ord(letter) < _NO_LATIN for letter in word)


def _at(row: Sequence[Token], at: int) -> Token | None:
    return row[at] if at < len(row) else None
