"""Headings go down one level at a time."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.reading import headings
from coursewright.authoring.words import line_at, pages

TOP = 2


def heading_order(draft: Draft) -> Iterator[Finding]:
    """A lesson's first heading is a `##`, and no heading is more than one level below the one before it.

    Headings are the table of contents that screen readers offer and that apps build. A `####` right below a `##` makes readers
    look for the part they seem to have missed. Choose the level by what belongs to what, never by how large it looks. Headings
    that other learners see do not count: each learner's own sequence must be in order.
    """
    for page in pages(draft):
        before: list[tuple[int, frozenset[object]]] = []
        for token, block in headings(page.document):
            level, conditions = max(int(token.tag[1:]), TOP), frozenset(block.conditions)
            above = next((seen for seen, whose in reversed(before) if whose <= conditions), TOP - 1)
            before.append((level, conditions))
            if level > above + 1:
                first = above < TOP
                message = (
                    f"the first heading has level {level}"
                    if first
                    else f"a heading of level {level} follows one of level {above}"
                )
                yield Finding(
                    "heading-order",
                    line_at(draft, page, token),
                    message,
                    f"Write {'#' * (above + 1)}, or add the heading that is missing above it.",
                    Severity.WARNING,
                )
