"""The identifiers of a draft: what a rule that looks back compares with a Baseline, and what makes one of another folder."""

from __future__ import annotations

from coursewright.authoring.baseline import KINDS, Baseline, CourseBefore
from coursewright.authoring.draft import Draft, DraftCourse, DraftLesson


def kind_of_retired(kind: str) -> str:
    """Lessons and activities share one id space, so what retires either retires an item."""
    return "item" if kind in ("lesson", "activity") else kind


def identifiers(course: DraftCourse) -> CourseBefore:
    """The identifiers of a drafted course."""
    objectives = course.file.value.objectives if course.file else ()
    questions = [question for activity in course.activities() for question in activity.questions]
    retired: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for entry in course.file.value.retired if course.file else ():
        retired[kind_of_retired(entry.kind)].add(entry.id)
    shapes = [item.front.value if isinstance(item, DraftLesson) else item.file.value for item in course.items()]
    return CourseBefore(
        items={item.id: "lesson" if isinstance(item, DraftLesson) else item.file.value.kind for item in course.items()},
        ids={
            "item": frozenset(item.id for item in course.items()),
            "module": frozenset(module.id for module in course.modules),
            "objective": frozenset(objective.id for objective in objectives),
            "question": frozenset(question.id for question in questions),
        },
        formerly={
            "item": frozenset(old for shape in shapes for old in shape.formerly),
            "module": frozenset(old for module in course.modules if module.file for old in module.file.value.formerly),
            "objective": frozenset(old for objective in objectives for old in objective.formerly),
            "question": frozenset(old for question in questions for old in question.formerly),
        },
        retired={kind: frozenset(found) for kind, found in retired.items()},
    )


def baseline_of(draft: Draft, name: str) -> Baseline:
    """The baseline another folder makes."""
    return Baseline(name, {course.id: identifiers(course) for course in draft.courses})
