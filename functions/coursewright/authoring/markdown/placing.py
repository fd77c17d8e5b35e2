"""Where things stand: the parser's lines and spans led back to lines and columns of the file a text came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Protocol

from markdown_it.token import Token

from coursewright.authoring.findings.finding import Place
from coursewright.authoring.markdown.parser import SPAN


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image, as authored. `text` is what it says, an image's alternative text; `title` an image's caption."""

    href: str
    is_image: bool
    place: Place
    text: str = ""
    title: str = ""


class Locator(Protocol):
    """Where line n (from 0) of a text stands; a text in a YAML scalar stands at the scalar."""

    def __call__(self, line: int, column: int = 1, width: int = 1) -> Place: ...


def in_file(path: str, first_line: int) -> Locator:
    """A locator for text that stands in a file from this line on."""

    def locate(line: int, column: int = 1, width: int = 1) -> Place:
        return Place(path, first_line + line, column, first_line + line, column + width)

    return locate


def at_place(place: Place) -> Locator:
    """A locator for text whose lines cannot be told apart: all of it stands at one place."""

    def locate(line: int, column: int = 1, width: int = 1) -> Place:  # noqa: ARG001 - the protocol's names
        return place

    return locate


def links_and_markup(tokens: Sequence[Token], lines: list[str], locate: Locator) -> tuple[list[Link], list[Place]]:
    """The links of a text, and the places of its raw HTML."""
    links: list[Link] = []
    markup: list[Place] = []
    finder = Finder(lines, locate)
    for token in tokens:
        start = token.map[0] if token.map else 0
        if token.type == "html_block":
            column = max(lines[start].find("<"), 0)
            markup.append(locate(start, column + 1, max(len(lines[start].rstrip()) - column, 1)))
        if token.type != "inline":
            continue
        finder.enter(token)
        children = token.children or []
        for index, child in enumerate(children):
            if child.type == "html_inline":
                markup.append(finder.find(child))
            elif child.type == "link_open":
                closing = next(k for k in range(index, len(children)) if children[k].type == "link_close")
                said = "".join(inner.content for inner in children[index + 1 : closing])
                links.append(Link(str(child.attrGet("href") or ""), is_image=False, place=finder.find(child), text=said))
            elif child.type == "image":
                title = str(child.attrGet("title") or "")
                shown = Link(str(child.attrGet("src") or ""), True, finder.find(child), child.content, title)  # noqa: FBT003
                links.append(shown)
    return links, markup


@dataclass(slots=True)
class Finder:
    """Leads the parser's spans (parser.py), which count within one inline run, back to the lines and columns of the text."""

    lines: list[str]
    locate: Locator
    token: Token = field(default_factory=lambda: Token("inline", "", 0))
    line: int = 0
    column: int = 0
    said: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def enter(self, token: Token) -> None:
        """Find the run's first line: behind the run before it, as a table's cells share one, and below lines of odd spaces."""
        start, end = token.map or (0, 1)
        said = token.content.split("\n", 1)[0]
        columns = ((line, self._begins(line, said, self.column if line == self.line else 0)) for line in range(start, end))
        found = next(((line, column) for line, column in columns if column is not None), (start, 0))
        self.token, (self.line, self.column) = token, found
        self.said = token.content.split("\n")  # once for a run: it may hold thousands of links
        self.starts = list(accumulate((len(part) + 1 for part in self.said[:-1]), initial=0))

    def find(self, child: Token) -> Place:
        """Where the target of a link, an image or a tag of this run stands."""
        start, end = child.meta.get(SPAN, (0, 1))
        row = bisect_right(self.starts, start) - 1
        line = self.line + row
        if line >= len(self.lines):
            return self.locate(self.line)
        said = self.said[row]
        before = said[: start - self.starts[row]]
        begins = self.column if row == 0 else self._begins(line, said, 0) or 0
        first = min(_aligned(self.lines[line], begins, before), len(self.lines[line]))
        return self.locate(line, first + 1, max(min(end - start, len(said) - len(before)), 1))

    def _begins(self, line: int, said: str, column: int) -> int | None:
        """How far the parser moved a line to the left: list marks, quotation marks, a table's bars."""
        if line >= len(self.lines):
            return None
        wanted = said.rstrip()
        if "|" not in wanted:  # nearly always, and far quicker than making an expression of it
            at = self.lines[line].find(wanted, column)
            return at if at >= 0 else None
        found = re.compile(re.escape(wanted).replace(r"\|", r"\\?\|")).search(self.lines[line], column)
        return found.start() if found else None


def _aligned(line: str, begins: int, before: str) -> int:
    """Where the text behind `before` stands: in a table's cell the parser drops the backslash of each escaped bar."""
    if "|" not in before:
        return begins + len(before)
    at = begins
    for character in before:
        at += 2 if character == "|" and line.startswith("\\|", at) else 1
    return at
