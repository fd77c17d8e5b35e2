"""What `coursewright certificate-effect --format json` prints."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from coursewright.commands.printed import Document, Part
from coursewright.commands.renewing.changes_documents import SinceToJson

Effect = Literal["current", "log", "delta", "recertify"]
Course = Annotated[str, Field(description="The course.")]
Certain = Annotated[bool, Field(description="Whether it counts in the least, too; else only in the most.")]


class EffectJson(Part):
    """What follows, from the least to the most that the evidence allows."""

    least: Effect
    most: Effect


class ShareJson(Part):
    """A share in percent, from the least to the most."""

    least: float
    most: float


class WeightsJson(Part):
    """How much of an objective's weight counts as changed, in percent, by what changed."""

    objective: int
    assessment: int
    claim: int


class ThresholdsJson(Part):
    """From which share on more is asked, in percent."""

    delta: int
    recertify: int


class CauseJson(Part):
    """Why an objective counts as changed."""

    kind: Annotated[Literal["objective", "assessment", "claim"], Field(description="What changed; its weight counts.")]
    says: Annotated[str, Field(description="In words.")]
    certain: Certain
    items: Annotated[tuple[str, ...], Field(description="The lessons and activities it was found in, by their ids.")]


class StudyJson(Part):
    """Something that teaches it now."""

    id: Annotated[str, Field(description="Its id in the course.")]
    title: Annotated[str, Field(description="Its title.")]
    kind: Annotated[str, Field(description="lesson, or the kind of activity.")]
    minutes: Annotated[int, Field(description="How long it takes.")]


class CertificateObjectiveJson(Part):
    """An objective that the certificate was earned on, or one that came since."""

    course: Course
    id: Annotated[str, Field(description="Its id then, or now if it is new.")]
    text: Annotated[str, Field(description="What it said then, or says if it is new.")]
    weight: Annotated[int, Field(description="Its weight then, or now if it is new.")]
    safety: Annotated[bool, Field(description="Whether it is about safety: any change of it asks for a delta module at least.")]
    new: Annotated[bool, Field(description="Whether it came since: the certificate was not earned on it.")]
    share: ShareJson
    because: Annotated[tuple[CauseJson, ...], Field(description="Why, the weightiest first; that one counts.")]
    study: Annotated[tuple[StudyJson, ...], Field(description="What teaches it now.")]


class DeltaObjectiveJson(Part):
    """An objective of a delta module."""

    course: Course
    id: Annotated[str, Field(description="Its id then, or now if it is new.")]
    certain: Certain


class DeltaJson(Part):
    """A module on exactly the objectives that changed or came, or may have, and that something teaches now."""

    objectives: tuple[DeltaObjectiveJson, ...]
    minutes: Annotated[int, Field(description="How long all that teaches them takes, each thing once.")]


class CertificateEffectJson(Document):
    """What `coursewright certificate-effect --format json` prints."""

    credential: Annotated[str, Field(description="The credential.")]
    title: Annotated[str, Field(description="Its title.")]
    earned: Annotated[SinceToJson, Field(description="What it was earned on.")]
    now: Annotated[SinceToJson, Field(description="What it is judged by.")]
    as_of: Annotated[str, Field(description="The day of the question.")]
    earned_on: Annotated[str | None, Field(description="The day it was earned, if it was said.")]
    valid_until: Annotated[str | None, Field(description="Its own end; null where it was not said when it was earned.")]
    is_over: Annotated[bool, Field(description="Whether that has passed.")]
    due: Annotated[
        str | None,
        Field(description="By when what is asked for is due; counted from the day of the question, so keep the first one."),
    ]
    effect: EffectJson
    changed: Annotated[
        ShareJson,
        Field(description="How much changed of all it was earned on, by weight, in percent; what is new included, 100 at most."),
    ]
    says: Annotated[tuple[str, ...], Field(description="In sentences, for who holds it.")]
    weights: WeightsJson
    thresholds: ThresholdsJson
    objectives: Annotated[
        tuple[CertificateObjectiveJson, ...], Field(description="All that it was earned on, then what came since.")
    ]
    delta: Annotated[DeltaJson | None, Field(description="The module that is asked for at most; null where none is.")]
    log: Annotated[tuple[str, ...], Field(description="What changed of it and in its courses, in plain words.")]
    exam: Annotated[str | None, Field(description="Why the exam is another one, if it is.")]
    is_back: Annotated[bool, Field(description="Whether it is judged by an older release; nothing follows then.")]
