"""What the commands that act print with --json: shapes with a schema each (schemas/releasing), whose field names stay."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from coursewright.commands.printed import At, By, Document, Manifest, Part, Why
from coursewright.publishing.records.log import Record


class RecordJson(Part):
    """One record of a log."""

    log: Annotated[str, Field(description="The log it is in: channels/<channel>, editions/<edition>, releases/…, candidates/….")]
    number: Annotated[int, Field(description="Its number there, from 1.")]
    act: Annotated[
        Literal["deposit", "name", "promote", "follow", "rollback", "withdraw"],
        Field(description="What was done. A channel follows when its edition moved."),
    ]
    from_: Annotated[str | None, Field(alias="from", description="The edition or release before; null at first.")]
    to: Annotated[str | None, Field(description="The edition, or in an edition's log the release, that it stands at from here.")]
    release: Annotated[str | None, Field(description="The release readers get from here.")]
    manifest: Manifest
    withdrawn: Annotated[str | None, Field(description="The release that this record withdrew.")]
    by: By
    at: At
    why: Why
    digest: Annotated[str, Field(description="SHA-256 of the record as it is stored; the next record names it.")]
    review: Annotated[
        dict[str, Any] | None,
        Field(description="What its gates said, who approved, and what that rested on; null where no gate was asked."),
    ] = None


class DepositJson(Document):
    """What `coursewright deposit --json` prints."""

    candidate: Annotated[str, Field(description="Its name, like 2026-Q4-rc.1.")]
    edition: Annotated[str, Field(description="The edition it is a candidate for.")]
    manifest: Manifest
    tree: Annotated[str, Field(description="The digest of the content tree it was compiled from.")]
    commit: Annotated[str | None, Field(description="The commit that holds exactly this content, where one is at hand.")]
    is_new: Annotated[bool, Field(description="False where the same release was a candidate already.")]
    objects: Annotated[int, Field(description="How many objects it has.")]
    written: Annotated[int, Field(description="How many of them the store did not have.")]


class PromoteJson(Document):
    """What `coursewright promote --json` prints."""

    release: Annotated[str, Field(description="Its name, like 2026-Q4.1.")]
    edition: Annotated[str, Field(description="The edition that stands at it.")]
    channel: Annotated[str, Field(description="The channel that is at this edition, or at a newer one.")]
    manifest: Manifest
    moved: Annotated[bool, Field(description="False where all of it had been done before.")]
    edition_record: Annotated[int, Field(description="The number of the edition's record.")]
    channel_record: Annotated[int, Field(description="The number of the channel's record.")]
    channel_edition: Annotated[str, Field(description="The edition that the channel is at; a newer one, after a patch.")]
    closed_gates: Annotated[
        tuple[str, ...], Field(description="The gates that were closed, where that holds nothing back, as in a folder.")
    ] = ()


class ScheduledJson(Part):
    """A promotion that waits for its time."""

    name: Annotated[str, Field(description="The name to cancel it by.")]
    candidate: Annotated[str, Field(description="The candidate.")]
    manifest: Manifest
    channel: Annotated[str, Field(description="The channel that it moves.")]
    seen: Annotated[int, Field(description="The channel's record from which alone it moves it; 0 if it had none.")]
    at: Annotated[str, Field(description="When, as clocks show it in the time zone: ISO 8601, without an offset.")]
    timezone: Annotated[str, Field(description="The time zone.")]
    by: By
    why: Why


class SchedulesJson(Document):
    """What `coursewright schedule --json` prints."""

    schedules: Annotated[
        tuple[ScheduledJson, ...], Field(description="The one that was made or cancelled, or all that wait, the soonest first.")
    ]


class RollbackJson(Document):
    """What `coursewright rollback --json` prints."""

    channel: Annotated[str, Field(description="The channel.")]
    from_: Annotated[str, Field(alias="from", description="The edition it was at before this command.")]
    to: Annotated[str, Field(description="The edition it is at.")]
    release: Annotated[str, Field(description="The release new learners get.")]
    moved: Annotated[bool, Field(description="False where it was there already.")]
    record: Annotated[int, Field(description="The number of the channel's newest record.")]


class WithdrawJson(Document):
    """What `coursewright withdraw --json` prints."""

    release: Annotated[str, Field(description="The release that is withdrawn.")]
    edition: Annotated[str, Field(description="Its edition.")]
    stands_at: Annotated[str, Field(description="The release the edition stands at.")]
    is_good: Annotated[
        bool, Field(description="False where the edition has no good release left, and stands at a withdrawn one.")
    ]
    channels: Annotated[tuple[str, ...], Field(description="The channels at this edition.")]
    next: Annotated[
        tuple[str, ...], Field(description="Commands that take learners off a withdrawn release; none if it is good.")
    ]
    moved: Annotated[bool, Field(description="False where it was withdrawn before.")]


class ExpungedJson(Part):
    """An object that was taken down."""

    object: Annotated[str, Field(description="Its digest.")]
    name: Annotated[str, Field(description="What it is, in the release that was named; empty where a digest was.")]
    releases: Annotated[tuple[str, ...], Field(description="The releases that needed it, when the record was made.")]
    by: By
    at: At
    why: Why
    law: Annotated[str, Field(description="The order, complaint or case; empty where none was said.")]
    is_new: Annotated[bool, Field(description="False where it had been taken down before.")]
    removed: Annotated[int, Field(description="How many files this run removed.")]


class ExpungeJson(Document):
    """What `coursewright expunge --json` prints."""

    objects: Annotated[tuple[ExpungedJson, ...], Field(description="Every object that was meant.")]


class WaitingJson(Part):
    """A record of which a store did not say whether it took it."""

    name: Annotated[str, Field(description="The name to settle it by.")]
    log: Annotated[str, Field(description="The log it is for.")]
    number: Annotated[int, Field(description="The number it is to have there.")]
    act: Annotated[str, Field(description="What it says was done.")]
    by: By
    at: At
    verdict: Annotated[
        Literal["waiting", "won", "lost", "unknown"],
        Field(description="Waiting until it is settled; then won or lost; unknown while the store does not answer."),
    ]
    message: Annotated[str | None, Field(description="What the store said, where it was lost or is unknown.")]
    next: Annotated[str, Field(description="The command to run next.")]


class SettleJson(Document):
    """What `coursewright settle --json` prints."""

    records: Annotated[tuple[WaitingJson, ...], Field(description="All that wait, or the one that was to be settled.")]


class HeadJson(Part):
    """A signed head."""

    log: Annotated[str, Field(description="The log it speaks of.")]
    record: Annotated[int, Field(description="The newest record of that log.")]
    digest: Annotated[str, Field(description="The digest of that record.")]
    expires: Annotated[str, Field(description="Until when this may be believed.")]


class HeadsJson(Document):
    """What `coursewright heads --json` prints."""

    issued: Annotated[int, Field(description="How many were due.")]
    heads: Annotated[tuple[HeadJson, ...], Field(description="The newest head of every edition and channel.")]


class ExportJson(Document):
    """What `coursewright export --json` prints."""

    name: Annotated[str, Field(description="The release or candidate that was exported.")]
    edition: Annotated[str, Field(description="Its edition.")]
    manifest: Manifest
    file: Annotated[str, Field(description="The file.")]
    objects: Annotated[int, Field(description="How many objects it holds.")]
    bytes: Annotated[int, Field(description="The file's size.")]
    sha256: Annotated[str, Field(description="The file's digest.")]


class ImportJson(Document):
    """What `coursewright import --json` prints."""

    candidate: Annotated[str, Field(description="The candidate it is.")]
    edition: Annotated[str, Field(description="Its edition.")]
    manifest: Manifest
    is_new: Annotated[bool, Field(description="False where it was a candidate already.")]
    objects: Annotated[int, Field(description="How many objects it has.")]
    written: Annotated[int, Field(description="How many of them the store did not have.")]


class CopyJson(Document):
    """What `coursewright backup --json` and `coursewright restore --json` print."""

    source: Annotated[str, Field(description="The stores that were read.")]
    target: Annotated[str, Field(description="The stores that were written.")]
    objects: Annotated[int, Field(description="How many objects, compressed forms and attestations the source holds.")]
    records: Annotated[int, Field(description="How many records its logs hold.")]
    notes: Annotated[int, Field(description="How many notes of observations, statuses and reminders it holds.")]
    written_objects: Annotated[
        int, Field(description="How many of these objects, forms and attestations the target did not have.")
    ]
    written_records: Annotated[int, Field(description="How many of these records the target did not have.")]
    written_notes: Annotated[int, Field(description="How many of them the target lacked; none with --root, for none is signed.")]
    left_out: Annotated[
        tuple[str, ...], Field(description="Keys that were not copied: nothing needs them, and they are damaged or no records.")
    ]


def record_json(record: Record, act: str = "", withdrew: str | None = None) -> RecordJson:
    """A record as it is told; logs of names hold acts of one kind only, and do not say it."""
    body = record.body
    return RecordJson.model_validate(
        {
            "log": body["log"],
            "number": record.number,
            "act": body.get("act") or act,
            "from": body.get("from"),
            "to": body.get("to"),
            "release": body.get("release"),
            "manifest": body["manifest"],
            "withdrawn": withdrew,
            "by": body["by"],
            "at": body["at"],
            "why": body["why"],
            "digest": record.digest,
            "review": body.get("review"),
        }
    )
