"""Two versions of a passage, in HTML → each with its own words marked, and one in which both can be read.

Takes sanitised HTML, as compiled blocks hold it. Only text is wrapped, in `<ins>` and `<del>`, and a wrapper never spans a tag,
so what was balanced stays balanced: taking the marks away gives the very HTML that went in. In the version to read both from,
what was dropped stands as plain words where it stood, or after the list or the row of a table that no words can stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import escape, unescape

_TAG = r"""<(?:[^>"']|"[^"]*"|'[^']*')*>"""
_TOKEN = re.compile(rf"{_TAG}|&[#\w]+;|\s+|[^\s<&]+|[<&]")
_WORDS = re.compile(r"[^\W_]+(?:['\u2019.,:/_-][^\W_]+)*|\W|_")
_NAME = re.compile(r"<(/?)([a-zA-Z0-9]+)")
_VOID = frozenset({"br", "hr", "img", "wbr", "col"})
_HOLDS_NO_WORDS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "colgroup", "ul", "ol", "dl"})
_MOST = 6_000
"""Pieces of both versions together. A comparison takes the square of it at worst; longer passages count as replaced whole."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage before and after, each with what it alone has marked, and both in one."""

    old: str
    new: str
    both: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """A tag, or a piece of text. `meaning` is what it is compared by: white space is all one, but in code."""

    html: str
    is_tag: bool
    meaning: str


def marked(old: str, new: str) -> Marked:
    """Both versions, with what differs marked word by word."""
    before, after = list(_pieces(old)), list(_pieces(new))
    left, right, both = _Side("del"), _Side("ins"), _Both()
    for is_equal, gone, come in _runs(before, after):
        left.add(gone, is_marked=not is_equal)
        right.add(come, is_marked=not is_equal)
        both.add([] if is_equal else gone, come, is_marked=not is_equal)
    return Marked(left.html, right.html, both.html)


def words_of(html: str) -> list[str]:
    """The words that a reader sees, in order."""
    return [piece.meaning for piece in _pieces(html) if not piece.is_tag and piece.meaning.strip()]


def _runs(before: list[_Piece], after: list[_Piece]) -> Iterator[tuple[bool, list[_Piece], list[_Piece]]]:
    if len(before) + len(after) > _MOST:
        yield before == after, before, after
        return
    matcher = SequenceMatcher(None, [one.meaning for one in before], [one.meaning for one in after], autojunk=False)
    codes = matcher.get_opcodes()
    gone: list[_Piece] = []
    come: list[_Piece] = []
    for number, (tag, i1, i2, j1, j2) in enumerate(codes):
        is_island = 0 < number < len(codes) - 1 and not any(_is_word(piece) for piece in before[i1:i2])
        if tag != "equal" or is_island:
            gone += before[i1:i2]
            come += after[j1:j2]
            continue
        if gone or come:
            yield False, gone, come
            gone, come = [], []
        yield True, before[i1:i2], after[j1:j2]
    if gone or come:
        yield False, gone, come


def _is_word(piece: _Piece) -> bool:
    """Whether it holds two versions together: a space or a comma between two other words does not, and would cut them up."""
    return piece.is_tag or any(one.isalnum() for one in piece.meaning)


def _pieces(html: str) -> Iterator[_Piece]:
    in_code = 0
    for found in _TOKEN.finditer(html):
        text = found[0]
        if text.startswith("<") and len(text) > 1:
            name = _NAME.match(text)
            in_code += (-1 if name[1] else 1) if name and name[2] == "pre" else 0
            yield _Piece(text, is_tag=True, meaning=text)
        elif text.isspace():
            yield _Piece(text, is_tag=False, meaning=text if in_code else " ")
        elif text.startswith("&"):
            yield _Piece(text, is_tag=False, meaning=unescape(text))
        else:
            yield from (_Piece(part, is_tag=False, meaning=part) for part in _WORDS.findall(text))


@dataclass(slots=True)
class _Side:
    """One version, with its own words in a mark."""

    mark: str
    parts: list[str] = field(default_factory=list)

    @property
    def html(self) -> str:
        return "".join(self.parts)

    def add(self, pieces: Iterable[_Piece], *, is_marked: bool) -> None:
        """Each run of text gets a mark of its own; one of white space alone has none, as nobody would see it."""
        run: list[_Piece] = []
        for piece in pieces:
            if piece.is_tag:
                self._text(run, is_marked=is_marked)
                run = []
                self.parts.append(piece.html)
            else:
                run.append(piece)
        self._text(run, is_marked=is_marked)

    def _text(self, run: Sequence[_Piece], *, is_marked: bool) -> None:
        text = "".join(piece.html for piece in run)
        self.parts.append(f"<{self.mark}>{text}</{self.mark}>" if is_marked and text.strip() else text)


@dataclass(slots=True)
class _Both:
    """The new version, with the words of the old one that it lacks."""

    side: _Side = field(default_factory=lambda: _Side("ins"))
    open: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    @property
    def html(self) -> str:
        self._tell()
        return self.side.html

    def add(self, gone: Sequence[_Piece], come: Sequence[_Piece], *, is_marked: bool) -> None:
        said = " ".join("".join(" " if piece.is_tag else piece.meaning for piece in gone).split())
        if said:
            self.waiting.append(said)
        for piece in come:
            if not self.open or self.open[-1] not in _HOLDS_NO_WORDS:
                self._tell()
            self.side.add([piece], is_marked=is_marked)
            if piece.is_tag:
                self._follow(piece.html)
        if come and come[-1].is_tag:
            return
        if not self.open or self.open[-1] not in _HOLDS_NO_WORDS:
            self._tell()

    def _tell(self) -> None:
        self.side.parts += [f" <del>{escape(said)}</del> " for said in self.waiting]
        self.waiting = []

    def _follow(self, tag: str) -> None:
        name = _NAME.match(tag)
        if name is None or name[2] in _VOID:
            return
        if not name[1]:
            self.open.append(name[2])
        elif name[2] in self.open:
            while self.open.pop() != name[2]:
                pass
