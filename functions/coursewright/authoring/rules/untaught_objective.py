"""Every objective of a course is taught by a lesson."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.objectives import left_out, taught


def untaught_objective(draft: Draft) -> Iterator[Finding]:
    """At least one lesson lists each objective of its course.

    An objective is a promise to learners, and the certificate repeats it. One that no lesson teaches leaves them alone with it.
    Add its id under `objectives:` of the lesson that teaches it, write that lesson, or take the objective out of `course.yaml`
    (with an entry under `retired:`, once it was published).
    """
    for objective, place in left_out(draft, taught):
        yield Finding(
            "untaught-objective",
            place,
            f'no lesson of the course teaches "{objective}"',
            "List it under `objectives:` of the lesson that teaches it, or write one.",
            Severity.WARNING,
        )
