"""The files of a whole curriculum: its settings, people, claims, programs, credentials and editions."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from coursewright.authoring.shapes.base import ItemPath, Line, ModelId, Selector, Shape, Slug, SlugField, Source, Text


class Dimension(Shape):
    """A way in which learners differ; blocks can be for some of its values only."""

    title: Line
    values: Annotated[dict[SlugField, Line], Field(min_length=1, description="each value and what it means")]
    default: Annotated[SlugField, Field(description="the value taken when the app does not say, or says one we do not know")]

    @field_validator("default")
    @classmethod
    def _default_is_a_value(cls, default: Slug, info: ValidationInfo) -> Slug:
        if default not in info.data.get("values", {default}):
            raise ValueError(f'"{default}" is not one of the values')
        return default


class AvoidedWords(Shape):
    """Words the publisher does not want to see, and why."""

    words: Annotated[tuple[Line, ...], Field(min_length=1)]
    reason: Line


class CurriculumFile(Shape):
    """curriculum.yaml"""

    title: Line
    publisher: Line
    locales: Annotated[
        tuple[Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")], ...],
        Field(min_length=1, description="BCP 47 tags; the first is the language authors write in"),
    ]
    providers: Annotated[tuple[SlugField, ...], Field(min_length=1, description="whose models the ledger follows")]
    default_model: Annotated[ModelId, Field(description="the model assumed when the app does not say which it runs")]
    dimensions: Annotated[dict[SlugField, Dimension], Field(default_factory=dict)]
    avoid: tuple[AvoidedWords, ...] = ()
    blind: Annotated[
        str,
        StringConstraints(pattern=r"^[0-9a-f]{64}$"),
        Field(description="64 random hex digits; they keep answer keys from being guessed from public digests"),
    ]

    @field_validator("dimensions")
    @classmethod
    def _model_is_no_dimension(cls, dimensions: dict[Slug, Dimension]) -> dict[Slug, Dimension]:
        if taken := {"model", "locale", "budget"} & set(dimensions):
            raise ValueError(f'"{min(taken)}" cannot be a dimension: the API uses the word')
        return dimensions


class Person(Shape):
    """Somebody, or a team, who authors or reviews."""

    id: SlugField
    name: Line
    git: tuple[Line, ...] = ()
    sign_in: tuple[Line, ...] = ()
    owns: tuple[Line, ...] = ()


class PeopleFile(Shape):
    """people.yaml"""

    people: tuple[Person, ...]


class Verification(Shape):
    """That somebody checked a claim: when, against which models, and how."""

    on: date
    against: Annotated[tuple[Selector, ...], Field(min_length=1)]
    how: Line


class ClaimFile(Shape):
    """claims/<claim>.yaml: a statement about a model or an API that can stop being true."""

    statement: Text
    models: Annotated[tuple[Selector, ...], Field(min_length=1, description="the models it holds for")]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    owner: Annotated[SlugField, Field(description="a person of people.yaml")]
    review_by: date
    verified: Verification | None = None


class ProgramFile(Shape):
    """programs/<program>.yaml: courses that lead to a credential."""

    title: Line
    summary: Text
    courses: Annotated[tuple[SlugField, ...], Field(min_length=1)]
    credential: SlugField
    after: Annotated[SlugField | None, Field(description="the program to take before this one")] = None


class Completion(Shape):
    """What earning a credential needs."""

    surveys: tuple[ItemPath, ...] = ()
    exam: ItemPath


class CredentialFile(Shape):
    """credentials/<credential>.yaml"""

    title: Line
    awarded: Annotated[Text, Field(description="what the holder can do")]
    valid_months: Annotated[int, Field(ge=1, le=120)]
    completion: Completion


class Period(Shape):
    """The days an edition is current, first and last."""

    from_: Annotated[date, Field(alias="from")]
    until: date

    @field_validator("until")
    @classmethod
    def _in_order(cls, until: date, info: ValidationInfo) -> date:
        if until < info.data.get("from_", until):
            raise ValueError(f"the period ends on {until}, before it begins on {info.data['from_']}")
        return until


class EditionFile(Shape):
    """editions/<edition>.yaml"""

    title: Line
    period: Period
    effective: date
    baseline_models: Annotated[tuple[ModelId, ...], Field(min_length=1, description="the models the material was checked on")]
    note: Annotated[Text, Field(description="the editor's note: what is new, for learners")]
