"""Where a lesson or an activity has gone whose file a path names no longer."""

from __future__ import annotations

import re

from coursewright.authoring.draft import Draft, DraftActivity, DraftCourse, DraftLesson
from coursewright.authoring.shapes.activities import ACTIVITY_KINDS
from coursewright.authoring.slug import without_order_prefix

_ITEM = re.compile(rf"courses/([^/]+)/(?:[^/]+/)?([^/.]+)\.(?:md|(?:{'|'.join(ACTIVITY_KINDS)})\.yaml)")


def heir_of(draft: Draft, path: str) -> DraftLesson | DraftActivity | None:
    """What now has the id that a path ends in, or says it had it before, or was named its heir."""
    named = _ITEM.fullmatch(path)
    course = next((course for course in draft.courses if named and course.id == named[1]), None)
    if named is None or course is None or path in draft.tree.files:
        return None
    item = without_order_prefix(named[2])
    heirs = _heirs(course)
    return heirs.get(item)


def _heirs(course: DraftCourse) -> dict[str, DraftLesson | DraftActivity]:
    present: dict[str, DraftLesson | DraftActivity] = {str(item.id): item for item in course.items()}
    heirs: dict[str, DraftLesson | DraftActivity] = {}
    for retired in course.file.value.retired if course.file else ():
        if retired.kind in ("lesson", "activity") and retired.heir in present:
            heirs[retired.id] = present[retired.heir]
    for item in course.items():
        shape = item.front.value if isinstance(item, DraftLesson) else item.file.value
        heirs.update(dict.fromkeys(map(str, shape.formerly), item))
    return {**heirs, **present}
