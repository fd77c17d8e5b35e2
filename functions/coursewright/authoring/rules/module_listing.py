"""A course lists each of its modules once."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft, DraftCourse
from coursewright.authoring.findings.finding import Finding, Place
from coursewright.authoring.findings.guessing import edit_to, nearest


def module_listing(draft: Draft) -> Iterator[Finding]:
    """`modules:` in course.yaml gives the order of the module folders: every folder once, and no name without a folder.

    A module that is not listed would be written, reviewed and never read.
    """
    for course in draft.courses:
        if course.file:
            yield from _in_course(draft, course)


def _in_course(draft: Draft, course: DraftCourse) -> Iterator[Finding]:
    if course.file is None:
        return
    folders = {module.id for module in course.modules}
    listed = course.file.value.modules
    for index, name in enumerate(listed):
        place = course.file.at("modules", index)
        if name in listed[:index]:
            yield Finding("module-listing", place, f'the module "{name}" is listed twice', "Remove one of the two.")
        elif name not in folders:
            meant = nearest(name, folders)
            advice = f"Did you mean {meant}?" if meant else f"Add the folder {course.path}/{name} with a module.yaml."
            fix = edit_to(name, None if meant in listed else meant, place)
            yield Finding("module-listing", place, f'no module "{name}" in this course', advice, fix=fix)
    for module in course.modules:
        if module.id not in listed and module.path not in draft.unreadable:
            yield Finding(
                "module-listing",
                Place(f"{module.path}/module.yaml"),
                f'the course does not list its module "{module.id}"',
                f"Add it to `modules:` in {course.path}/course.yaml, or move the folder out of the course.",
            )
