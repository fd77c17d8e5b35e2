"""What `coursewright edition …` prints with --json: shapes with a schema each (schemas/renewing), whose field names stay."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from coursewright.commands.printed import Document, Part

Edition = Annotated[str, Field(description="The edition.")]
Owner = Annotated[str | None, Field(description="Whose it is, an id of people.yaml; null where it is nobody's.")]


class AcknowledgementJson(Part):
    """An entry under `acknowledged:` of an edition's file."""

    code: Annotated[str, Field(description="What is acknowledged: the code of findings, or of a kind of work.")]
    path: Annotated[str | None, Field(description="The file or folder it is about; null for all.")]
    reason: Annotated[str, Field(description="Why it is all right to live with it.")]
    until: Annotated[date, Field(description="The last day on which it is.")]
    by: Annotated[str | None, Field(description="Who decided so, by the id in people.yaml; null where it is not told.")]


class CountsJson(Part):
    """How many items are in each state."""

    open: Annotated[int, Field(description="To be done.")]
    acknowledged: Annotated[int, Field(description="Lived with, for a reason and until a day.")]
    done: Annotated[int, Field(description="Not found any more.")]


class ItemJson(Part):
    """An item of a worklist, as it is now."""

    id: Annotated[str, Field(description="Names it, also for `edition acknowledge`.")]
    state: Annotated[Literal["open", "acknowledged", "done"], Field(description="What has become of it.")]
    code: Annotated[str, Field(description="What kind of work it is; where `check` finds it, the finding's code.")]
    owner: Owner
    path: Annotated[str, Field(description="The file, from where the command was run.")]
    lines: Annotated[tuple[int, ...], Field(description="Where in it; of what is done, when the edition was opened.")]
    what: Annotated[str, Field(description="What is found.")]
    why: Annotated[str, Field(description="What should hold instead.")]
    affects: Annotated[
        tuple[str, ...], Field(description="What is affected with it: lessons, questions, objectives, certificates.")
    ]
    due: Annotated[date, Field(description="The day by which it should be done.")]
    do: Annotated[str, Field(description="What to do about it.")]
    is_new: Annotated[bool, Field(description="Whether it was found after the edition was opened.")]
    acknowledged: Annotated[AcknowledgementJson | None, Field(description="The entry that says to live with it.")]


class OwnerJson(Part):
    """What one owner has to do."""

    owner: Owner
    counts: Annotated[CountsJson, Field(description="How far they are.")]
    items: Annotated[tuple[ItemJson, ...], Field(description="Their items, the most urgent first.")]


class PointJson(Part):
    """A day of the burn-down."""

    day: Annotated[date, Field(description="The day of a commit; the last is the day that was asked about.")]
    counts: Annotated[CountsJson, Field(description="How far it was at its end.")]


class EditionOpenJson(Document):
    """What `coursewright edition open --json` prints."""

    edition: Edition
    first: Annotated[date, Field(description="Its first day, by which it is judged.")]
    last: Annotated[date, Field(description="Its last day.")]
    baseline_models: Annotated[tuple[str, ...], Field(description="The models its material is to be checked on.")]
    moved: Annotated[
        dict[str, tuple[str, ...]], Field(description="Models of the baseline before that end, and what took their place.")
    ]
    carried: Annotated[
        tuple[AcknowledgementJson, ...], Field(description="Acknowledgements that the new edition still meets, with their days.")
    ]
    left_behind: Annotated[tuple[AcknowledgementJson, ...], Field(description="Those that it does not meet.")]
    owners: Annotated[tuple[OwnerJson, ...], Field(description="The worklist of each owner.")]
    files: Annotated[tuple[str, ...], Field(description="The files that were written.")]
    is_written: Annotated[bool, Field(description="False with --dry-run.")]


class EditionStatusJson(Document):
    """What `coursewright edition status --json` prints."""

    edition: Edition
    as_of: Annotated[date, Field(description="The day that was asked about.")]
    opened: Annotated[date | None, Field(description="The day work on it began, where it was opened by the command.")]
    closed: Annotated[date | None, Field(description="The day it was closed.")]
    effective: Annotated[date, Field(description="The day by which its statements are true.")]
    counts: Annotated[CountsJson, Field(description="How far it is.")]
    owners: Annotated[tuple[OwnerJson, ...], Field(description="Everybody who has an item, nobody last.")]
    idle: Annotated[
        tuple[AcknowledgementJson, ...], Field(description="Entries for kinds of work that fit none any more; remove them.")
    ]
    burn_down: Annotated[tuple[PointJson, ...], Field(description="How far it was; only now, where there is no history.")]
    without: Annotated[str | None, Field(description="Why there is no history, where there is none.")]


class EditionAcknowledgeJson(Document):
    """What `coursewright edition acknowledge --json` prints."""

    edition: Edition
    entry: Annotated[AcknowledgementJson, Field(description="The entry.")]
    covers: Annotated[int, Field(description="How many findings it is about now.")]
    changed: Annotated[bool, Field(description="False where the very entry was there already.")]


class UnmetJson(Part):
    """Something that keeps an edition from being closed."""

    id: Annotated[str | None, Field(description="The item, if it is one.")]
    owner: Owner
    path: Annotated[str, Field(description="The file, from where the command was run.")]
    line: Annotated[int, Field(description="Where in it.")]
    what: Annotated[str, Field(description="What is found.")]
    do: Annotated[str, Field(description="What to do about it.")]


class EditionCloseJson(Document):
    """What `coursewright edition close --json` prints; with anything unmet, the command exits with 1."""

    edition: Edition
    closed: Annotated[date | None, Field(description="The day it was closed; null where it is not.")]
    changed: Annotated[bool, Field(description="Whether this command closed it.")]
    unmet: Annotated[tuple[UnmetJson, ...], Field(description="What keeps it from being closed.")]
