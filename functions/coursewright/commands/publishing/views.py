"""What the commands that only look print with --json; see commands/printed.py."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from coursewright.commands.printed import At, By, Document, Manifest, Part, Why
from coursewright.commands.publishing.documents import RecordJson
from coursewright.publishing.changes.difference import CourseDifference
from coursewright.reviewing.comparing.alignment import Became

_Text = Annotated[str, Field(description="For people.")]


class HistoryJson(Part):
    """The records of one log, the newest first."""

    name: Annotated[str, Field(description="The channel or edition.")]
    records: Annotated[tuple[RecordJson, ...], Field(description="Its records.")]


class HistoriesJson(Document):
    """What `coursewright history --json` prints."""

    logs: Annotated[tuple[HistoryJson, ...], Field(description="The logs that were asked for.")]


class ChannelJson(Part):
    """A channel and where it points."""

    name: Annotated[str, Field(description="The channel.")]
    edition: Annotated[str, Field(description="The edition it is at.")]
    release: Annotated[str, Field(description="The release its readers get.")]
    withdrawn: Annotated[str | None, Field(description="Why that release was withdrawn, if it was.")]
    record: Annotated[int, Field(description="The number of its newest record.")]
    by: By
    at: At
    why: Why


class ReleaseJson(Part):
    """A release of an edition."""

    name: Annotated[str, Field(description="The release.")]
    manifest: Manifest
    is_current: Annotated[bool, Field(description="Whether its edition stands at it.")]
    withdrawn: Annotated[str | None, Field(description="Why it was withdrawn, if it was.")]
    by: By
    at: At
    why: Why


class EditionJson(Part):
    """An edition and its releases, the newest first."""

    name: Annotated[str, Field(description="The edition.")]
    channels: Annotated[tuple[str, ...], Field(description="The channels at it.")]
    releases: Annotated[tuple[ReleaseJson, ...], Field(description="The releases it has stood at.")]


class CandidateJson(Part):
    """A candidate."""

    name: Annotated[str, Field(description="The candidate.")]
    manifest: Manifest
    released_as: Annotated[str | None, Field(description="The release it became.")]
    by: By
    at: At
    why: Why


class ReleasesJson(Document):
    """What `coursewright releases --json` prints."""

    channels: Annotated[tuple[ChannelJson, ...], Field(description="By name.")]
    editions: Annotated[tuple[EditionJson, ...], Field(description="The newest first.")]
    candidates: Annotated[tuple[CandidateJson, ...], Field(description="The newest first.")]


class OriginJson(Part):
    """Where a release came from, as its attestation says."""

    tree: Annotated[str, Field(description="The digest of the content tree.")]
    commit: Annotated[str | None, Field(description="The commit that holds exactly this content.")]
    folder: Annotated[str | None, Field(description="The content's folder in the repository.")]
    by: By
    at: At


class CourseJson(Part):
    """A course of a release, in figures."""

    id: Annotated[str, Field(description="The course.")]
    title: _Text
    modules: Annotated[int, Field(description="How many modules.")]
    lessons: Annotated[int, Field(description="How many lessons.")]
    activities: Annotated[int, Field(description="How many activities.")]
    minutes: Annotated[int, Field(description="How long it takes.")]


class ShowJson(Document):
    """What `coursewright show --json` prints."""

    name: Annotated[str, Field(description="The exact release or candidate.")]
    kind: Annotated[Literal["release", "candidate", "edition", "channel"], Field(description="What was named.")]
    edition: Annotated[str, Field(description="Its edition.")]
    manifest: Manifest
    tree: Annotated[str, Field(description="The digest of the content tree.")]
    compiler_format: Annotated[int, Field(description="The compiler format.")]
    title: _Text
    origins: Annotated[tuple[OriginJson, ...], Field(description="Where it came from, one for each commit.")]
    about: Annotated[dict[str, Any] | None, Field(description="What the content says of the edition: period, dates, note.")]
    objects: Annotated[int, Field(description="How many objects it has, private ones included.")]
    bytes: Annotated[int, Field(description="How many bytes they have in all.")]
    courses: Annotated[tuple[CourseJson, ...], Field(description="Its courses.")]
    withdrawn: Annotated[str | None, Field(description="Why it was withdrawn, if it was.")]
    superseded_by: Annotated[str | None, Field(description="The release its edition stands at instead.")]
    channels: Annotated[tuple[str, ...], Field(description="The channels whose readers get it.")]
    records: Annotated[tuple[RecordJson, ...], Field(description="The records that made it what it is, in that order.")]


class SideJson(Part):
    """One of the two that are compared."""

    name: Annotated[str, Field(description="The exact release or candidate.")]
    manifest: Manifest


class DiffJson(Document):
    """What `coursewright diff --json` prints."""

    old: Annotated[SideJson, Field(description="What the first name stands for.")]
    new: Annotated[SideJson, Field(description="What the second name stands for.")]
    counts: Annotated[dict[str, int], Field(description="How many items were added, removed, moved and changed.")]
    changed: Annotated[tuple[str, ...], Field(description="What else is not the same, of what all courses share.")]
    courses: Annotated[tuple[CourseDifference, ...], Field(description="The courses that differ.")]


class PassageJson(Part):
    """A passage of a lesson or an activity, before and after."""

    became: Annotated[Became, Field(description="What became of it. One that moved stands twice: where it was, and where it is.")]
    kind: Annotated[str, Field(description="What it is: paragraph, heading, question …")]
    old: Annotated[str | None, Field(description="What it said, in Markdown; null of one that is new.")]
    new: Annotated[str | None, Field(description="What it says; null of one that is gone.")]
    old_at: Annotated[int | None, Field(description="Its number in the old version, from 1.")]
    new_at: Annotated[int | None, Field(description="Its number in the new one.")]
    is_departure: Annotated[bool, Field(description="Whether this is where one that moved was.")]


class DiffTextJson(Document):
    """What `coursewright diff --json` prints of one item."""

    old: Annotated[SideJson, Field(description="What the first name stands for.")]
    new: Annotated[SideJson, Field(description="What the second name stands for.")]
    item: Annotated[str, Field(description="The item, as course/item.")]
    was: Annotated[str | None, Field(description="What the old release has it as; null where it does not have it.")]
    title: Annotated[str, Field(description="Its title.")]
    old_title: Annotated[str | None, Field(description="Its title in the old release.")]
    learner: Annotated[dict[str, str], Field(description="Whose version it is; what is not named takes the default.")]
    passages: Annotated[tuple[PassageJson, ...], Field(description="All its passages, in the order of the new version.")]
