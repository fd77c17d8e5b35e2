"""What `coursewright review`, `approve`, `request-changes` and `override` print with --json: the candidate as it is by then."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from coursewright.commands.printed import At, By, Document, Manifest, Part

Number = Annotated[int, Field(description="Its number among the notes on the candidate, from 1.")]


class NoteJson(Part):
    """Something that somebody said of the candidate."""

    model_config = ConfigDict(extra="ignore")

    number: Number
    act: Annotated[
        Literal["comment", "request", "resolve", "approve", "override"],
        Field(description="What it is. A request asks for changes; to resolve says that a comment or a request is dealt with."),
    ]
    by: By
    at: At
    text: Annotated[str, Field(description="What was said; empty where nothing was.")] = ""
    course: Annotated[str | None, Field(description="Of a comment, the course that it is about.")] = None
    item: Annotated[str | None, Field(description="The lesson or activity of that course.")] = None
    block: Annotated[str | None, Field(description="The block of that item.")] = None
    quote: Annotated[str | None, Field(description="The words that stood there.")] = None
    learner: Annotated[dict[str, str] | None, Field(description="As whom the item was read.")] = None
    reply_to: Annotated[int | None, Field(description="The note that a comment answers.")] = None
    of: Annotated[int | None, Field(description="The note that is dealt with.")] = None
    gate: Annotated[str | None, Field(description="The gate that is overridden.")] = None
    items: Annotated[tuple[str, ...] | None, Field(description="What may pass at that gate.")] = None
    manifest: Annotated[str | None, Field(description="Of an approval, the manifest that was approved.")] = None


class GateJson(Part):
    """What a gate says."""

    gate: Annotated[str, Field(description="The gate.")]
    state: Annotated[Literal["passed", "failed", "overridden"], Field(description="How it is.")]
    reason: Annotated[str, Field(description="Why.")]
    items: Annotated[tuple[str, ...], Field(description="What fails, or would.")]
    people_missing: Annotated[int, Field(description="How many people more it takes to override all that fails.")]


class ApprovalJson(Part):
    """An approval."""

    by: By
    at: At
    why_not: Annotated[str | None, Field(description="Why it does not count; null where it does.")]


class ChangesJson(Part):
    """How many lessons and activities changed."""

    beside: Annotated[str, Field(description="The release that it is compared with, and who has that.")]
    manifest: Manifest
    counts: Annotated[dict[str, int], Field(description="How many changed, by class.")]


class ReviewJson(Document):
    """What these commands print."""

    candidate: Annotated[str, Field(description="The candidate.")]
    manifest: Manifest
    channel: Annotated[str, Field(description="The channel that it is judged for.")]
    is_open: Annotated[bool, Field(description="Whether every gate passes or is overridden.")]
    holds: Annotated[bool, Field(description="Whether a gate that fails holds a promotion back in these stores.")]
    read_from: Annotated[str, Field(description="Whose people and whose policy judged.")]
    needed: Annotated[int, Field(description="How many approvals are asked for.")]
    evidence: Annotated[str, Field(description="SHA-256 of all that the judgement relied on.")]
    changes: Annotated[tuple[ChangesJson, ...], Field(description="What changes, beside each release that judged.")]
    gates: Annotated[tuple[GateJson, ...], Field(description="Every gate, in the order of its work.")]
    approvals: Annotated[tuple[ApprovalJson, ...], Field(description="Every approval that was given, the oldest first.")]
    notes: Annotated[tuple[NoteJson, ...], Field(description="All that was said, the oldest first.")]
    open: Annotated[tuple[int, ...], Field(description="Of these, the comments and requests that nothing ended, by number.")]
    noted: Annotated[NoteJson | None, Field(description="What this command said; null where it only looked.")]


def review_json(told: dict[str, Any], noted: dict[str, Any] | None = None) -> ReviewJson:
    """What a desk told of a candidate (reviewing/review_document.py), and the note that was made."""
    found = told["judgement"]
    names = ("channel", "is_open", "holds", "read_from", "needed", "evidence", "gates", "approvals")
    known = {"candidate": told["candidate"], "manifest": told["manifest"], "changes": told["changes"], "notes": told["notes"]}
    known["open"] = told["open"]
    return ReviewJson.model_validate({**known, **{name: found[name] for name in names}, "noted": noted})
