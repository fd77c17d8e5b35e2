"""Every prompt to try has a title."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.words import pages


def try_without_title(draft: Draft) -> Iterator[Finding]:
    """A prompt to try says what it is for: "```try Count the lines".

    The title is what the app writes on the button and what the learner's history calls the attempt. Without it, all prompts of a
    lesson look alike.
    """
    for page in pages(draft):
        for block in page.document.blocks:
            if block.kind == "try" and block.info.split() == ["try"]:
                message = "this prompt to try has no title"
                yield Finding("try-without-title", block.place, message, "Say behind `try` what it is for.", Severity.HINT)
