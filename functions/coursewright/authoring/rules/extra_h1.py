"""The title is the one heading of the first level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Edit, Finding, Severity
from coursewright.authoring.reading import headings
from coursewright.authoring.words import line_at, pages, said_at


def extra_h1(draft: Draft) -> Iterator[Finding]:
    """A lesson's text has no `#` heading: its `title:` is the heading of the first level.

    A page with two such headings has two titles, and readers, search engines and screen readers each pick one. Where the `#` only
    repeats the title, delete the line; else make it a `##`.
    """
    for page in pages(draft):
        for token, _block in headings(page.document):
            if token.tag != "h1":
                continue
            place = line_at(draft, page, token)
            sign = replace(place, end_column=place.column + 1)
            is_sign = re.match(r"#[ \t]", said_at(draft, place))
            yield Finding(
                "extra-h1",
                place,
                "a heading of the first level stands in the text; the title is that already",
                "Write ##, or delete the line if it repeats the title.",
                Severity.WARNING,
                Edit(sign, "##") if is_sign else None,
            )
