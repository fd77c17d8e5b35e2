"""editions/<edition>.yaml: one state of the whole curriculum, its days, and what its editors say of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from coursewright.authoring.shapes.base import ItemPath, Line, ModelId, Shape, SlugField, Text


class Period(Shape):
    """The days an edition is current, first and last."""

    from_: Annotated[date, Field(alias="from", description="The first day.", examples=["2026-10-26"])]
    until: Annotated[date, Field(description="The last day.", examples=["2027-01-24"])]

    @field_validator("until")
    @classmethod
    def _in_order(cls, until: date, info: ValidationInfo) -> date:
        if until < info.data.get("from_", until):
            raise ValueError(f"the period ends on {until}, before it begins on {info.data['from_']}")
        return until


class Acknowledgement(Shape):
    """A warning or a hint that somebody decided to live with, why, and until when."""

    code: Annotated[SlugField, Field(description="The finding's code, as `check` prints it in brackets.")]
    path: Annotated[Line | None, Field(description="The file or folder it is about. Without it, all files.")] = None
    reason: Annotated[Line, Field(description="Why it is all right to live with it.")]
    until: Annotated[date, Field(description="The last day on which it is; then it is found again.", examples=["2027-01-24"])]
    by: Annotated[SlugField | None, Field(description="Who decided so: an id of people.yaml.", examples=["ada"])] = None


class RaisedClass(Shape):
    """That a change means more to learners than its words show. A class can be raised, never lowered."""

    item: Annotated[ItemPath, Field(description="The lesson or activity, as course/item.")]
    to: Annotated[
        Literal["content", "claim", "assessment", "structural"],
        Field(description="The class it has at least. From claim on, learners who completed it are to go through it again."),
    ]
    reason: Annotated[Line, Field(description="Why, for learners.")]


class CorrectedClaim(Shape):
    """That this edition claimed something false. It may move learners who are pinned to it."""

    claim: Annotated[SlugField, Field(description="The claim, by its id; it keeps it.")]
    on: Annotated[date, Field(description="The day it was corrected.", examples=["2026-11-25"])]
    was: Annotated[Text, Field(description="What it said.")]
    because: Annotated[Text, Field(description="What was wrong, for learners.")]
    courses: Annotated[
        tuple[SlugField, ...], Field(description="The courses that stated it: where none does now, their learners are told.")
    ] = ()


class EditionFile(Shape):
    """editions/<edition>.yaml, like 2026-Q4.yaml: one state of the whole curriculum, and its days."""

    title: Annotated[Line, Field(description="The edition's name.", examples=["2026, fourth quarter"])]
    period: Annotated[Period, Field(description="The days the edition is current.")]
    effective: Annotated[
        date, Field(description="The day by which its statements are true; `check` judges by it.", examples=["2026-10-26"])
    ]
    baseline_models: Annotated[tuple[ModelId, ...], Field(min_length=1, description="The models the material was checked on.")]
    note: Annotated[Text, Field(description="The editor's note: what is new, for learners.")]
    opened: Annotated[
        date | None, Field(description="The day work on it began; `edition open` writes it.", examples=["2026-11-25"])
    ] = None
    closed: Annotated[
        date | None, Field(description="The day nothing was left to do; `edition close` writes it.", examples=["2027-01-20"])
    ] = None
    raised: Annotated[
        tuple[RaisedClass, ...], Field(description="Changes since the edition before that mean more than their words show.")
    ] = ()
    corrections: Annotated[
        tuple[CorrectedClaim, ...], Field(description="False claims corrected within the edition; `correct` begins one.")
    ] = ()
    acknowledged: Annotated[
        tuple[Acknowledgement, ...], Field(description="Warnings and hints to live with, each with a reason and an end.")
    ] = ()
