"""What an edition depends on lasts as long as the edition does."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.ending import advice_on, dependences, end_of
from coursewright.authoring.findings.finding import Finding, Severity


def ending_model(draft: Draft) -> Iterator[Finding]:
    """No lesson, claim, block or setting depends on a model that is shut down while the newest edition is current.

    Learners would meet a lesson that was right on the edition's first day and fails before its last. What is asked is whether
    every model of a family ends within the period, by the days of the ledger. Move to the replacement now, or tell learners the
    day and acknowledge the finding until the period ends. Blocks for all models but one, and `has:` selectors, go on.
    """
    if draft.ledger is None or not draft.editions:
        return
    until = draft.editions[max(draft.editions)].value.period.until
    for needed in dependences(draft, draft.ledger):
        day = end_of(draft.ledger, needed.models)
        if day and draft.as_of < day <= until:
            yield Finding(
                "ending-model",
                needed.place,
                f'"{needed.selector}" is shut down on {day}, and the edition lasts until {until}',
                f"{advice_on(draft.ledger, needed.selector, needed.models)}, or tell learners the day and acknowledge this.",
                Severity.WARNING,
            )
