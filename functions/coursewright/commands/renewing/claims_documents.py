"""What `coursewright claims list` and `show` print with --json."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from coursewright.commands.printed import Document, Manifest, Part


class ClaimSourceJson(Part):
    """Where a claim was read."""

    title: Annotated[str, Field(description="Whose page or document it is.")]
    url: Annotated[str, Field(description="Its address.")]
    read: Annotated[str, Field(description="The day somebody last read it there.")]


class ClaimJson(Part):
    """A claim with everything that states it."""

    id: Annotated[str, Field(description="Its id, by which lessons and questions state it.")]
    statement: Annotated[str, Field(description="What it says.")]
    status: Annotated[
        Literal["broken", "expiring", "api-changed", "re-probe", "unverified", "current"],
        Field(description="How it stands on the day, as `coursewright impact` judges it."),
    ]
    because: Annotated[tuple[str, ...], Field(description="Why, where it is not current.")]
    models: Annotated[tuple[str, ...], Field(description="The families, models and capabilities it holds for.")]
    api: Annotated[tuple[str, ...], Field(description="The parts of an API it is about.")]
    sources: Annotated[tuple[ClaimSourceJson, ...], Field(description="Where it was read.")]
    owner: Annotated[str | None, Field(description="Who looks after it; null where the release does not say.")]
    review_by: Annotated[str, Field(description="The day by which somebody looks again.")]
    verified_at: Annotated[str | None, Field(description="The day somebody tried it; null if nobody did.")]
    verified_against: Annotated[tuple[str, ...], Field(description="The models it was tried on.")]
    edited_at: Annotated[str | None, Field(description="The day its file was last committed; null where git does not tell.")]
    lessons: Annotated[tuple[str, ...], Field(description="The lessons that state it, as course/lesson.")]
    questions: Annotated[tuple[str, ...], Field(description="The questions that rest on it, as course/activity/question.")]


class ClaimsJson(Document):
    """What `coursewright claims list --json` and `claims show --json` print."""

    of: Annotated[str, Field(description="The release or candidate, or the content's edition.")]
    manifest: Manifest
    as_of: Annotated[str, Field(description="The day by which their status was judged.")]
    claims: Annotated[tuple[ClaimJson, ...], Field(description="The claims that were asked for, by their ids.")]
