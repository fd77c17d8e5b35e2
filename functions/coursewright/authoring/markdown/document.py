"""One Markdown text as blocks, headings and links, each with its place in the file it came from.

Takes a text and where it stands; gives a Document. Refuses, before parsing, tables that would cost seconds: a delimiter row of n
columns followed by m lines makes n times m cells, however little is written in them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coursewright.authoring.findings.finding import Finding, Place
from coursewright.authoring.markdown.cutting import CALLOUTS, Asked, Block, Cutter, plain_text
from coursewright.authoring.markdown.parser import parse
from coursewright.authoring.markdown.placing import Link, Locator, at_place, in_file, links_and_markup

__all__ = [
    "CALLOUTS", "MAX_CELLS", "MAX_TOKENS", "Asked", "Block", "Document", "Link", "Locator", "at_place", "in_file", "plain_text",
    "read_document",
]  # fmt: skip

MAX_TOKENS = 20_000
MAX_CELLS = 5_000
MAX_BRACKETS = 10_000
MAX_DEFINITION = 2_000
_LINE_BREAK = re.compile(r"\r\n?")  # as the parser reads them, so that its lines are ours
_RUN = re.compile(r"(?:^[ \t>]*[^ \t>\n].*\n?)+", re.MULTILINE)
_DELIMITERS = re.compile(r"^[^|\n]*\|.*\n(?=[ \t>]*([|:-][|: \t-]*)(?:\n|\Z))", re.MULTILINE)


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


def read_document(text: str, locate: Locator, *, blocks_allowed: bool = True) -> Document:
    """Parse a text. Without `blocks_allowed` (a question's text, say) conditional and coach blocks are findings."""
    text = _LINE_BREAK.sub("\n", text).replace("\0", "\ufffd")
    if (cells := _most_cells(text)) > MAX_CELLS:
        return _too_large(locate, f"the text's tables could have {cells:,} cells; at most {MAX_CELLS:,} are read")
    if (brackets := text.count("[")) > MAX_BRACKETS:  # each can begin a link, and is looked at from there to the end of its text
        return _too_large(locate, f"the text has {brackets:,} opening brackets; at most {MAX_BRACKETS:,} are read")
    tokens, definitions = parse(text)
    if (longest := max(map(len, definitions.values()), default=0)) > MAX_DEFINITION:  # each block that uses it holds a copy
        return _too_large(locate, f"a link's definition has {longest:,} characters; at most {MAX_DEFINITION:,} are read")
    if len(tokens) > MAX_TOKENS:
        return _too_large(locate, f"the text has {len(tokens):,} parts; at most {MAX_TOKENS:,} are read")
    cutter = Cutter(text.split("\n"), locate, blocks_allowed, definitions)
    blocks = tuple(cutter.cut(tokens, (), len(cutter.lines) - (not cutter.lines[-1])))
    links, markup = links_and_markup(tokens, cutter.lines, locate)
    return Document(blocks, tuple(links), tuple(markup), tuple(cutter.findings), tuple(cutter.asked))


def _most_cells(text: str) -> int:
    """A bound on the cells of a text's tables, without parsing it: of each run of lines, its lines times its widest row."""
    cells = 0
    for run in _RUN.finditer(text):
        widest = max((row[1].strip("| \t").count("|") + 1 for row in _DELIMITERS.finditer(run[0])), default=0)
        cells += widest * (run[0].count("\n") + 1)
    return cells


def _too_large(locate: Locator, message: str) -> Document:
    advice = "Split it, or give what is so large (a table, a list) as a figure or a linked file."
    return Document((), (), (), (Finding("markdown-too-large", locate(0), message, advice),))
