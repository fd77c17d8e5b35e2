"""Lessons, activities and questions name objectives of their own course."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft, DraftCourse, DraftLesson
from coursewright.authoring.findings.finding import Finding, Place
from coursewright.authoring.findings.guessing import edit_to, nearest


def unknown_objective(draft: Draft) -> Iterator[Finding]:
    """What `objectives:` lists must stand in the course's `course.yaml`.

    Objectives say what a certificate proves, so a misspelt one would quietly leave something untaught or unassessed.
    """
    for course in draft.courses:
        known = course.objectives
        if known is None:
            continue
        for name, place in _named(course):
            if name not in known:
                meant = nearest(name, known)
                advice = f"Did you mean {meant}?" if meant else f"The course's objectives: {', '.join(sorted(known))}."
                fix = edit_to(name, meant, place)
                yield Finding("unknown-objective", place, f'the course has no objective "{name}"', advice, fix=fix)


def _named(course: DraftCourse) -> Iterator[tuple[str, Place]]:
    for item in course.items():
        located = item.front if isinstance(item, DraftLesson) else item.file
        objectives = item.front.value.objectives if isinstance(item, DraftLesson) else item.file.value.objectives
        yield from ((name, located.at("objectives", index)) for index, name in enumerate(objectives))
        if not isinstance(item, DraftLesson):
            for q, question in enumerate(item.questions):
                yield from ((name, located.at("questions", q, "objectives", i)) for i, name in enumerate(question.objectives))
