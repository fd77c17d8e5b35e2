"""The ledger: what the commit says about models, each fact with its source."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationInfo, field_validator

from coursewright.authoring.shapes.base import HttpsUrl, Line, ModelId, Shape, SlugField

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
_DATE = TypeAdapter(date)


class Fact(Shape):
    """One thing one source says of one model at one host."""

    model: ModelId
    host: SlugField
    field: FactField
    value: str | int
    source: Annotated[SlugField, Field(description="a source of overlay.yaml")]

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
            try:
                _DATE.validate_python(value)
            except ValueError as error:
                raise ValueError(f"{field} must be a date like 2026-10-23") from error
        return value


class OverlayFact(Fact):
    """A fact entered by hand; it wins over the same model, host and field of facts.jsonl."""

    host: SlugField = "openai"  # type: ignore[assignment]  # a NewType's default is a plain literal


class LedgerSource(Shape):
    """Where facts were read."""

    title: Line
    url: HttpsUrl
    read: date


class Family(Shape):
    """Models that authors speak of by one name."""

    id: ModelId
    title: Line
    provider: SlugField
    kind: Literal["chat", "reasoning"]
    members: Annotated[tuple[ModelId, ...], Field(min_length=1)]


class OverlayFile(Shape):
    """ledger/overlay.yaml"""

    sources: dict[SlugField, LedgerSource]
    families: tuple[Family, ...]
    facts: tuple[OverlayFact, ...] = ()
