"""What `coursewright observe` and `remind` print with --json."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from coursewright.commands.printed import Document, Part


class SourceJson(Part):
    """What looking at a source came to."""

    source: Annotated[str, Field(description="The source's name.")]
    outcome: Annotated[
        str,
        Field(
            description="observed: it says something new, which was kept. unchanged: it does not. Anything else says why it was "
            "left alone: down, malformed, contradictory, stale, shrunk, no key, not kept."
        ),
    ]
    facts: Annotated[int, Field(description="How many facts it states of the providers that are followed.")]
    says: Annotated[str, Field(description="A sentence, where there is one.")]


class ObserveJson(Document):
    """What `coursewright observe --json` prints."""

    as_of: Annotated[str, Field(description="The day that statuses were written for, in UTC.")]
    sources: Annotated[tuple[SourceJson, ...], Field(description="The sources, in their order of precedence.")]
    releases: Annotated[tuple[str, ...], Field(description="The releases that editions in use stand at.")]
    statuses: Annotated[int, Field(description="How many statuses were written; 0 where the day has its own already.")]


class DigestJson(Part):
    """A reminder to one owner."""

    id: Annotated[str, Field(description="Tells it from all others; a repetition has another.")]
    owner: Annotated[str, Field(description="A person's id in people.yaml; _nobody for what has no owner.")]
    as_of: Annotated[str, Field(description="The day it speaks of.")]
    subject: Annotated[str, Field(description="One line.")]
    text: Annotated[str, Field(description="The whole of it, as text.")]
    again: Annotated[bool, Field(description="Whether it may have been sent before.")]


class RemindJson(Document):
    """What `coursewright remind --json` prints."""

    as_of: Annotated[str, Field(description="The day it speaks of.")]
    told: Annotated[bool, Field(description="Whether it was noted that owners know; false for a look.")]
    digests: Annotated[tuple[DigestJson, ...], Field(description="One for each owner to whom something is new.")]
