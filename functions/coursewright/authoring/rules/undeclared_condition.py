"""Conditional blocks use dimensions and values that curriculum.yaml declares."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding
from coursewright.authoring.outcomes import undeclared


def undeclared_condition(draft: Draft) -> Iterator[Finding]:
    """`::: when role=developer` needs a dimension `role` with a value `developer` in curriculum.yaml.

    A block for a value nobody can have would never be shown, and nobody would notice.
    """
    if draft.settings is None:
        return
    for page in draft.judged_pages():
        for asked in page.document.asked:
            for problem in undeclared(asked.condition, draft.settings.value):
                yield Finding(
                    "undeclared-condition",
                    asked.place,
                    problem,
                    "Correct this line, or declare the value under `dimensions:` in curriculum.yaml.",
                )
