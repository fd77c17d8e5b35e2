"""Which rows of letters are English words: by the word list of pyspellchecker, pinned, so that a class stays what it was.

A misspelling is no word, and what mends it is one. Of two that are both words (`model` and `modal`, `adapt` and `adopt`) nobody
can tell whether the first was a mistake. The list is read when a word was changed by a letter, which is seldom.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spellchecker import SpellChecker

_COMMON = 2.5e-4
"""Of all words of a text: `before` and `people` are more, `number` and `answer` less."""


def is_word(word: str) -> bool:
    """Whether this is an English word, in lower case."""
    return word in _english()


def is_common(word: str) -> bool:
    """Whether this is among the few hundred English words that a text on anything holds, in lower case."""
    return _english().word_usage_frequency(word) > _COMMON


@cache
def _english() -> SpellChecker:
    from spellchecker import SpellChecker  # noqa: PLC0415 - 0.2 s, for the few comparisons that ask

    return SpellChecker(language="en")
