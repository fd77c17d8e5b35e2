"""The ledger: what the commit says about models, each fact with its source."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from coursewright.authoring.shapes.base import ApiId, HttpsUrl, Line, ModelId, Shape, Slug, SlugField

FactField = Literal[
    "released",
    "deprecated",
    "shutdown",
    "replacement",
    "snapshot_of",
    "context_window",
    "max_output",
    "knowledge_cutoff",
    "capability",
    "endpoint",
]
DATES: frozenset[str] = frozenset({"released", "deprecated", "shutdown"})
NUMBERS: frozenset[str] = frozenset({"context_window", "max_output"})
MOST_TOKENS = 1_000_000_000


ApiField = Literal["deprecated", "shutdown", "replacement", "rejected_by"]


class Fact(Shape):
    """One thing one source says of one model at one host."""

    model: Annotated[ModelId, Field(description="The model, as its provider writes it.")]
    host: Annotated[SlugField, Field(description="Who runs it; hosts can differ in dates and limits.", examples=["openai"])]
    field: Annotated[FactField, Field(description="What is said of it.")]
    value: Annotated[
        str | int, Field(description="A date like 2026-10-23, a number of tokens, or a word, as the field asks for.")
    ]
    source: Annotated[SlugField, Field(description="Where it was read: a key of `sources` in overlay.yaml.")]

    @field_validator("value")
    @classmethod
    def _value_fits_field(cls, value: str | int, info: ValidationInfo) -> str | int:
        field = info.data.get("field")
        if field is None:
            return value
        if field in NUMBERS and not (isinstance(value, int) and 0 < value <= MOST_TOKENS):
            raise ValueError(f"{field} must be a number of tokens, at most {MOST_TOKENS:,}")
        if field not in NUMBERS and not isinstance(value, str):
            raise ValueError(f"{field} must be text")
        if field in DATES:
            _refuse_unless_date(field, value)
        return value


class ApiFact(Shape):
    """One thing one source says of a part of an API (an endpoint, a parameter, a header, a product) at one host."""

    api: Annotated[ApiId, Field(description="The part of the API.")]
    host: Annotated[SlugField, Field(description="Whose API it is.", examples=["openai"])]
    field: Annotated[ApiField, Field(description="What is said of it; `rejected_by` names a model that refuses this parameter.")]
    value: Annotated[Line, Field(description="A date like 2026-10-23, or what the field asks for.")]
    source: Annotated[SlugField, Field(description="Where it was read: a key of `sources` in overlay.yaml.")]

    @field_validator("value")
    @classmethod
    def _value_fits_field(cls, value: str, info: ValidationInfo) -> str:
        field = info.data.get("field")
        if field in DATES:
            _refuse_unless_date(field, value)
        return value


def _refuse_unless_date(field: str, value: str | int) -> None:
    try:
        is_date = date.fromisoformat(str(value)).isoformat() == value  # not 20261023, nor a week's day
    except ValueError:
        is_date = False
    if not is_date:
        raise ValueError(f"{field} must be a date like 2026-10-23")


class OverlayFact(Fact):
    """A fact entered by hand; it wins over the same model, host and field of facts.jsonl."""

    host: Annotated[SlugField, Field(description="Who runs it; hosts can differ in dates and limits.")] = Slug("openai")


class OverlayApiFact(ApiFact):
    """A fact about an API, entered by hand; it wins over the same part, host and field of facts.jsonl."""

    host: Annotated[SlugField, Field(description="Whose API it is.")] = Slug("openai")


class Alias(Shape):
    """Which model a name without a date stood for on a day. The name goes on; what it stands for moves."""

    alias: Annotated[ModelId, Field(description="The name.", examples=["gpt-4o"])]
    host: Annotated[SlugField, Field(description="Who answers to it.")] = Slug("openai")
    target: Annotated[ModelId, Field(description="The dated model that answered.", examples=["gpt-4o-2024-11-20"])]
    observed: Annotated[date, Field(description="The day it was seen.", examples=["2026-11-22"])]
    source: Annotated[SlugField, Field(description="Where it was read: a key of `sources`.")]


class LedgerSource(Shape):
    """Where facts were read."""

    title: Annotated[Line, Field(description="What it is, and in which version or of which day.")]
    url: Annotated[HttpsUrl, Field(description="Its whole address.")]
    read: Annotated[date, Field(description="The day somebody last read it.", examples=["2026-11-22"])]
    version: Annotated[
        Line | None, Field(description="The version the ledger was written from; kept by `models sync`.", examples=["3.54.0"])
    ] = None
    as_of: Annotated[date | None, Field(description="The day that version's data are of, if it says; kept by `models sync`.")] = (
        None
    )


class Family(Shape):
    """Models that authors speak of by one name."""

    id: Annotated[ModelId, Field(description="What authors write in `models:`.")]
    title: Annotated[Line, Field(description="The family's name, as learners see it.", examples=["GPT-6 Luna"])]
    provider: Annotated[SlugField, Field(description="Whose models they are.", examples=["openai"])]
    kind: Annotated[Literal["chat", "reasoning"], Field(description="chat: answers at once. reasoning: works before it answers.")]
    members: Annotated[tuple[ModelId, ...], Field(min_length=1, description="The models that belong to it.")]


class OverlayFile(Shape):
    """ledger/overlay.yaml: what is known of models by hand: sources, families, and facts that win over facts.jsonl."""

    sources: Annotated[dict[SlugField, LedgerSource], Field(description="Where facts were read, each under a short name.")]
    families: Annotated[tuple[Family, ...], Field(description="Models that authors speak of by one name.")]
    facts: Annotated[
        tuple[OverlayFact, ...], Field(description="Facts by hand; each wins over the same one in facts.jsonl.")
    ] = ()
    api_facts: Annotated[
        tuple[OverlayApiFact, ...], Field(description="Facts by hand about endpoints, parameters, headers and products.")
    ] = ()
    aliases: Annotated[
        tuple[Alias, ...],
        Field(description="What names without a date stood for, and when; several of one name are its history."),
    ] = ()
