"""Claims are checked again in time."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Severity


def overdue_claim(draft: Draft) -> Iterator[Finding]:
    """The day in `review_by:` of a claim has not passed.

    Claims are about models and APIs, which change without asking. Read the sources again, note the day under `read:`, mend what
    has changed in the claim and wherever it is stated, and set the next `review_by:`. Days are counted to the newest edition's
    `effective:` day, or to the one given with `--as-of`.
    """
    people = {str(person.id): person.name for person in draft.people.value.people} if draft.people else {}
    for name, claim in draft.claims.items():
        due, owner = claim.value.review_by, str(claim.value.owner)
        if due < draft.as_of:
            yield Finding(
                "overdue-claim",
                claim.at("review_by"),
                f'the claim "{name}" was to be reviewed by {due}, and it is {draft.as_of}',
                f"Ask its owner, {people.get(owner, owner)}, to read its sources again and to set the next day.",
                Severity.WARNING,
            )
