"""What editions say they corrected, as readers of a course get it: with the index, so that telling it costs no read."""

from __future__ import annotations

from typing import Any

from coursewright.authoring.curriculum import Course, Curriculum
from coursewright.compiling.claims import claims_of


def course_corrections(curriculum: Curriculum, course: Course) -> list[dict[str, Any]]:
    """Corrections of claims that the course states, or stated by the word of who corrected them; by edition, in their order."""
    stated = {name for _, item in course.outline() for name in claims_of(item)}
    return [
        {"edition": edition, **correction.model_dump(mode="json", exclude={"courses"})}
        for edition, file in sorted(curriculum.editions.items())
        for correction in file.corrections
        if correction.claim in stated or course.id in correction.courses
    ]
