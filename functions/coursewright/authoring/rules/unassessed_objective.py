"""Every objective of a course is practised or assessed."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.objectives import assessed, left_out


def unassessed_objective(draft: Draft) -> Iterator[Finding]:
    """At least one question, quiz, exam, practice or role-play lists each objective of its course.

    A certificate says that its holder can do what the objectives say. Where nothing asks for one of them, nobody knows. What a
    survey asks is an opinion, so surveys do not count. Write a question for it, or list it where it is assessed already.
    """
    for objective, place in left_out(draft, assessed):
        yield Finding(
            "unassessed-objective",
            place,
            f'nothing in the course assesses "{objective}"',
            "Write a question for it, or list it under `objectives:` of the activity that assesses it.",
            Severity.WARNING,
        )
