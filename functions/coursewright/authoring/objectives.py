"""Which objectives the lessons and activities of a course list."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coursewright.authoring.draft import Draft, DraftCourse
from coursewright.authoring.findings.finding import Place
from coursewright.authoring.shapes.activities import SurveyFile


def left_out(draft: Draft, listed: Callable[[DraftCourse], frozenset[str]]) -> Iterator[tuple[str, Place]]:
    """The objectives that nothing in their course lists, with where they stand.

    Only of courses all of whose files could be read and name known objectives; a misspelt one is another finding.
    """
    for course in draft.courses:
        if course.file is None or any(path.startswith(f"{course.path}/") for path in draft.unreadable):
            continue
        declared = [str(objective.id) for objective in course.file.value.objectives]
        found = listed(course)
        if taught(course) | assessed(course) <= set(declared):
            yield from ((name, course.file.at("objectives", i, "id")) for i, name in enumerate(declared) if name not in found)


def taught(course: DraftCourse) -> frozenset[str]:
    """What the lessons list."""
    return frozenset(objective for lesson in course.lessons() for objective in lesson.front.value.objectives)


def assessed(course: DraftCourse) -> frozenset[str]:
    """What questions and activities list, surveys aside."""
    activities = [activity for activity in course.activities() if not isinstance(activity.file.value, SurveyFile)]
    listed = [activity.file.value.objectives for activity in activities]
    listed += [question.objectives for activity in activities for question in activity.questions]
    return frozenset(objective for objectives in listed for objective in objectives)
