"""No raw HTML, and no link that could run something or hide where it leads."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding
from coursewright.authoring.links import LinkKind, target_of


def unsafe_markup(draft: Draft) -> Iterator[Finding]:
    """Texts are Markdown only: HTML tags and comments are refused, and links lead to https: or mailto: addresses or to files.

    What an author writes must not run in a reader's browser, and a lesson is shown in places where HTML means nothing. Write the
    Markdown for it instead. To show a tag as text, put it in backticks: `<b>`. A link must say its site plainly: no other
    scheme, no user name in front of the site, no invisible characters.
    """
    for prose in draft.prose:
        for place in prose.document.markup:
            yield Finding(
                "unsafe-markup",
                place,
                "raw HTML stands here",
                "Use Markdown instead; to show a tag as text, put it in backticks.",
            )
        for link in prose.document.links:
            target = target_of(link.href, prose.path)
            if target.kind is LinkKind.UNSAFE:
                yield Finding(
                    "unsafe-markup",
                    link.place,
                    f'the link "{link.href[:120]}" is not safe: {target.reason}',
                    "Use an https: address, a mailto: address, or the file name of a lesson.",
                )
