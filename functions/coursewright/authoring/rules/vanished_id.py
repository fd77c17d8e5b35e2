"""No identifier that learners' records hold goes without a word."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.baseline import KINDS, CourseBefore
from coursewright.authoring.draft import Draft, DraftCourse
from coursewright.authoring.findings.finding import Finding, Place
from coursewright.authoring.ids.identifiers import identifiers


def vanished_id(draft: Draft) -> Iterator[Finding]:
    """What learners have now, and this tree has no more, is listed under `formerly:` of its heir or under `retired:`.

    Links, bookmarks, answers and certificates name lessons, activities, modules, objectives and questions by their ids, for
    years. If something was renamed, write its old id under `formerly:` of the new one. If it is gone, add an entry under
    `retired:` of `course.yaml`, with the heir that learners are sent to, if there is one, and the reason they are told. A course
    stays: give it `availability: invited` if nobody new should find it. Asked only where there is a baseline to compare with.
    """
    if draft.baseline is None:
        return
    courses = {str(course.id): course for course in draft.courses}
    for name, before in draft.baseline.courses.items():
        if name not in courses:
            yield Finding(
                "vanished-id",
                Place("curriculum.yaml"),
                f'the course "{name}" of {draft.baseline.name} is gone',
                f"Bring courses/{name} back; to hide it from the catalogue, set `availability: invited`.",
            )
        elif not any(path.startswith(f"{courses[name].path}/") for path in draft.unreadable):
            yield from _in_course(courses[name], before, draft.baseline.name)


def _in_course(course: DraftCourse, before: CourseBefore, baseline: str) -> Iterator[Finding]:
    now = identifiers(course)
    for kind in KINDS:
        for gone in sorted(before.ids[kind] - now.ids[kind] - now.formerly[kind] - now.retired[kind]):
            what = kind if kind != "item" else "lesson" if before.items.get(gone) == "lesson" else "activity"
            yield Finding(
                "vanished-id",
                course.file.key("retired") if course.file else Place(f"{course.path}/course.yaml"),
                f'the {what} "{gone}" of {baseline} is gone without an heir',
                f"List it under `formerly:` of its heir, or add {{id: {gone}, kind: {what}, reason: …}} to `retired:`.",
            )
