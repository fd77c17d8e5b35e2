"""Which objectives the lessons and activities of a course list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coursewright.authoring.draft import Draft, DraftCourse
from coursewright.authoring.finding import Place
from coursewright.authoring.shapes.activities import SurveyFile


@dataclass(frozen=True, slots=True)
class Judged:
    """A course whose lists of objectives can be relied on, and where its objectives stand."""

    course: DraftCourse
    objectives: tuple[tuple[str, Place], ...]


def judged(draft: Draft) -> Iterator[Judged]:
    """The courses all of whose files could be read and name known objectives only; a misspelt one is another finding."""
    for course in draft.courses:
        if course.file is None or any(path.startswith(f"{course.path}/") for path in draft.unreadable):
            continue
        declared = course.file.value.objectives
        if taught(course) | assessed(course) <= {objective.id for objective in declared}:
            places = (course.file.at("objectives", index, "id") for index in range(len(declared)))
            yield Judged(course, tuple(zip((str(objective.id) for objective in declared), places, strict=True)))


def taught(course: DraftCourse) -> frozenset[str]:
    """What the lessons list."""
    return frozenset(objective for lesson in course.lessons() for objective in lesson.front.value.objectives)


def assessed(course: DraftCourse) -> frozenset[str]:
    """What questions and activities list, surveys aside."""
    activities = [activity for activity in course.activities() if not isinstance(activity.file.value, SurveyFile)]
    listed = [activity.file.value.objectives for activity in activities]
    listed += [question.objectives for activity in activities for question in activity.questions]
    return frozenset(objective for objectives in listed for objective in objectives)
