"""What `coursewright reviews --format json` prints: what reviewers said of a candidate, at the lines of the author's files."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from coursewright.commands.printed import At, By, Document, Part
from coursewright.commands.reviewing.review_documents import Number
from coursewright.reviewing.locating import Found


class SpotJson(Part):
    """A stretch of a file, as it is now."""

    path: Annotated[str, Field(description="The file, as it is shown to people.")]
    line: Annotated[int, Field(description="Its first line, from 1.")]
    column: Annotated[int, Field(description="Where on that line, from 1.")]
    end_line: Annotated[int, Field(description="The last line; 0 where only the beginning is known.")]


class AnswerJson(Part):
    """An answer."""

    number: Number
    by: By
    at: At
    text: Annotated[str, Field(description="What was said.")]


class SaidJson(Part):
    """A comment, or a request for changes, that nothing ended yet."""

    number: Number
    is_request: Annotated[bool, Field(description="Whether it asks for changes; then the candidate waits for it.")]
    by: By
    at: At
    text: Annotated[str, Field(description="What was said.")]
    course: Annotated[str | None, Field(description="The course that it is about; null where it is about the whole.")]
    item: Annotated[str | None, Field(description="The lesson or activity.")]
    block: Annotated[str | None, Field(description="The block of the candidate's version.")]
    quote: Annotated[str, Field(description="The words that stood there; empty where none were quoted.")]
    answers: Annotated[tuple[AnswerJson, ...], Field(description="What was answered, the oldest first.")]
    spot: Annotated[SpotJson | None, Field(description="Where that is in these files; null where it is nowhere.")]
    found: Annotated[Found, Field(description="How the spot was found: only exact is the very passage.")]
    says: Annotated[str, Field(description="What has to be known of the spot; empty where it is the very place.")]


class ReviewsJson(Document):
    """What the command prints."""

    candidate: Annotated[str, Field(description="The candidate.")]
    open: Annotated[tuple[SaidJson, ...], Field(description="What is open, by file and line; first what has no place.")]
