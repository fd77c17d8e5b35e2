"""What a release offers to who has another one: what carries over, and what staying costs."""

from __future__ import annotations

from coursewright.serving.openapi.change_schemas import CLASS, COUNTS, KIND, LARGEST
from coursewright.serving.openapi.status_schemas import COMPLETION
from coursewright.serving.openapi.terms import (
    EDITION_PATTERN,
    MODEL_ID,
    Schema,
    answer,
    closed,
    day,
    flag,
    listed,
    number,
    optional,
    ref,
    slug,
    text,
)
from coursewright.serving.seldom import COMPLETED_ID, MOST_COMPLETED

_NAME_PATTERN = r"^[0-9]{4}-[A-Z0-9]{1,8}(?:\.|-rc\.)[1-9][0-9]{0,8}$"
NAMED = closed(
    "A release.",
    {
        "release": text("The exact release; in a preview it may be a candidate.", pattern=_NAME_PATTERN),
        "edition": text("Its edition.", pattern=EDITION_PATTERN),
    },
)
_WITHDRAWN = optional(text("Why it was withdrawn; null too where the edition has a good one by now."))
_SIDE = {
    **NAMED,
    "properties": {**NAMED["properties"], "withdrawn": _WITHDRAWN},
    "required": [*NAMED["required"], "withdrawn"],
}
_COMPLETED = {"type": ["boolean", "null"], "description": "Whether it was completed; null in a plan in general."}
_TITLED = {"id": slug("Its id."), "title": text("Its title."), "kind": KIND}

SCHEMAS: dict[str, Schema] = {
    "Completed": {
        "type": "object",
        "description": "What a learner completed, beside what the address says of it.",
        "properties": {
            "completed": listed(
                "Lessons and activities, as `item` or `course/item`.",
                text("An id.", pattern=f"^{COMPLETED_ID}$"),
                maxItems=MOST_COMPLETED,
            ),
        },
        "required": ["completed"],
        "examples": [{"completed": ["what-a-model-is", "ai-foundations/tokens-and-context"]}],
    },
    "ChangesAnswer": answer(
        "What changed, what it means to who is midway, and for certificates.",
        {
            "changes": ref("Offer"),
            "certificates": listed(
                "What it means for each credential that was earned on what the learner has. Left out are those of whose courses "
                "nothing changed, and those with a course this caller may not read.",
                ref("CertificateEffect"),
            ),
        },
    ),
    "Offer": closed(
        "What is offered.",
        {
            "since": {**_SIDE, "description": "What the learner has."},
            "to": {**_SIDE, "description": "What is offered."},
            "as_of": day("The day that staying is judged by."),
            "class": LARGEST,
            "counts": COUNTS,
            "says": text("What the offer is, in a sentence."),
            "note": optional(text("The editor's note of the edition that is offered, in Markdown; null within an edition.")),
            "completed_given": flag("Whether it was said what the learner completed; else the plan is one in general."),
            "is_back": flag("Whether it is older than what the learner has."),
            "is_same": flag("Whether it is what the learner's edition has now: nothing to move to."),
            "already": {**ref("ReleaseChanges"), "description": "What the learner's edition moved already, without asking."},
            "offered": {**ref("ReleaseChanges"), "description": "What is offered beyond that."},
            "carry_over": listed("What carries over, by course.", ref("CarryOver")),
            "completion": closed("Whether what is offered can be completed, on that day.", COMPLETION),
            "unknown": listed(
                "What was said to be completed and cannot be told.",
                closed("An id.", {"id": text("As it was sent."), "says": text("Why it counts for nothing here.")}),
            ),
            "staying": ref("Staying"),
            "courses": listed(
                "What is new, in plain words.",
                closed(
                    "A course.",
                    {
                        "id": slug("The course's id."),
                        "title": text("Its name."),
                        "whats_new": listed("Sentences for learners, the weightiest first.", text("A sentence.")),
                    },
                ),
            ),
        },
    ),
    "CarryOver": closed(
        "What carries over in a course. Every item of the release that is offered is in one of the first four lists.",
        {
            "course": slug("The course's id."),
            "title": text("Its name."),
            "is_gone": flag("Whether the release that is offered does not have it."),
            "kept": listed("Completed, and counts as it is.", ref("CarriedItem")),
            "refresh": listed("Completed, and should be gone through again.", ref("CarriedItem")),
            "new": listed("There was nothing like it before.", ref("CarriedItem")),
            "ahead": listed("Was there before, and was not completed.", ref("CarriedItem")),
            "gone": listed("Is not there any more.", ref("GoneItem")),
            "minutes": closed(
                "How long each part takes.",
                {
                    "work": number("What is new, and what is to be gone through again."),
                    **{part: number(f"The part `{part}`.") for part in ("new", "refresh", "ahead", "kept")},
                },
            ),
        },
    ),
    "CarriedItem": closed(
        "A lesson or an activity of the release that is offered.",
        {
            **_TITLED,
            "minutes": number("How long it takes.", 1),
            "was": listed("Other ids in the release before that it answers for.", slug("An id.")),
            "completed": _COMPLETED,
            "class": {**optional(CLASS), "description": "How it changed; null where it did not, or is new."},
            "why": listed("Why it should be gone through again, for learners.", text("A sentence.")),
        },
    ),
    "GoneItem": closed(
        "A lesson or an activity that is gone.",
        {
            **_TITLED,
            "heir": optional(closed("What took its place.", {"id": slug("Its id."), "title": text("Its title.")})),
            "reason": optional(text("Why it went, for learners.")),
            "completed": _COMPLETED,
        },
    ),
    "Staying": closed(
        "What a learner loses by staying.",
        {
            "models": listed(
                "Models that end, and of which what the learner has speaks, and what is offered does not.",
                closed(
                    "A model or a family.",
                    {
                        "model": MODEL_ID,
                        "ends": day("The day it is shut down."),
                        "replacements": listed("What its provider names in its place.", MODEL_ID),
                        "items": listed(
                            "What speaks of it.",
                            closed(
                                "A lesson or an activity.",
                                {"course": slug("Its course."), "id": slug("Its id."), "title": text("Its title.")},
                            ),
                        ),
                    },
                ),
            ),
            "completion": closed("Whether it can still be completed.", COMPLETION),
            "says": listed("The same in sentences.", text("A sentence.")),
        },
    ),
}
