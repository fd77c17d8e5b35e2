"""The files of one course, but for its activities."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from coursewright.authoring.shapes.base import Formerly, Line, Minutes, Selector, Shape, SlugField, Text


class Objective(Shape):
    """What a learner can do afterwards."""

    id: SlugField
    text: Line
    weight: Annotated[int, Field(ge=1, le=100, description="its share in the course, against the other objectives")]
    formerly: Formerly = ()


class Retired(Shape):
    """An identifier that went away, so that links and records to it can be answered."""

    id: SlugField
    kind: Literal["lesson", "activity", "module", "objective"]
    heir: Annotated[SlugField | None, Field(description="what took its place, if anything did")] = None
    reason: Line


class CourseFile(Shape):
    """courses/<course>/course.yaml"""

    title: Line
    summary: Text
    level: Literal["foundation", "practitioner", "expert"]
    audience: Line
    availability: Annotated[
        Literal["public", "invited"], Field(description="public: anybody may read it; invited: only entitled workspaces")
    ]
    objectives: Annotated[tuple[Objective, ...], Field(min_length=1)]
    modules: Annotated[tuple[SlugField, ...], Field(min_length=1, description="the course's modules, in order")]
    prerequisites: Annotated[tuple[SlugField, ...], Field(description="courses to take before")] = ()
    retired: tuple[Retired, ...] = ()


class ModuleFile(Shape):
    """courses/<course>/<module>/module.yaml"""

    title: Line
    summary: Text
    formerly: Formerly = ()


class LessonFront(Shape):
    """What stands between the --- lines of a lesson."""

    title: Line
    summary: Line
    objectives: Annotated[tuple[SlugField, ...], Field(description="objectives of the course that this lesson teaches")] = ()
    minutes: Minutes
    models: Annotated[tuple[Selector, ...], Field(description="the models the lesson speaks of")] = ()
    claims: Annotated[tuple[SlugField, ...], Field(description="the claims it states")] = ()
    id: SlugField | None = None
    formerly: Formerly = ()
