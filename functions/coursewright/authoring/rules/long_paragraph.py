"""Paragraphs are short enough to be read on a screen."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.reading import paragraphs, shown
from coursewright.authoring.words import line_at, pages

MOST_WORDS = 150


def long_paragraph(draft: Draft) -> Iterator[Finding]:
    """A lesson's paragraph has at most 150 words.

    On a telephone that fills the screen, and a reader who looks up does not find back. Split it where a new thought begins; if no
    such place is found, it may be several thoughts told at once.
    """
    for page in pages(draft):
        for block in shown(page.document):
            for token, text in paragraphs(block):
                if (words := len(text.split())) > MOST_WORDS:
                    message = f"the paragraph has {words} words; {MOST_WORDS} are a screenful"
                    place = line_at(draft, page, token)
                    yield Finding("long-paragraph", place, message, "Split it where a new thought begins.", Severity.HINT)
