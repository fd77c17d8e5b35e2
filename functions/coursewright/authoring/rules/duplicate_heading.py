"""No part of a lesson has two headings that read the same."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.markdown.document import plain_text
from coursewright.authoring.reading import headings
from coursewright.authoring.words import line_at, pages


def duplicate_heading(draft: Draft) -> Iterator[Finding]:
    """Two headings that one learner sees under the same heading do not read the same.

    In an outline they cannot be told apart, and the second gets an address ending in `-2`, which then means another part
    as soon as somebody adds a third. Add the word that makes the difference: "Example: an e-mail". Headings in blocks that
    exclude each other may be equal.
    """
    for page in pages(draft):
        seen: dict[tuple[str, ...], list[tuple[frozenset[object], int]]] = {}
        above: list[tuple[int, str]] = []
        for token, block in headings(page.document):
            index = block.tokens.index(token)
            said, conditions = plain_text(block.tokens[index : index + 2]), frozenset(block.conditions)
            place, level = line_at(draft, page, token), int(token.tag[1])
            above = [*(entry for entry in above if entry[0] < level), (level, said.casefold())]
            earlier = seen.setdefault(tuple(text for _, text in above), [])
            first = next((line for whose, line in earlier if whose <= conditions or conditions <= whose), None)
            earlier.append((conditions, place.line))
            if first is not None:
                message = f'the heading "{said}" stands on line {first} already'
                yield Finding(
                    "duplicate-heading", place, message, "Say in one of the two what makes the difference.", Severity.HINT
                )
