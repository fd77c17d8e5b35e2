"""What every document that a command prints with --json has in common, and how it is printed."""

from __future__ import annotations

from typing import Annotated, Literal

import typer
from pydantic import BaseModel, ConfigDict, Field

Manifest = Annotated[str, Field(description="SHA-256 of the release's manifest, in hex: what a release is.")]
At = Annotated[str, Field(description="When: ISO 8601, in UTC.")]
By = Annotated[str, Field(description="Who did it.")]
Why = Annotated[str, Field(description="Why; empty where nothing was said.")]


class Part(BaseModel):
    """A part of a document."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, json_schema_serialization_defaults_required=True
    )


class Document(Part):
    """What one command prints."""

    format: Annotated[Literal[1], Field(description="The version of this form.")] = 1


def tell_json(document: Document) -> None:
    """Print a document."""
    typer.echo(document.model_dump_json(indent=2, by_alias=True))
