"""What `coursewright models` prints with --json; see commands/printed.py."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from coursewright.authoring.reports.findings_json import FindingJson
from coursewright.commands.printed import Document, Part

Value = str | int
Subject = Annotated[str, Field(description="A model, or a part of the API like endpoint:/v1/prompts.")]
Host = Annotated[str, Field(description="Who runs it.")]
FieldName = Annotated[str, Field(description="What is said of it.")]


class ChangeJson(Part):
    """What a source says of one thing now, and what it said before."""

    subject: Subject
    host: Host
    field: FieldName
    source: Annotated[str, Field(description="The source.")]
    before: Annotated[tuple[Value, ...], Field(description="What it said before; nothing where that is new.")]
    after: Annotated[tuple[Value, ...], Field(description="What it says now; nothing where it vanished, and was kept.")]


class SourceJson(Part):
    """A source, in the order of precedence."""

    source: Annotated[str, Field(description="The source.")]
    state: Annotated[Literal["read", "refused", "not asked"], Field(description="What became of it.")]
    place: Annotated[str | None, Field(description="Where it was looked for; null where it was not asked.")]
    version: Annotated[str | None, Field(description="The version that was read, or that the ledger was written from.")]
    as_of: Annotated[date | None, Field(description="The day its data are of, if it says.")]
    facts: Annotated[int, Field(description="How many facts of it the ledger holds now.")]
    new: Annotated[int, Field(description="How many things it says for the first time.")]
    changed: Annotated[int, Field(description="How many things it says otherwise than before.")]
    vanished: Annotated[int, Field(description="How many things it says nothing of any more; they are kept.")]
    refusal: Annotated[str | None, Field(description="Why it was left as it was, if it was.")]


class StatementJson(Part):
    """One value with a source that states it."""

    value: Annotated[Value, Field(description="What is stated.")]
    source: Annotated[str, Field(description="Who states it.")]
    by_hand: Annotated[bool, Field(description="Whether it was entered by hand, and so counts before all others.")]


class StatedJson(Part):
    """All that is stated of one field, that which counts first."""

    subject: Subject
    host: Host
    field: FieldName
    counts: Annotated[tuple[Value, ...], Field(description="The value that counts; several where a field may have several.")]
    why: Annotated[
        Literal["by hand", "first in precedence", "first by name", "only one"], Field(description="Why the first of them counts.")
    ]
    statements: Annotated[tuple[StatementJson, ...], Field(description="Every statement, in the order of precedence.")]


class SyncJson(Document):
    """What `coursewright models sync --json` prints."""

    written: Annotated[tuple[str, ...], Field(description="The files that changed; with --dry-run, those that would.")]
    dry_run: Annotated[bool, Field(description="Whether nothing was to be written.")]
    sources: Annotated[tuple[SourceJson, ...], Field(description="Every source, in the order of precedence.")]
    changes: Annotated[tuple[ChangeJson, ...], Field(description="What is said for the first time, or otherwise than before.")]
    vanished: Annotated[tuple[ChangeJson, ...], Field(description="What is not said any more, and was kept.")]
    conflicts: Annotated[tuple[StatedJson, ...], Field(description="Fields with one value of which sources state several.")]
    findings: Annotated[tuple[FindingJson, ...], Field(description="What is odd, by path and place.")]


class ModelJson(Part):
    """A model, by what counts of it."""

    id: Annotated[str, Field(description="The model.")]
    family: Annotated[str | None, Field(description="The family it belongs to.")]
    state: Annotated[
        Literal["unreleased", "active", "deprecated", "shutdown"], Field(description="What it is on the day that was asked for.")
    ]
    released: Annotated[date | None, Field(description="The day it came out, if known.")]
    deprecated: Annotated[date | None, Field(description="The day its end was announced, if it was.")]
    shutdown: Annotated[date | None, Field(description="The day from which it is gone, if known.")]
    days_left: Annotated[int | None, Field(description="Days until then; below zero where it has passed.")]
    replacements: Annotated[tuple[str, ...], Field(description="What is to be used in its place.")]


class ListJson(Document):
    """What `coursewright models list --json` prints."""

    as_of: Annotated[date, Field(description="The day that states are told of.")]
    models: Annotated[tuple[ModelJson, ...], Field(description="The models that were asked for, by what ends first.")]
    conflicts: Annotated[tuple[StatedJson, ...], Field(description="Fields with one value of which sources state several.")]


class AliasJson(Part):
    """What a name pointed to on a day."""

    alias: Annotated[str, Field(description="The name that moves.")]
    target: Annotated[str, Field(description="The model that answered to it.")]
    observed: Annotated[date, Field(description="The day that was seen.")]
    source: Annotated[str, Field(description="Who says so.")]


class ModelShowJson(Document):
    """What `coursewright models show --json` prints."""

    as_of: Annotated[date, Field(description="The day that the state is told of.")]
    id: Annotated[str, Field(description="The model, or the part of the API.")]
    model: Annotated[ModelJson | None, Field(description="What counts of the model; null of a part of the API.")]
    snapshots: Annotated[tuple[str, ...], Field(description="The dated releases that go by this name.")]
    aliases: Annotated[tuple[AliasJson, ...], Field(description="What the name pointed to, or what pointed to it, by day.")]
    stated: Annotated[tuple[StatedJson, ...], Field(description="Every field with every statement, and why the first counts.")]


class FieldChangeJson(Part):
    """A field that counts otherwise."""

    field: FieldName
    before: Annotated[tuple[Value, ...], Field(description="What counted; of a list, what was taken from it.")]
    after: Annotated[tuple[Value, ...], Field(description="What counts; of a list, what was added to it.")]


class DifferenceJson(Part):
    """What became of a model, or of a part of an API."""

    kind: Annotated[
        Literal["appeared", "gone", "ends", "moved", "no longer ends", "changed"],
        Field(description="`ends`: it has a day of shutdown now. `moved`: that day moved."),
    ]
    subject: Subject
    family: Annotated[str | None, Field(description="The model's family.")]
    fields: Annotated[tuple[FieldChangeJson, ...], Field(description="What counts otherwise.")]


class LedgerDiffJson(Document):
    """What `coursewright models diff --json` prints."""

    old: Annotated[str, Field(description="What the first word named.")]
    new: Annotated[str, Field(description="What the second word named.")]
    counts: Annotated[dict[str, int], Field(description="How many of each kind.")]
    differences: Annotated[tuple[DifferenceJson, ...], Field(description="Every difference, what ends first.")]


class PeriodJson(Part):
    """The days an edition is current."""

    edition: Annotated[str, Field(description="The edition.")]
    first: Annotated[date, Field(description="Its first day.")]
    last: Annotated[date, Field(description="Its last day.")]


class TimelineJson(Document):
    """What `coursewright models timeline --json` prints."""

    as_of: Annotated[date, Field(description="The day that is marked.")]
    first: Annotated[date, Field(description="The day the timeline begins: the first of a quarter.")]
    last: Annotated[date, Field(description="The day it ends: the last of a quarter.")]
    periods: Annotated[tuple[PeriodJson, ...], Field(description="The editions.")]
    models: Annotated[tuple[ModelJson, ...], Field(description="The models that are drawn, by what ends first.")]
    left_out: Annotated[int, Field(description="Models that ended before the timeline begins.")]
