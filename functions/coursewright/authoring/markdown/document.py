"""One Markdown text as blocks, headings and links, each with its place in the file it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from markdown_it.token import Token

from coursewright.authoring.finding import Finding, Place
from coursewright.authoring.markdown.conditions import MODEL, Condition, parse_condition
from coursewright.authoring.markdown.parser import SPAN, parse
from coursewright.authoring.slug import slugify

MAX_TOKENS = 60_000
_LINE_BREAK = re.compile(r"\r\n?")  # as the parser reads them, so that its lines are ours
CALLOUTS = ("note", "warning")
_KINDS = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "blockquote_open": "quote",
    "table_open": "table",
    "fence": "code",
    "code_block": "code",
    "hr": "rule",
    "html_block": "html",
}


@dataclass(frozen=True, slots=True)
class Block:
    """One top-level piece of a text. Shown if all its conditions hold; `coach` blocks are for the tutor only."""

    kind: str
    tokens: tuple[Token, ...]
    markdown: str
    place: Place
    conditions: tuple[Condition, ...] = ()
    anchor: str = ""

    @property
    def info(self) -> str:
        """What stands behind the fence of a code or try block."""
        return self.tokens[0].info.strip() if self.tokens and self.tokens[0].type == "fence" else ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image, as authored."""

    href: str
    is_image: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Asked:
    """What one word of a `models` or `when` line asks for."""

    condition: Condition
    place: Place


class Locator(Protocol):
    """Where line n (from 0) of a text stands; a text in a YAML scalar stands at the scalar."""

    def __call__(self, line: int, column: int = 1, width: int = 1) -> Place: ...


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed text: its blocks in order, and what rules ask about."""

    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    markup: tuple[Place, ...]
    findings: tuple[Finding, ...]
    asked: tuple[Asked, ...] = ()

    @property
    def anchors(self) -> frozenset[str]:
        """What a link may name behind #."""
        return frozenset(block.anchor for block in self.blocks if block.anchor)


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


def read_document(text: str, locate: Locator, *, blocks_allowed: bool = True) -> Document:
    """Parse a text. Without `blocks_allowed` (a question's text, say) conditional and coach blocks are findings."""
    text = _LINE_BREAK.sub("\n", text).replace("\0", "\ufffd")
    tokens, definitions = parse(text)
    if len(tokens) > MAX_TOKENS:
        too_large = Finding(
            "markdown-too-large",
            locate(0),
            f"the text has more than {MAX_TOKENS:,} parts, most of them likely in tables",
            "Split it, or give the table as a figure or a linked file.",
        )
        return Document((), (), (), (too_large,))
    cutter = _Cutter(text.split("\n"), locate, blocks_allowed, definitions)
    blocks = tuple(cutter.cut(tokens, (), len(cutter.lines) - (not cutter.lines[-1])))
    links, markup = _links_and_markup(tokens, cutter.lines, locate)
    return Document(blocks, tuple(links), tuple(markup), tuple(cutter.findings), tuple(cutter.asked))


@dataclass(slots=True)
class _Cutter:
    lines: list[str]
    locate: Locator
    blocks_allowed: bool
    definitions: Mapping[str, str]
    findings: list[Finding] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def cut(self, tokens: Sequence[Token], conditions: tuple[Condition, ...], end: int) -> Iterator[Block]:
        """The blocks of some tokens, whose source ends before the line `end`."""
        for group in _groups(tokens):
            if group[0].type == "container_block_open":
                yield from self._container(group, conditions, end)
            else:
                self._no_container_inside(group)
                yield self._leaf(group, conditions)

    def _leaf(self, group: Sequence[Token], conditions: tuple[Condition, ...]) -> Block:
        first = group[0]
        kind = _KINDS.get(first.type, "paragraph")
        if kind == "code" and first.info.split()[:1] == ["try"]:
            kind = "try"
        if kind == "paragraph" and _is_figure(group):
            kind = "figure"
        anchor = self._anchor(plain_text(group)) if kind == "heading" else ""
        start, end = first.map or (0, 0)
        return Block(kind, tuple(group), self._source(group, start, end), self._place(first), conditions, anchor)

    def _container(self, group: Sequence[Token], conditions: tuple[Condition, ...], end: int) -> Iterator[Block]:
        opening, inside = group[0], group[1:-1]
        closed_on = opening.map[1] if opening.map else end
        info = opening.info.strip()
        word = info.split(" ", 1)[0]
        if word and closed_on >= end:
            self._complain(
                opening, f"this `{opening.markup} {word}` block is never closed", f"End it with a line `{opening.markup}`."
            )
        if word in ("models", "when"):
            parsed = parse_condition(info)
            if isinstance(parsed, str):
                self._complain(opening, parsed, "Write `::: models o1 has:vision` or `::: when role=developer industry=retail`.")
                parsed = ()
            self._ask(opening, parsed)
            self._allowed(opening, word)
            yield from self.cut(inside, conditions + tuple(c for c in parsed if c not in conditions), closed_on)
        elif word in ("coach", *CALLOUTS) and info == word:
            if word == "coach":
                self._allowed(opening, word)
            self._no_container_inside(inside)
            maps = [token.map for token in inside if token.map] or [[0, 0]]
            source = self._source(inside, maps[0][0], max(end for _, end in maps))
            yield Block(word, tuple(inside), source, self._place(opening), conditions)
        else:
            self._complain(
                opening,
                f'no block is called "{info}"' if info else f"a stray `{opening.markup}` opens a block without a name",
                "Blocks are `::: models …`, `::: when …`, `::: note`, `::: warning` and `::: coach`; "
                "an outer block needs one more colon.",
            )

    def _ask(self, opening: Token, conditions: tuple[Condition, ...]) -> None:
        """Note what each word of the line asks for: a model of its own, or `dimension=values`."""
        line = opening.map[0] if opening.map else 0
        words = list(re.finditer(r"\S+", self.lines[line]))
        each = [c for c in conditions if c.dimension != MODEL] or [
            Condition(c.dimension, (value,), c.negated) for c in conditions for value in c.values
        ]
        for condition, word in zip(each, words[len(words) - len(each) :], strict=True):
            place = self.locate(line, word.start() + 1, word.end() - word.start())
            self.asked.append(Asked(condition, place))

    def _allowed(self, token: Token, word: str) -> None:
        if not self.blocks_allowed:
            self._complain(token, f"a `{word}` block cannot stand here", "Conditional and coach blocks belong in lessons.")

    def _no_container_inside(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type == "container_block_open":
                self._complain(
                    token,
                    f"the block `{token.info.strip()}` stands inside a list, a quotation or another call-out",
                    "Move it out, so that it starts in the first column between blank lines.",
                )

    def _complain(self, token: Token, message: str, advice: str) -> None:
        self.findings.append(Finding("block-syntax", self._place(token), message, advice))

    def _place(self, token: Token) -> Place:
        line = token.map[0] if token.map else 0
        text = self.lines[line] if line < len(self.lines) else ""
        is_container = token.type == "container_block_open"
        indent = max(text.find(token.markup), 0) if is_container else len(text) - len(text.lstrip())
        return self.locate(line, indent + 1, max(len(text.rstrip()) - indent, 1))

    def _source(self, tokens: Sequence[Token], start: int, end: int) -> str:
        """The source lines, with the link definitions they use: a block is served without the rest of its text."""
        source = "\n".join(self.lines[start:end]).strip("\n")
        children = [child for token in tokens for child in token.children or []]
        labels = dict.fromkeys(str(child.meta["label"]) for child in children if "label" in child.meta)
        used = [self.definitions[label] for label in labels if label in self.definitions]
        return "\n\n".join([source, "\n".join(used)]) if used else source

    def _anchor(self, heading: str) -> str:
        base = slugify(heading)
        anchor, number = str(base), 2
        while anchor in self.taken:
            anchor, number = f"{base}-{number}", number + 1
        self.taken.add(anchor)
        return anchor


def _groups(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Top-level runs of tokens: from an opening to its closing, or one token that stands alone."""
    group: list[Token] = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group
            group = []


def _is_figure(group: Sequence[Token]) -> bool:
    inline = next((token for token in group if token.type == "inline"), None)
    children = inline.children or [] if inline else []
    return len(children) == 1 and children[0].type == "image"


def plain_text(tokens: Sequence[Token]) -> str:
    """What is read aloud or searched: text without markup, an image's alternative text, code as it stands."""
    parts: list[str] = []
    for token in tokens:
        if token.type == "inline":
            parts.append(_inline_text(token.children or []))
        elif token.type in ("fence", "code_block"):
            parts.append(token.content.rstrip("\n"))
    return "\n".join(part for part in parts if part)


def _inline_text(children: Sequence[Token]) -> str:
    said = {"softbreak": " ", "hardbreak": "\n"}
    return "".join(
        said.get(child.type, child.content if child.type in ("text", "code_inline", "image", "text_special") else "")
        for child in children
    )


def _links_and_markup(tokens: Sequence[Token], lines: list[str], locate: Locator) -> tuple[list[Link], list[Place]]:
    links: list[Link] = []
    markup: list[Place] = []
    finder = _Finder(lines, locate)
    for token in tokens:
        start = token.map[0] if token.map else 0
        if token.type == "html_block":
            column = max(lines[start].find("<"), 0)
            markup.append(locate(start, column + 1, max(len(lines[start].rstrip()) - column, 1)))
        if token.type != "inline":
            continue
        finder.enter(token)
        for child in token.children or []:
            if child.type == "html_inline":
                markup.append(finder.find(child))
            elif child.type == "link_open":
                links.append(Link(str(child.attrGet("href") or ""), is_image=False, place=finder.find(child)))
            elif child.type == "image":
                links.append(Link(str(child.attrGet("src") or ""), is_image=True, place=finder.find(child)))
    return links, markup


@dataclass(slots=True)
class _Finder:
    """Leads the parser's spans (parser.py), which count within one inline run, back to the lines and columns of the text."""

    lines: list[str]
    locate: Locator
    token: Token = field(default_factory=lambda: Token("inline", "", 0))
    line: int = 0
    column: int = 0

    def enter(self, token: Token) -> None:
        """Find the run's first line: behind the run before it, as a table's cells share one, and below lines of odd spaces."""
        start, end = token.map or (0, 1)
        said = token.content.split("\n", 1)[0]
        columns = ((line, self._begins(line, said, self.column if line == self.line else 0)) for line in range(start, end))
        found = next(((line, column) for line, column in columns if column is not None), (start, 0))
        self.token, (self.line, self.column) = token, found

    def find(self, child: Token) -> Place:
        start, end = child.meta.get(SPAN, (0, 1))
        before = self.token.content[:start].split("\n")
        line = self.line + len(before) - 1
        if line >= len(self.lines):
            return self.locate(self.line)
        said = self.token.content.split("\n")[len(before) - 1]
        begins = self.column if len(before) == 1 else self._begins(line, said, 0) or 0
        first = min(_aligned(self.lines[line], begins, before[-1]), len(self.lines[line]))
        return self.locate(line, first + 1, max(min(end - start, len(said) - len(before[-1])), 1))

    def _begins(self, line: int, said: str, column: int) -> int | None:
        """How far the parser moved a line to the left: list marks, quotation marks, a table's bars."""
        pattern = re.escape(said.rstrip()).replace(r"\|", r"\\?\|")
        found = re.compile(pattern).search(self.lines[line], column) if line < len(self.lines) else None
        return found.start() if found else None


def _aligned(line: str, begins: int, before: str) -> int:
    """Where the text behind `before` stands: in a table's cell the parser drops the backslash of each escaped bar."""
    at = begins
    for character in before:
        at += 2 if character == "|" and line.startswith("\\|", at) else 1
    return at
