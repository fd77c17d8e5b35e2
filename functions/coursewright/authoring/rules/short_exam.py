"""An exam has as many questions as it draws."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding
from coursewright.authoring.shapes.activities import ExamFile


def short_exam(draft: Draft) -> Iterator[Finding]:
    """`draw:` of an exam is at most the number of its questions.

    Learners are each asked `draw` of the questions, chosen for them. Have several more than that, so that a second attempt is not
    the first one again; with fewer there is nothing to draw.
    """
    for course in draft.courses:
        for activity in course.activities():
            exam = activity.file.value
            if isinstance(exam, ExamFile) and exam.draw > len(exam.questions):
                yield Finding(
                    "short-exam",
                    activity.file.at("draw"),
                    f"{exam.draw} questions are drawn, and there {_are(len(exam.questions))}",
                    "Draw fewer, or write more questions.",
                )


def _are(count: int) -> str:
    return "is 1" if count == 1 else f"are {count}"
