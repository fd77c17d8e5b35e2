"""What all shapes share: frozen, and unknown fields refused, so that a misspelt field is a finding and not a silence."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from coursewright.authoring.slug import Slug, SlugField

Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^\S[^\n]*$")]
"""Text on one line, without a space in front."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
"""Markdown, one or more paragraphs."""

ModelId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.:_-]{0,79}$"), Field(examples=["gpt-6-luna"])]
"""A model as its provider writes it."""

Selector = Annotated[
    str,
    StringConstraints(pattern=r"^(?:has:[a-z_]+|[a-z0-9][a-z0-9.:_-]{0,79})$"),
    Field(examples=["gpt-6-luna", "has:vision"]),
]
"""A family, a model, or has:<capability>."""

ApiId = Annotated[
    str,
    StringConstraints(
        pattern=r"^(?:endpoint:/[A-Za-z0-9/_{}.-]{1,79}|parameter:[A-Za-z0-9_.]{1,60}"
        r"|header:[A-Za-z0-9-]{1,40}(?:=[A-Za-z0-9_.,=-]{1,60})?|product:[a-z0-9-]{1,60})$"
    ),
    Field(examples=["endpoint:/v1/prompts", "parameter:temperature"]),
]
"""A part of an API: endpoint:<path>, parameter:<name>, header:<name>=<value> or product:<slug>."""

ItemPath = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$"), Field(examples=["ai-foundations/final-exam"])]
"""<course>/<activity>."""

HttpsUrl = Annotated[
    str,
    StringConstraints(pattern=r"^https://[A-Za-z0-9.-]+(?:/[^\s<>\"]*)?$", max_length=500),
    Field(examples=["https://developers.openai.com/api/docs/models"]),
]

Minutes = Annotated[int, Field(ge=1, le=600, description="How long it takes a learner, in minutes.", examples=[10])]
Percent = Annotated[int, Field(ge=1, le=100, description="How many percent of the points are needed to pass.", examples=[70])]
Formerly = Annotated[
    tuple[SlugField, ...],
    Field(description="Identifiers this had before. Links and learners' records still use them, so they stay for ever."),
]


class Shape(BaseModel):
    """A part of an authored file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Source(Shape):
    """Where a statement was read, and when."""

    title: Annotated[Line, Field(description="Whose page or document it is, and its title.", examples=["OpenAI, Deprecations"])]
    url: Annotated[HttpsUrl, Field(description="The page's whole address.")]
    read: Annotated[date, Field(description="The day somebody last read it there.", examples=["2026-11-22"])]


__all__ = [
    "ApiId",
    "Formerly",
    "HttpsUrl",
    "ItemPath",
    "Line",
    "Minutes",
    "ModelId",
    "Percent",
    "Selector",
    "Shape",
    "Slug",
    "SlugField",
    "Source",
    "Text",
]
