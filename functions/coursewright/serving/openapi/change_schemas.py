"""What changed from one release to another, by classes."""

from __future__ import annotations

from coursewright.publishing.changes.change import CLASSES
from coursewright.serving.openapi.terms import (
    Schema,
    closed,
    listed,
    number,
    one_of,
    optional,
    ref,
    slug,
    text,
)

CLASS = one_of(
    "editorial: words, typography or figures were mended. content: other explanations or examples. claim: something else is "
    "said of models. assessment: other questions or answers. structural: items or goals came, went or moved.",
    CLASSES,
)
LARGEST = {**optional(CLASS), "description": "The largest class in it; null where nothing changed."}
COUNTS = closed("How many items changed, by class.", {name: number(f"Items of class {name}.") for name in CLASSES})
KIND = one_of("What it is.", ("lesson", "survey", "practice", "quiz", "exam", "roleplay"))
REASON_FIELDS = {
    "code": text("What kind of change it is.", pattern="^[a-z-]+$"),
    "class": {**CLASS, "description": "The class it has for this alone."},
    "says": text("The same in a sentence, for learners."),
    "names": listed("The claims, questions, objectives, languages or programs it is about.", text("An id, or a language.")),
}
_CHANGE = one_of("Whether it came, went, or goes on changed.", ("added", "removed", "kept"))
_FORMER = optional(slug("The id it had before, where that was another one."))
_HEIR = optional(slug("Of what went: the id of what took its place, if anything did."))
_GONE_BECAUSE = optional(text("Of what went: why, for learners."))
_REASONS = listed("Why it counts as changed.", ref("ChangeReason"))

SCHEMAS: dict[str, Schema] = {
    "ChangeReason": closed("Why something counts as changed.", REASON_FIELDS),
    "ReleaseChanges": closed(
        "What changed from one release to another, in courses that this caller may read.",
        {
            "class": LARGEST,
            "counts": COUNTS,
            "reasons": listed(
                "What changed beyond courses: programs, credentials, what there is to choose from.", ref("ChangeReason")
            ),
            "corrections": listed("False claims that were corrected.", ref("Correction")),
            "courses": listed("The courses that changed.", ref("CourseChange")),
        },
    ),
    "CourseChange": closed(
        "A course that changed.",
        {
            "id": slug("The course's id."),
            "title": text("Its name."),
            "change": _CHANGE,
            "class": LARGEST,
            "reasons": listed("What changed of the course as a whole.", ref("ChangeReason")),
            "items": listed("Its lessons and activities that changed.", ref("ItemChange")),
            "objectives": listed("Its objectives that changed.", ref("ObjectiveChange")),
        },
    ),
    "ItemChange": closed(
        "A lesson or an activity that changed.",
        {
            "id": slug("Its id."),
            "kind": KIND,
            "title": text("Its title."),
            "minutes": number("How long it takes.", 1),
            "change": _CHANGE,
            "was": _FORMER,
            "heir": _HEIR,
            "gone_because": _GONE_BECAUSE,
            "class": {**CLASS, "description": "The class that counts."},
            "computed": {**optional(CLASS), "description": "The class by what changed alone; null where nothing did."},
            "reasons": _REASONS,
            "raised": optional(
                closed(
                    "What its editor raised the class to, and why.",
                    {"to": {**CLASS, "description": "The class."}, "reason": text("Why, for learners.")},
                )
            ),
            "corrects": listed("Corrected claims that it states, or stated.", slug("A claim's id.")),
        },
    ),
    "ObjectiveChange": closed(
        "An objective that changed.",
        {
            "id": slug("The objective's id."),
            "text": text("What it says now, or said, where it went."),
            "weight": number("Its weight, likewise."),
            "change": _CHANGE,
            "was": _FORMER,
            "was_text": optional(text("What it said before; null where it is new.")),
            "was_weight": optional(number("Its weight before; null where it is new.")),
            "heir": _HEIR,
            "gone_because": _GONE_BECAUSE,
            "reasons": _REASONS,
        },
    ),
}
