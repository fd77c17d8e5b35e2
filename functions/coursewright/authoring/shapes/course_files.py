"""The files of one course, but for its activities."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from coursewright.authoring.shapes.base import Formerly, Line, Minutes, Selector, Shape, SlugField, Text


class Objective(Shape):
    """What a learner can do afterwards."""

    id: Annotated[
        SlugField, Field(description="Names the objective; kept once the course is released.", examples=["write-a-prompt"])
    ]
    text: Annotated[
        Line,
        Field(
            description="What a learner can do afterwards, beginning with a verb.",
            examples=["Write a prompt that states the goal, the context, the material, the form and the limits of a task"],
        ),
    ]
    weight: Annotated[
        int, Field(ge=1, le=100, description="Its share in the course, against the other objectives.", examples=[10])
    ]
    safety: Annotated[
        bool, Field(description="true: whoever holds a certificate has to learn it anew once it changed, whatever its weight.")
    ] = False
    formerly: Formerly = ()


class Retired(Shape):
    """An identifier that went away, so that links and records to it can be answered."""

    id: Annotated[SlugField, Field(description="The identifier that went away.")]
    kind: Annotated[Literal["lesson", "activity", "module", "objective", "question"], Field(description="What it named.")]
    heir: Annotated[SlugField | None, Field(description="The identifier of what took its place, if anything did.")] = None
    reason: Annotated[Line, Field(description="Why it went, for learners who look for it.")]


class CourseFile(Shape):
    """courses/<course>/course.yaml: what a course is about, what it teaches, and its modules."""

    title: Annotated[Line, Field(description="The course's name in the catalogue.")]
    summary: Annotated[Text, Field(description="What the course is about and what it is good for, in two or three sentences.")]
    level: Annotated[Literal["foundation", "practitioner", "expert"], Field(description="How much it asks of a learner.")]
    audience: Annotated[Line, Field(description="Who it is for, and what they should know before.")]
    availability: Annotated[
        Literal["public", "invited"], Field(description="public: anybody may read it. invited: only entitled workspaces.")
    ]
    reading_level: Annotated[
        int | None, Field(ge=1, le=20, description="How many years of schooling the text may ask for at most.", examples=[10])
    ] = None
    objectives: Annotated[tuple[Objective, ...], Field(min_length=1, description="What learners can do afterwards.")]
    modules: Annotated[
        tuple[SlugField, ...], Field(min_length=1, description="The course's modules, by their folders, in order.")
    ]
    prerequisites: Annotated[tuple[SlugField, ...], Field(description="Courses to take before, by their folders.")] = ()
    retired: Annotated[
        tuple[Retired, ...], Field(description="What was released once and is gone, so links can be answered.")
    ] = ()


class ModuleFile(Shape):
    """courses/<course>/<module>/module.yaml: what a part of a course is about. Its lessons are the files beside it."""

    title: Annotated[Line, Field(description="The module's name in the course outline.")]
    summary: Annotated[Text, Field(description="What the module is about, in a sentence or two.")]
    prerequisites: Annotated[
        tuple[SlugField, ...], Field(description="Modules of the same course to take before, by their folders.")
    ] = ()
    formerly: Formerly = ()


class TranslationFront(Shape):
    """What stands between the --- lines of a translation, NN-<lesson>.<language>.md."""

    title: Annotated[Line, Field(description="The lesson's title, translated.")]
    summary: Annotated[Line, Field(description="The lesson's summary, translated.")]
    translates: Annotated[
        str,
        StringConstraints(pattern=r"^[0-9a-f]{64}$"),
        Field(description="SHA-256 of the lesson's file as it was when this was translated; `sha256sum` prints it."),
    ]


class LessonFront(Shape):
    """What stands between the --- lines of a lesson, NN-<lesson>.md."""

    title: Annotated[Line, Field(description="The lesson's title; it is the heading of the page.")]
    summary: Annotated[Line, Field(description="One sentence on what the reader gets from it.")]
    objectives: Annotated[
        tuple[SlugField, ...], Field(description="Objectives of the course that this lesson teaches, by their ids.")
    ] = ()
    minutes: Minutes
    models: Annotated[
        tuple[Selector, ...], Field(description="The models the lesson speaks of: families, models, or has:<capability>.")
    ] = ()
    claims: Annotated[tuple[SlugField, ...], Field(description="The claims it states, by their ids.")] = ()
    id: Annotated[
        SlugField | None, Field(description="Its identifier, where that is not the file's name without its number.")
    ] = None
    formerly: Formerly = ()
