"""The files of a whole curriculum: its settings, people, claims, programs and credentials."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from coursewright.authoring.shapes.base import ApiId, ItemPath, Line, ModelId, Selector, Shape, Slug, SlugField, Source, Text


class Dimension(Shape):
    """A way in which learners differ; blocks can be for some of its values only."""

    title: Annotated[Line, Field(description="What learners are asked for when they choose.", examples=["Your role"])]
    values: Annotated[dict[SlugField, Line], Field(min_length=1, description="Each value, and what it means.")]
    default: Annotated[SlugField, Field(description="The value taken when the app says none, or one that is not listed here.")]

    @field_validator("default")
    @classmethod
    def _default_is_a_value(cls, default: Slug, info: ValidationInfo) -> Slug:
        if default not in info.data.get("values", {default}):
            raise ValueError(f'"{default}" is not one of the values')
        return default


class AvoidedWords(Shape):
    """Words the publisher does not want to see, and why."""

    words: Annotated[tuple[Line, ...], Field(min_length=1, description="Words or phrases to avoid.")]
    reason: Annotated[Line, Field(description="Why, and what to write instead.")]


Share = Annotated[int, Field(ge=0, le=100)]
"""A part of a whole, in percent."""


class ChangeWeights(Shape):
    """How much of an objective's weight counts as changed, by what changed of it, in percent."""

    objective: Annotated[Share, Field(description="It was reworded, went away, or is new.")] = 100
    assessment: Annotated[Share, Field(description="What it is assessed by changed: questions, their key, the pass mark.")] = 50
    claim: Annotated[Share, Field(description="What its lessons claim about a model or an API changed.")] = 25


class EffectThresholds(Shape):
    """From which share of changed objectives on a certificate asks for more, in percent of all objectives by weight."""

    delta: Annotated[Share, Field(description="From here on: a module on exactly the objectives that changed.")] = 20
    recertify: Annotated[
        Share, Field(validate_default=True, description="From here on: the certificate is to be earned anew.")
    ] = 50  # validated, since it is too small for some delta

    @field_validator("recertify")
    @classmethod
    def _in_order(cls, recertify: int, info: ValidationInfo) -> int:
        if recertify < (delta := info.data.get("delta", recertify)):
            raise ValueError(f"recertify, {recertify}, comes before delta, {delta}; it has to be as large at least")
        return recertify


class CertificateRules(Shape):
    """What a later release means for certificates earned before it. None is ever revoked because models changed."""

    weights: Annotated[ChangeWeights, Field(description="How much a change counts, by its kind.")] = ChangeWeights()
    thresholds: Annotated[EffectThresholds, Field(description="What a sum of changes comes to.")] = EffectThresholds()


class ReviewRules(Shape):
    """What a release asks for before the one after it goes out to learners. They hold once this release is in a channel."""

    approvals: Annotated[int, Field(ge=0, le=10, description="How many people have to approve it.")] = 2
    reviewers: Annotated[
        tuple[SlugField, ...] | None,
        Field(
            min_length=1, description="Whose approval counts, by ids of people.yaml. Without it, everybody's.", examples=[["ada"]]
        ),
    ] = None


class CurriculumFile(Shape):
    """curriculum.yaml: settings that hold for all courses. A folder with this file is a curriculum."""

    title: Annotated[Line, Field(description="The curriculum's name.")]
    publisher: Annotated[Line, Field(description="Who publishes it.")]
    locales: Annotated[
        tuple[
            Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$"), Field(examples=["en", "pt-BR"])], ...
        ],
        Field(min_length=1, description="Languages, as BCP 47 tags; the first is the one authors write in."),
    ]
    providers: Annotated[tuple[SlugField, ...], Field(min_length=1, description="Whose models the ledger follows.")]
    default_model: Annotated[ModelId, Field(description="The model assumed when the app does not say which it runs.")]
    dimensions: Annotated[
        dict[SlugField, Dimension],
        Field(default_factory=dict, description="Ways in which learners differ; lessons can hold blocks for some of them only."),
    ]
    avoid: Annotated[tuple[AvoidedWords, ...], Field(description="Words the publisher does not want to see.")] = ()
    certificates: Annotated[
        CertificateRules, Field(description="What a later release means for certificates earned before it.")
    ] = CertificateRules()
    review: Annotated[ReviewRules, Field(description="What a release asks for before the one after it goes out.")] = ReviewRules()
    blind: Annotated[
        str,
        StringConstraints(pattern=r"^[0-9a-f]{64}$"),
        Field(
            description="64 random hex digits, made once by `python3 -c 'import secrets; print(secrets.token_hex(32))'`. "
            "They keep answer keys from being guessed from public digests."
        ),
    ]

    @field_validator("dimensions")
    @classmethod
    def _model_is_no_dimension(cls, dimensions: dict[Slug, Dimension]) -> dict[Slug, Dimension]:
        if taken := {"model", "locale", "budget"} & set(dimensions):
            raise ValueError(f'"{min(taken)}" cannot be a dimension: the API uses the word')
        return dimensions


class Person(Shape):
    """Somebody, or a team, who authors or reviews."""

    id: Annotated[SlugField, Field(description="Names the person or the team in other files.", examples=["ada"])]
    name: Annotated[Line, Field(description="The name, as colleagues know it.")]
    git: Annotated[tuple[Line, ...], Field(description="The e-mail addresses of their commits.")] = ()
    sign_in: Annotated[tuple[Line, ...], Field(description="The identities they sign in with.")] = ()
    owns: Annotated[tuple[Line, ...], Field(description="Folders and files of this curriculum they look after, as paths.")] = ()


class PeopleFile(Shape):
    """people.yaml: who authors and reviews."""

    people: Annotated[tuple[Person, ...], Field(description="Everybody who authors or reviews.")]


class Verification(Shape):
    """That somebody checked a claim: when, against which models, and how."""

    on: Annotated[date, Field(description="The day it was checked.", examples=["2026-11-22"])]
    against: Annotated[tuple[Selector, ...], Field(min_length=1, description="The models it was checked against.")]
    how: Annotated[Line, Field(description="How it was checked, so that somebody else can do it again.")]


class ClaimFile(Shape):
    """claims/<claim>.yaml: a statement about a model or an API that can stop being true."""

    statement: Annotated[Text, Field(description="One sentence that is true today and can stop being true.")]
    models: Annotated[
        tuple[Selector, ...], Field(min_length=1, description="The models it holds for: families, models, or has:<capability>.")
    ]
    api: Annotated[
        tuple[ApiId, ...], Field(description="The parts of an API it is about: endpoints, parameters, headers, products.")
    ] = ()
    sources: Annotated[tuple[Source, ...], Field(min_length=1, description="Where it was read.")]
    owner: Annotated[SlugField, Field(description="Who looks after it: an id of people.yaml.")]
    review_by: Annotated[date, Field(description="The day by which somebody looks again.", examples=["2026-12-07"])]
    verified: Annotated[Verification | None, Field(description="That somebody tried it: when, on what, and how.")] = None


class ProgramFile(Shape):
    """programs/<program>.yaml: courses that lead to a credential."""

    title: Annotated[Line, Field(description="The program's name in the catalogue.")]
    summary: Annotated[Text, Field(description="Who it is for and where it leads, in a sentence or two.")]
    courses: Annotated[tuple[SlugField, ...], Field(min_length=1, description="Its courses, by their folders, in order.")]
    credential: Annotated[SlugField, Field(description="What it leads to: the name of a file in credentials.")]
    after: Annotated[SlugField | None, Field(description="The program to take before this one.")] = None


class Completion(Shape):
    """What earning a credential needs."""

    surveys: Annotated[tuple[ItemPath, ...], Field(description="Surveys to fill in, as course/activity.")] = ()
    exam: Annotated[ItemPath, Field(description="The exam to pass, as course/activity.")]


class CredentialFile(Shape):
    """credentials/<credential>.yaml: what is awarded, and what earning it needs."""

    title: Annotated[Line, Field(description="The credential's name, as its holder shows it.")]
    awarded: Annotated[Text, Field(description="What the holder can do, in words an employer understands.")]
    valid_months: Annotated[int, Field(ge=1, le=120, description="For how many months it is valid.", examples=[12])]
    completion: Annotated[Completion, Field(description="What earning it needs.")]
