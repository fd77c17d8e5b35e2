"""Every choice explains itself."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.shapes.activities import ExamFile


def unexplained_choice(draft: Draft) -> Iterator[Finding]:
    """Every choice of a question, right or wrong, has an `explanation:`.

    The explanation is what a learner learns from an answer; without one they know that they were wrong, and not why. In exams,
    where reviewers and tutors read it, a missing one is a hint only. Say what makes the choice right, or which mistake leads to
    it.
    """
    for course in draft.courses:
        for activity in course.activities():
            severity = Severity.HINT if isinstance(activity.file.value, ExamFile) else Severity.WARNING
            for q, question in enumerate(activity.questions):
                bare = [c for c, choice in enumerate(question.choices) if not choice.explanation]
                if bare:
                    numbers = ", ".join(str(c + 1) for c in bare)
                    yield Finding(
                        "unexplained-choice",
                        activity.file.at("questions", q, "choices", bare[0]),
                        f'no explanation is given for {"choice" if len(bare) == 1 else "choices"} {numbers} of "{question.id}"',
                        "Add `explanation:` and say why it is right or wrong.",
                        severity,
                    )
