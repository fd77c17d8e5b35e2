"""Which claims lessons and questions state."""

from __future__ import annotations

from coursewright.authoring.draft import Draft


def claims_in_use(draft: Draft) -> frozenset[str]:
    """Every claim that a lesson or a question names, whether there is such a claim or not."""
    lessons = [claim for course in draft.courses for lesson in course.lessons() for claim in lesson.front.value.claims]
    questions = [question for course in draft.courses for activity in course.activities() for question in activity.questions]
    return frozenset(lessons) | {claim for question in questions for claim in question.claims}
