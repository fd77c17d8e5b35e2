"""What `coursewright changes --format json` prints."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from coursewright.commands.printed import Document, Part

Class = Literal["editorial", "content", "claim", "assessment", "structural"]
Kind = Annotated[str, Field(description="lesson, or the kind of activity.")]
Id = Annotated[str, Field(description="Its id; unique in its course.")]
Title = Annotated[str, Field(description="Its title, or the objective's text.")]
Change = Annotated[Literal["added", "removed", "kept"], Field(description="Whether it came, went, or goes on changed.")]
Was = Annotated[str | None, Field(description="The id it had before, where that was another one.")]
HeirId = Annotated[str | None, Field(description="The id of what took its place, of what was removed.")]
Because = Annotated[str | None, Field(description="Why it went, as authors told.")]
Largest = Annotated[Class | None, Field(alias="class", description="The largest class in it; null where nothing changed.")]
Counts = Annotated[dict[str, int], Field(description="How many items changed, by class.")]
Minutes = Annotated[int, Field(description="How long it takes.")]


class SinceToJson(Part):
    """One of the two releases."""

    release: Annotated[str, Field(description="The exact release or candidate.")]
    edition: Annotated[str, Field(description="Its edition.")]


class SideJson(SinceToJson):
    """One of the two releases of an offer."""

    withdrawn: Annotated[str | None, Field(description="Why it was withdrawn; null too where the edition has a good one by now.")]


class ReasonJson(Part):
    """Why something counts as changed."""

    code: Annotated[str, Field(description="What changed, as a code.")]
    cls: Annotated[Class, Field(alias="class", description="The class it would have for this alone.")]
    says: Annotated[str, Field(description="The same in words for learners.")]
    names: Annotated[tuple[str, ...], Field(description="The claims, questions, objectives or languages it is about.")]


class RaisedJson(Part):
    """What an editor raised a class to."""

    to: Class
    reason: Annotated[str, Field(description="Why, in words for learners.")]


class CorrectionJson(Part):
    """That an edition claimed something false."""

    edition: Annotated[str, Field(description="The edition that corrects it.")]
    claim: Annotated[str, Field(description="The claim.")]
    on: Annotated[str, Field(description="Since when it is known not to hold.")]
    was: Annotated[str, Field(description="What was said.")]
    because: Annotated[str, Field(description="Why it does not hold, in words for learners.")]


class ItemChangeJson(Part):
    """A lesson or an activity that changed."""

    id: Id
    kind: Kind
    title: Title
    minutes: Minutes
    change: Change
    was: Was
    heir: HeirId
    gone_because: Because
    cls: Annotated[Class, Field(alias="class", description="The class that counts.")]
    computed: Annotated[Class | None, Field(description="The class by what changed alone; null where nothing did.")]
    reasons: Annotated[tuple[ReasonJson, ...], Field(description="Why.")]
    raised: Annotated[RaisedJson | None, Field(description="What an editor raised it to, if so.")]
    corrects: Annotated[tuple[str, ...], Field(description="Claims that are corrected, and that it states or stated.")]


class ObjectiveChangeJson(Part):
    """An objective that changed."""

    id: Id
    text: Title
    weight: Annotated[int, Field(description="Its weight among the objectives of the course.")]
    change: Change
    was: Was
    was_text: Annotated[str | None, Field(description="What it said before.")]
    was_weight: Annotated[int | None, Field(description="Its weight before.")]
    heir: HeirId
    gone_because: Because
    reasons: Annotated[tuple[ReasonJson, ...], Field(description="Why it counts as changed.")]


class CourseChangeJson(Part):
    """A course that changed."""

    id: Id
    title: Title
    change: Change
    cls: Largest
    reasons: Annotated[tuple[ReasonJson, ...], Field(description="Of the course as a whole.")]
    items: Annotated[tuple[ItemChangeJson, ...], Field(description="Its items that changed.")]
    objectives: Annotated[tuple[ObjectiveChangeJson, ...], Field(description="Its objectives that changed.")]


class ReleaseChangesJson(Part):
    """What changed from one release to another."""

    cls: Largest
    counts: Counts
    reasons: Annotated[
        tuple[ReasonJson, ...], Field(description="Of no course: programs, credentials, what there is to choose from.")
    ]
    corrections: Annotated[tuple[CorrectionJson, ...], Field(description="What was corrected.")]
    courses: Annotated[tuple[CourseChangeJson, ...], Field(description="The courses that changed.")]


class CarriedJson(Part):
    """An item of the release that is offered, and how a learner stands to it."""

    id: Id
    title: Title
    kind: Kind
    minutes: Minutes
    was: Annotated[tuple[str, ...], Field(description="Other ids in the release before that it answers for.")]
    completed: Annotated[bool | None, Field(description="Whether it was completed; null in a plan in general.")]
    cls: Annotated[Class | None, Field(alias="class", description="How it changed; null where it did not, or is new.")]
    why: Annotated[tuple[str, ...], Field(description="Why it should be gone through again.")]


class HeirJson(Part):
    """What took the place of something."""

    id: Id
    title: Title


class GoneJson(Part):
    """An item that is gone."""

    id: Id
    title: Title
    kind: Kind
    heir: Annotated[HeirJson | None, Field(description="What took its place, if anything did.")]
    reason: Because
    completed: Annotated[bool | None, Field(description="Whether it was completed; null in a plan in general.")]


class PlanMinutesJson(Part):
    """How long each part of a plan takes."""

    work: Annotated[int, Field(description="What is new and what is to be gone through again.")]
    new: Minutes
    refresh: Minutes
    ahead: Minutes
    kept: Minutes


class CarryOverJson(Part):
    """What carries over in one course."""

    course: Annotated[str, Field(description="The course.")]
    title: Title
    is_gone: Annotated[bool, Field(description="Whether the release that is offered does not have it.")]
    kept: Annotated[tuple[CarriedJson, ...], Field(description="Counts as it is.")]
    refresh: Annotated[tuple[CarriedJson, ...], Field(description="Was completed, and should be gone through again.")]
    new: Annotated[tuple[CarriedJson, ...], Field(description="There was nothing like it before.")]
    ahead: Annotated[tuple[CarriedJson, ...], Field(description="Was there before, and was not completed.")]
    gone: Annotated[tuple[GoneJson, ...], Field(description="Is not there any more.")]
    minutes: PlanMinutesJson


class UnknownIdJson(Part):
    """Something that was said to be completed and that nobody knows."""

    id: Annotated[str, Field(description="As it was given.")]
    says: Annotated[str, Field(description="Why it counts for nothing here.")]


class SpeakingItemJson(Part):
    """An item that speaks of a model."""

    course: Annotated[str, Field(description="Its course.")]
    id: Id
    title: Title


class EndingModelJson(Part):
    """A model that ends, which the release that is offered does not need any more."""

    model: Annotated[str, Field(description="The model or family.")]
    ends: Annotated[str, Field(description="The day it is shut down.")]
    replacements: Annotated[tuple[str, ...], Field(description="What the ledger names in its place.")]
    items: Annotated[tuple[SpeakingItemJson, ...], Field(description="What speaks of it, or claims something of it.")]


class CompletionJson(Part):
    """Whether a release can still be completed."""

    possible: Annotated[bool, Field(description="Whether it can, on the day of the question.")]
    because: Annotated[tuple[str, ...], Field(description="Why not.")]
    until: Annotated[str | None, Field(description="The last day on which it can, where one is known.")]


class StayingJson(Part):
    """What staying costs."""

    models: Annotated[tuple[EndingModelJson, ...], Field(description="What ended comes first, then the soonest.")]
    completion: CompletionJson
    says: Annotated[tuple[str, ...], Field(description="The same in sentences.")]


class WhatsNewJson(Part):
    """What is new in a course."""

    id: Id
    title: Title
    whats_new: Annotated[tuple[str, ...], Field(description="In plain words, the weightiest first.")]


class ChangesJson(Document):
    """What `coursewright changes --format json` prints."""

    since: SideJson
    to: SideJson
    as_of: Annotated[str, Field(description="The day that staying is judged by.")]
    cls: Largest
    counts: Counts
    says: Annotated[str, Field(description="In one sentence, what the offer is.")]
    note: Annotated[str | None, Field(description="The note of the edition that is offered, as Markdown, if another one is.")]
    completed_given: Annotated[bool, Field(description="Whether it was said what was completed.")]
    is_back: Annotated[bool, Field(description="Whether this goes back to an older release.")]
    is_same: Annotated[bool, Field(description="Whether there is nothing to move to.")]
    already: Annotated[ReleaseChangesJson, Field(description="What the learner's edition moved already.")]
    offered: Annotated[ReleaseChangesJson, Field(description="What is offered.")]
    carry_over: Annotated[tuple[CarryOverJson, ...], Field(description="What carries over, course by course.")]
    completion: Annotated[CompletionJson, Field(description="Whether what is offered can be completed.")]
    unknown: Annotated[tuple[UnknownIdJson, ...], Field(description="What was said to be completed and nobody knows.")]
    staying: StayingJson
    courses: Annotated[tuple[WhatsNewJson, ...], Field(description="What is new, course by course.")]
