"""What a learner reads in a piece of text, as a row of tokens: words, what must stay as it is, figures, and marks of structure.

Takes sanitised HTML as releases hold it, or plain text. Emphasis, case, quotes, dashes, punctuation and white space are
typography and leave no token. Code, link targets, symbols, and whatever has a digit in it (`128,000`, `gpt-6-luna`) are kept
exactly. Whatever else HTML holds is a mark, so that a list made of a paragraph is no matter of wording.

Some typography says something all the same, and leaves a token: a question mark; capitals of a short name (`US` and `us`); a
pause beside a word that turns a sentence round (`No. Errors are kept`); `A` as the name of something; a dash between numbers;
and the apostrophe without which there is another word (`we're`, `were`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any, Literal

_CHUNK = re.compile(r"\S+")
_JOINED = re.compile(r"[-+]?(?:\.(?=\d))?\w+(?:[-.,:/_^]+\w+)*")
_EMPHASIS = frozenset({"em", "strong"})
_KEPT_ATTRIBUTES = ("href", "start")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
_APOSTROPHE = "['`\u2018\u2019\u02bc\u00b4]"
_OTHER_WITHOUT = re.compile(rf"\b(we|she|he|i){_APOSTROPHE}(re|ll|d)\b", re.IGNORECASE)
"""Short forms that are another word without their apostrophe: were, well, wed, shell, shed, hell, ill."""
_SAYS_SOMETHING = frozenset("%&@#*/\\_§†‡‰¶?\u061f\uff1f")
"""Punctuation marks, by Unicode, that say something all the same."""
TURNING = frozenset(["no", "not", "none", "never", "nothing", "neither", "nor", "yes", "only", "except", "without", "unless"])
"""Words of which a pause beside them changes what they are said of."""
_TOLD_BY_CONTEXT = TURNING | {"a"}
_PUNCTUATION = '"“”„«»()[]{}.,:;!?…-'
_PAUSES = frozenset(".,:;!?…-")
_PAUSE = ","
_BEGINS = frozenset({"", *'.:!?…-"“”„«»(['})
"""Ends of what stands before a sentence begins; nothing at the beginning of a text."""
_SHORT_NAME = 4


@dataclass(frozen=True, slots=True)
class Token:
    """One step of what is read."""

    kind: Literal["word", "exact", "figure", "mark"]
    text: str


@lru_cache(maxsize=4096)
def tokens_of_text(text: str) -> tuple[Token, ...]:
    """Words and what is kept exactly, of plain text."""
    plain = "".join(one for one in unicodedata.normalize("NFC", text) if unicodedata.category(one) != "Cf")
    written = re.sub(_APOSTROPHE, "", _OTHER_WITHOUT.sub(r"\1_\2", plain.translate(_DASHES)))
    chunks = _CHUNK.findall(written)
    made: list[Token] = []
    for before, chunk, after in zip(["", *chunks], chunks, [*chunks[1:], ""], strict=False):
        if chunk.isalpha() and (word := chunk.casefold()) not in _TOLD_BY_CONTEXT:  # as most are
            made.append(Token("word", chunk if _is_short_name(chunk) else word))
        else:
            made += _in_context(before, chunk, after)
    return tuple(made)


@lru_cache(maxsize=2048)
def tokens_of_html(html: str) -> tuple[Token, ...]:
    """What is read in HTML that a release holds. Versions of a lesson share most of their blocks, so each is taken apart once."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.tokens())


def read_blocks(blocks: Iterable[Mapping[str, Any]]) -> Iterator[Token]:
    """What a version of a lesson says, block by block."""
    for block in blocks:
        yield mark(f"{block['kind']} {block.get('level', '')}{block.get('language', '')}")
        match block["kind"]:
            case "code":
                yield exactly(block["markdown"])
            case "try":
                yield from tokens_of_text(block["title"])
                yield exactly(block["prompt"])
            case _:
                yield from tokens_of_html(block["html"])


def exactly(text: str) -> Token:
    """Something of which every character counts: code, a prompt."""
    return Token("exact", text)


def mark(text: str) -> Token:
    """A mark of structure."""
    return Token("mark", text)


def _in_context(before: str, chunk: str, after: str) -> Iterator[Token]:
    """What stands between white space, and what it says by what stands around it."""
    word = chunk.strip(_PUNCTUATION)
    turns = word.casefold() in TURNING
    if turns and before[-1:] in _PAUSES and before:
        yield Token("exact", _PAUSE)
    if word in ("A", "a") and (chunk[-1:] in _PAUSES or (word == "A" and before[-1:] not in _BEGINS)):
        yield Token("exact", word)
    elif set(chunk) == {"-"} and before[-1:].isnumeric() and any(one.isnumeric() for one in after[:2]):
        yield Token("exact", "-")
    else:
        yield from _chunk(chunk)
    if turns and after and (chunk[-1:] in _PAUSES or set(after) == {"-"}):
        yield Token("exact", _PAUSE)


def _chunk(chunk: str) -> Iterator[Token]:
    """Of what stands between white space; joined parts with a digit in them are one (`2026-10-23`, `$` before it another)."""
    if "://" in chunk:
        yield Token("exact", chunk)
        return
    at = 0
    for found in _JOINED.finditer(chunk):
        yield from _symbols(chunk[at : found.start()])
        if any(one.isnumeric() for one in found[0]):
            yield Token("exact", found[0].casefold())
        else:
            yield from _words(found[0])
        at = found.end()
    yield from _symbols(chunk[at:])


def _words(joined: str) -> Iterator[Token]:
    for part in re.split(r"(\W|_)", joined):
        if part.isalpha() or (part and all(one.isalpha() or unicodedata.category(one)[0] == "M" for one in part)):
            yield Token("word", part if _is_short_name(part) else part.casefold())
        else:
            yield from _symbols(part)


def _is_short_name(word: str) -> bool:
    return 1 < len(word) <= _SHORT_NAME and word.isupper()


def _symbols(text: str) -> Iterator[Token]:
    """Of what is no word: whatever is not mere punctuation."""
    for one in text:
        if one in _SAYS_SOMETHING or unicodedata.category(one)[0] not in "PZC":
            yield Token("exact", one)


class _Reader(HTMLParser):
    """Collects text until something ends it, so that emphasis within a word does not cut the word."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._made: list[Token] = []
        self._text: list[str] = []
        self._code = 0

    def tokens(self) -> Iterator[Token]:
        self._settle()
        return iter(self._made)

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _EMPHASIS:
            return
        self._settle()
        given = dict(attrs)
        if tag == "a" and given.get("title"):
            self._made += [mark("title"), *tokens_of_text(given["title"] or "")]
        if tag == "img":
            self._made += [Token("figure", given.get("src") or ""), *tokens_of_text(given.get("alt") or "")]
            self._made += [mark("caption"), *tokens_of_text(given.get("title") or "")]
        elif tag != "br":
            kept = "".join(f" {name}={given[name]}" for name in _KEPT_ATTRIBUTES if given.get(name))
            self._made.append(mark(f"<{tag}{kept}>"))
        self._code += tag in ("code", "pre")

    def handle_endtag(self, tag: str) -> None:
        if tag in _EMPHASIS:
            return
        self._settle()
        self._code -= tag in ("code", "pre")
        if tag != "br":
            self._made.append(mark(f"</{tag}>"))

    def _settle(self) -> None:
        text, self._text = "".join(self._text), []
        if not text:
            return
        if self._code:
            self._made.append(exactly(text))
        else:
            self._made += tokens_of_text(text)
