"""A course's status, and what was observed that it rests on."""

from __future__ import annotations

from coursewright.renewing.status import STATUSES
from coursewright.serving.openapi.release_schemas import OVERTAKEN
from coursewright.serving.openapi.terms import (
    EDITION_PATTERN,
    MODEL_ID,
    SELECTOR_PATTERN,
    Schema,
    answer,
    closed,
    day,
    digest,
    flag,
    keyed,
    listed,
    moment,
    number,
    one_of,
    optional,
    ref,
    slug,
    text,
)

COMPLETION = {
    "possible": flag("false once every model its edition was made for is gone, or an exam that a credential needs is `broken`."),
    "because": listed("Why it is not, in sentences for learners.", text("A sentence.")),
    "until": optional(day("The last day on which it is, where one is known.")),
}
_ITEM = slug("A lesson's or an activity's id.")
_OBSERVED = closed(
    "What published sources said of models since the release. null where the status is the release's own word.",
    {
        "as_of": day("The day on which that was written down."),
        "sources": keyed(
            "The sources, by name.",
            closed(
                "A source.",
                {
                    "version": optional(text("The version that was read, if it has one.")),
                    "as_of": optional(day("The day that the source says it is of, if it does.")),
                    "observed_at": moment("When it last said something new."),
                    "snapshot": digest("Names what it said, as it is kept."),
                },
            ),
        ),
    },
)

SCHEMAS: dict[str, Schema] = {
    "StatusAnswer": answer(
        "What moves about a course, while the course stays as it is.",
        {
            **OVERTAKEN,
            "corrections": listed("What the edition corrected in this course.", ref("Corrected")),
            "completion": closed(
                "Whether somebody who is on the course can still complete it on that day.",
                {
                    **COMPLETION,
                    "way_on": optional(
                        closed(
                            "The newest edition in which it can be completed; null where it can be in this one, or in none.",
                            {
                                "edition": text("The edition to offer.", pattern=EDITION_PATTERN),
                                "changes": text("The address of the offer.", pattern="^/v1/"),
                            },
                        )
                    ),
                },
            ),
            "as_of": day("The day it is judged by."),
            "observed": optional(_OBSERVED),
            "status": ref("Status"),
        },
    ),
    "Status": closed(
        "What still holds of a course on a day.",
        {
            "course": slug("The course's id."),
            "as_of": day("The same day."),
            "notice_days": number("How many days before a shutdown something is `expiring`."),
            "status": one_of("The worst status of its items.", STATUSES),
            "until": optional(day("The last day before that gets worse or a reason for it comes true, by what is known now.")),
            "counts": closed("How many items have each status.", {name: number(f"Items that are {name}.") for name in STATUSES}),
            "items": keyed("Each item's status, by its id.", ref("ItemStatus"), _ITEM),
        },
    ),
    "ItemStatus": closed(
        "What still holds of a lesson or an activity.",
        {
            "status": one_of(
                "current: all of it holds. unverified: a claim was to be looked at again and was not. "
                "expiring: a model it needs is about to go, or a part of it is out of date. broken: what it needs is gone.",
                STATUSES,
            ),
            "until": optional(day("The last day before that gets worse or a reason for it comes true, by what is known now.")),
            "why": listed("The reasons, the worst first.", ref("Reason")),
        },
    ),
    "Reason": closed(
        "Something that bears on an item.",
        {
            "code": one_of(
                "What kind of reason it is.",
                ("model-ending", "model-ended", "claim-ending", "claim-ended", "claim-narrowed", "claim-overdue"),
            ),
            "status": one_of("How much it matters.", STATUSES),
            "says": text("The reason in a sentence or two, for people."),
            "date": day("The day it is about: of a shutdown, or of a review."),
            "model": optional(text("The model, family or capability it is about.", pattern=SELECTOR_PATTERN)),
            "claim": optional(slug("The claim it is about.")),
            "replacements": listed("What the ledger names in the place of what ends.", MODEL_ID),
        },
    ),
}
