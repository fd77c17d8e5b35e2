"""What `coursewright impact --format json` prints."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from coursewright.commands.printed import Document, Manifest, Part

Status = Annotated[
    Literal["broken", "expiring", "api-changed", "re-probe", "unverified"],
    Field(description="How it stands on the day; the worst of several reasons."),
]


class AffectedJson(Part):
    """Something that an event affects."""

    kind: Annotated[
        Literal["claim", "lesson", "activity", "question", "objective", "course", "credential"], Field(description="What it is.")
    ]
    id: Annotated[
        str,
        Field(description="course/item, course/activity/question, course/objective; a claim's or a credential's own id."),
    ]
    title: Annotated[str, Field(description="Its title, or what it states; of a question, its activity's title.")]
    status: Status
    how: Annotated[tuple[str, ...], Field(description="How it depends on the event, in a few words each.")]
    because: Annotated[str, Field(description="The weightiest reason, as a sentence.")]
    owner: Annotated[str | None, Field(description="Who looks after it, by people.yaml; null where nobody does.")]
    path: Annotated[str | None, Field(description="The file it is written in, from the content folder.")]
    line: Annotated[int | None, Field(description="The line there; null for a release, which has no lines.")]


class EventJson(Part):
    """Something that happens to a model or an API, or a review that is overdue, with what it affects."""

    id: Annotated[str, Field(description="kind:subject; it does not change while the date moves.")]
    kind: Annotated[Literal["shutdown", "api", "review", "alias"], Field(description="What kind of event it is.")]
    subject: Annotated[str, Field(description="A model, a family, a part of an API, or a claim.")]
    date: Annotated[str, Field(description="The day it happens.")]
    days: Annotated[int, Field(description="How many days that is after the day of the question; below 0, before it.")]
    status: Status
    says: Annotated[str, Field(description="What happens, as seen from the day of the question.")]
    replacements: Annotated[tuple[str, ...], Field(description="What the ledger names in its place.")]
    affected: Annotated[tuple[AffectedJson, ...], Field(description="What it affects.")]


class ImpactJson(Document):
    """What `coursewright impact --format json` prints."""

    of: Annotated[str, Field(description="What was judged: a release or a candidate, or the content folder.")]
    manifest: Manifest
    as_of: Annotated[str, Field(description="The day it was judged for.")]
    notice_days: Annotated[int, Field(description="How many days ahead an end is told.")]
    counts: Annotated[dict[str, int], Field(description="How many different things have which status, at worst.")]
    events: Annotated[tuple[EventJson, ...], Field(description="Ends of models first, then APIs, aliases and reviews.")]
