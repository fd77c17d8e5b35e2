"""What must be taken before exists."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Place


def unknown_prerequisite(draft: Draft) -> Iterator[Finding]:
    """`prerequisites:` of a course names other courses, that of a module other modules of its course.

    Learners are told what to take first. A course or a module that does not exist cannot be taken, and one that asks for itself
    can never be begun. To ask for a module of another course, let the course ask for that course.
    """
    courses = {str(course.id) for course in draft.courses}
    for course in draft.courses:
        if course.file:
            for index, name in enumerate(course.file.value.prerequisites):
                if name not in courses - {course.id}:
                    yield _finding("course", name, course.file.at("prerequisites", index), courses - {course.id})
        modules = {str(module.id) for module in course.modules}
        for module in course.modules:
            for index, name in enumerate(module.file.value.prerequisites if module.file else ()):
                if module.file and name not in modules - {module.id}:
                    yield _finding("module", name, module.file.at("prerequisites", index), modules - {module.id})


def _finding(what: str, name: str, place: Place, others: set[str]) -> Finding:
    where = " in this course" if what == "module" else ""
    listed = f"There are: {', '.join(sorted(others)[:12])}." if others else "Remove it, or add what is missing."
    return Finding("unknown-prerequisite", place, f'there is no other {what} "{name}"{where}', listed)
