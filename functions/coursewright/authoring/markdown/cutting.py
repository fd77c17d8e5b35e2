"""Tokens cut into blocks: what a text consists of at its top level, each piece with who it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from coursewright.authoring.findings.finding import Finding, Place
from coursewright.authoring.markdown.conditions import MODEL, Condition, parse_condition
from coursewright.authoring.markdown.placing import Locator
from coursewright.authoring.slug import slugify

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
class Asked:
    """What one word of a `models` or `when` line asks for."""

    condition: Condition
    place: Place


@dataclass(slots=True)
class Cutter:
    lines: list[str]
    locate: Locator
    blocks_allowed: bool
    definitions: Mapping[str, str]
    findings: list[Finding] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)

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
        anchor, number = str(base), self.numbers.get(base, 2)  # not from 2 again, for a text of one heading over and over
        while anchor in self.taken:
            anchor, number = f"{base}-{number}", number + 1
        self.taken.add(anchor)
        self.numbers[base] = number
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
