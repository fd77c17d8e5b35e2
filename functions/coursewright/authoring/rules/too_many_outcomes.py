"""A lesson's conditions split learners into a bounded number of outcomes."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Place
from coursewright.authoring.outcomes import MAX_OUTCOMES, outcomes_of, undeclared


def too_many_outcomes(draft: Draft) -> Iterator[Finding]:
    """At most 64 different readings of one lesson.

    Each combination of conditions makes another text that somebody has to review and that has to be stored. Split the lesson, or
    let fewer dimensions meet in one.
    """
    if draft.settings is None or draft.ledger is None:
        return
    settings = draft.settings.value
    for page in draft.judged_pages():
        blocks = page.document.blocks
        if any(True for asked in page.document.asked for _ in undeclared(asked.condition, settings)):
            continue
        if outcomes_of(blocks, settings, draft.ledger) is None:
            yield Finding(
                "too-many-outcomes",
                Place(page.path),
                f"the conditions of this lesson make more than {MAX_OUTCOMES} different texts, or too many to tell",
                "Split the lesson, or use fewer conditions that do not depend on each other.",
            )
