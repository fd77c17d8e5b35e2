"""Every question of a quiz or an exam has a right answer, and a wrong one."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding


def no_right_answer(draft: Draft) -> Iterator[Finding]:
    """At least one choice says `correct: true`, and at least one does not.

    Without a right answer nobody can pass the question; where all are right nobody can fail it.
    """
    for course in draft.courses:
        for activity in course.activities():
            for index, question in enumerate(activity.questions):
                right = sum(choice.correct for choice in question.choices)
                place = activity.file.at("questions", index, "id")
                if right == 0:
                    yield Finding(
                        "no-right-answer",
                        place,
                        f'no choice of "{question.id}" is right',
                        "Set `correct: true` on the right choice, or on each of several.",
                    )
                elif right == len(question.choices):
                    yield Finding(
                        "no-right-answer",
                        place,
                        f'every choice of "{question.id}" is right',
                        "Add a plausible wrong choice, or remove a `correct: true`.",
                    )
