"""What `coursewright correct` prints with --json: a shape with a schema (schemas/renewing), whose field names stay."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from coursewright.commands.printed import Document, Part


class ItemFileJson(Part):
    """A lesson or an activity that states the claim."""

    item: Annotated[str, Field(description="It, as course/item.")]
    path: Annotated[str | None, Field(description="Its file when the release was made; null where that is not known.")]


class CorrectedEditionJson(Part):
    """An edition that learners have, and that states the claim."""

    edition: Annotated[str, Field(description="The edition.")]
    release: Annotated[str, Field(description="The release it stands at.")]
    statement: Annotated[str, Field(description="What that release says.")]
    courses: Annotated[tuple[str, ...], Field(description="The courses that state it.")]
    stated_by: Annotated[tuple[ItemFileJson, ...], Field(description="What states it, in the order of the outlines.")]
    state: Annotated[
        Literal["begun", "already begun", "planned", "not begun"],
        Field(description="What became of the correction; planned is what a dry run would begin."),
    ]
    folder: Annotated[str | None, Field(description="The content folder in which it is begun; null where it is not.")]
    branch: Annotated[str | None, Field(description="The git branch that was begun for it; null where none is needed.")]
    problem: Annotated[str | None, Field(description="Why it could not be begun; null otherwise.")]


class CorrectJson(Document):
    """What `coursewright correct --json` prints."""

    claim: Annotated[str, Field(description="The claim.")]
    is_dry_run: Annotated[bool, Field(description="Whether nothing was written.")]
    editions: Annotated[tuple[CorrectedEditionJson, ...], Field(description="Each edition in use that states it.")]
    over: Annotated[
        tuple[str, ...],
        Field(description="Editions that state it and whose days are over: left alone unless --edition names them."),
    ]
    not_looked_at: Annotated[tuple[str, ...], Field(description="A sentence for each edition that could not be looked at.")]
