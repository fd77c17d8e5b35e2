"""Weights that look like percentages add up to 100."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Severity

_NEARLY = range(85, 116)


def uneven_objectives(draft: Draft) -> Iterator[Finding]:
    """Where the weights of a course's objectives come close to 100 together, they make exactly 100.

    Weights count against each other, so 1, 2 and 3 are as good as percentages. But weights that make 95 or 110 were most likely
    meant as percentages, and one was forgotten when another changed. Equal weights are left alone, whatever they make.
    """
    for course in draft.courses:
        weights = [objective.weight for objective in course.file.value.objectives] if course.file else []
        total = sum(weights)
        if course.file and total in _NEARLY and total != 100 and len(set(weights)) > 1:  # noqa: PLR2004 - percent
            yield Finding(
                "uneven-objectives",
                course.file.key("objectives"),
                f"the weights of the objectives look like percentages, and make {total}",
                "Make them 100 together.",
                Severity.HINT,
            )
