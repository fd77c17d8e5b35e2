"""What must be taken before does not run in a circle."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Place
from coursewright.authoring.prerequisites import Before, cycles


def prerequisite_cycle(draft: Draft) -> Iterator[Finding]:
    """Following `prerequisites:` from course to course, or from module to module, never leads back.

    In a circle nothing can be taken first, so learners could begin with none of it. The message shows the way round, each with
    what it asks for behind the arrow. Remove one step of it.
    """
    files = {str(course.id): course.file for course in draft.courses if course.file}
    courses = {name: file.value.prerequisites for name, file in files.items()}
    yield from _findings(courses, lambda name, index: files[name].at("prerequisites", index))
    for course in draft.courses:
        located = {str(module.id): module.file for module in course.modules if module.file}
        modules = {name: file.value.prerequisites for name, file in located.items()}
        yield from _findings(modules, lambda name, index, located=located: located[name].at("prerequisites", index))  # type: ignore[misc]  # a default binds the loop's value


def _findings(before: Before, at: Callable[[str, int], Place]) -> Iterator[Finding]:
    for way in cycles(before):
        yield Finding(
            "prerequisite-cycle",
            at(way[0], list(before[way[0]]).index(way[1])),
            f"what must be taken before runs in a circle: {' → '.join(way)}",
            "Remove one step of it.",
        )
