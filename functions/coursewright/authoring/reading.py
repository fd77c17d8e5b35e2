"""What a learner reads of a lesson, in words and minutes. Coach blocks are for the tutor and count nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from markdown_it.token import Token

from coursewright.authoring.draft import Draft
from coursewright.authoring.markdown.document import Block, Document, plain_text
from coursewright.authoring.outcomes import outcomes_of, undeclared

WORDS_A_MINUTE = 200
FEWEST_WORDS = 30
"""A lesson of fewer words than these is as good as empty."""


def shown(document: Document) -> tuple[Block, ...]:
    """The blocks some learner is shown."""
    return tuple(block for block in document.blocks if block.kind != "coach")


def words_in(block: Block) -> int:
    """How many words a block holds: text, code, tables, and what an image's alternative text says."""
    return len(plain_text(block.tokens).split())


def minutes_in(block: Block) -> float:
    """How long a block takes: a prompt to try and a figure a minute each, everything else by its words."""
    return 1 if block.kind in ("try", "figure") else words_in(block) / WORDS_A_MINUTE


def paragraphs(block: Block) -> Iterator[tuple[Token, str]]:
    """The paragraphs of a block, in lists and quotations too, each as its token and its plain text."""
    for token, following in pairwise(block.tokens):
        if token.type == "paragraph_open":
            yield following, plain_text((following,))


def headings(document: Document) -> Iterator[tuple[Token, Block]]:
    """The opening tokens of headings, in call-outs and quotations too, each with the block it stands in."""
    for block in shown(document):
        yield from ((token, block) for token in block.tokens if token.type == "heading_open")


def views(draft: Draft, document: Document) -> tuple[tuple[Block, ...], ...]:
    """What different learners are shown, one tuple of blocks each; all blocks where that cannot be told."""
    blocks, settings, ledger = shown(document), draft.settings, draft.ledger
    conditions = [condition for block in blocks for condition in block.conditions]
    if settings is None or ledger is None or any(any(undeclared(c, settings.value)) for c in conditions):
        return (blocks,)
    outcomes = outcomes_of(blocks, settings.value, ledger)
    return tuple(tuple(blocks[index] for index in seen) for seen in outcomes.shown) if outcomes else (blocks,)
