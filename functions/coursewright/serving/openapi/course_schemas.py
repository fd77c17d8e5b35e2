"""The catalogue, and a course's outline."""

from __future__ import annotations

from coursewright.serving.openapi.terms import (
    DIGEST_PATTERN,
    EDITION_PATTERN,
    FORMERLY,
    LOCALE,
    MINUTES,
    OBJECTIVES,
    SELECTORS,
    Schema,
    answer,
    closed,
    day,
    digest,
    fixed,
    flag,
    keyed,
    listed,
    number,
    one_of,
    optional,
    ref,
    slug,
    text,
    told_apart,
)

ACTIVITIES = ("survey", "practice", "quiz", "exam", "roleplay")
_ITEM = slug("A lesson's or an activity's id.")
_CLAIM_IDS = listed("The claims it rests on, by their ids.", slug("A claim's id."))

CARD = {
    "id": slug("The course's id."),
    "title": text("Its name."),
    "summary": text("What it is about and what it is good for."),
    "level": one_of("How much it asks of a learner.", ("foundation", "practitioner", "expert")),
    "audience": text("Who it is for, and what they should know before."),
    "availability": one_of("public: anybody may read it. invited: only entitled callers.", ("public", "invited")),
    "prerequisites": listed("Courses to take before, by their ids.", slug("A course's id.")),
    "minutes": number("How long all of it takes, in minutes."),
    "written_for": keyed(
        "Whom some lesson speaks to in particular, by dimension.",
        listed("Values of the dimension.", text("A model, a role, an industry …")),
    ),
}
_BEFORE_2 = "Releases of compiler format 1 lack it."
_BEFORE_3 = "Releases of compiler format 1 and 2 lack it."
_BEFORE_4 = "Releases of compiler format 3 and before lack it."
_BEFORE_5 = "Releases of compiler format 4 and before lack it."
_TEXT = {
    "title": text("Its title."),
    "summary": text("One sentence on what the reader gets from it."),
    "decision": ref("Decision", "Which outcome a learner gets."),
    "outcomes": listed(
        "The different texts of this lesson.",
        closed(
            "One text, by the digests of its two stored forms.",
            {"json": digest("SHA-256 of the JSON form."), "markdown": digest("SHA-256 of the Markdown form.")},
        ),
        minItems=1,
    ),
    "assets": keyed(
        "The figures it shows: the file's name by the digest of its bytes.", text("A file's name."), {"pattern": DIGEST_PATTERN}
    ),
}
_ITEM_FIELDS = {
    "module": slug("The module it is in."),
    "minutes": MINUTES,
    "words": number(
        "About how many words there are to read. Of a lesson: as a learner gets it of whom nothing is said, in the language it "
        f"was written in. Of an activity: in all its prompts and choices. {_BEFORE_5}"
    ),
    "objectives": OBJECTIVES,
    "claims": _CLAIM_IDS,
    "formerly": FORMERLY,
}

SCHEMAS: dict[str, Schema] = {
    "Catalogue": answer(
        "A page of the catalogue, and the ways in which learners differ.",
        {
            "courses": listed("The courses this caller may read and the filters select.", ref("CourseCard")),
            "next_cursor": optional(text("Where to go on: send it as `cursor`. null on the last page.")),
            "dimensions": listed(
                "The ways in which learners differ; each is a query parameter of lessons.",
                closed(
                    "A dimension.",
                    {
                        "id": slug("Its name, and that of the parameter."),
                        "title": text("What to ask the learner for."),
                        "default": text("The value taken where the app says none."),
                        "values": listed(
                            "Its values in the order to show them. Empty for `model`: the ledger lists the models.",
                            closed("A value.", {"id": slug("What to send."), "text": text("What it means.")}),
                        ),
                    },
                ),
            ),
            "locales": listed("The languages of the curriculum; the first is the one authors write in.", LOCALE, minItems=1),
        },
    ),
    "CourseCard": closed("What the catalogue says of a course.", CARD, ("written_for",)),
    "CourseAnswer": answer("A course's outline.", {"course": ref("Course")}),
    "Course": closed(
        "A course: its modules, its items by id, its objectives, and who gets which text of each lesson.",
        {
            "kind": fixed("course"),
            **CARD,
            "locale": {**LOCALE, "description": f"The language it was written in. {_BEFORE_2}"},
            "locales": listed(f"The languages of the curriculum. {_BEFORE_2}", LOCALE),
            "objectives": listed("What a learner can do afterwards.", ref("Objective"), minItems=1),
            "dimensions": keyed(
                "The ways in which learners differ, by name. A decision counts in the order of `values`.",
                closed(
                    "A dimension.",
                    {
                        "values": listed("Every value that is known.", text("A value.")),
                        "default": text("The value taken where the app says none, or one that is not known."),
                    },
                ),
            ),
            "modules": listed("The course's parts, in order.", ref("Module"), minItems=1),
            "items": keyed(
                "Every lesson and activity, by its id. Their order is that of `modules`.",
                told_apart(
                    "A lesson or an activity.",
                    "kind",
                    {"lesson": "LessonEntry", **dict.fromkeys(ACTIVITIES, "ActivityEntry")},
                ),
                _ITEM,
            ),
            "retired": listed("What was here once and is gone; asking for it gives 410.", ref("Retired")),
            "claims": digest(f"Names the object with all claims of the course. {_BEFORE_2}"),
            "axes": listed(f"What the decisions count by; they name these by number. {_BEFORE_2}", ref("Axis")),
            "depends": digest(f"Names an object for editors: what each item depends on. {_BEFORE_3}"),
            "corrections": listed(f"False claims of this course that an edition corrected. {_BEFORE_4}", ref("Correction")),
            "fingerprints": ref("Fingerprints"),
        },
        ("written_for", "locale", "locales", "claims", "axes", "depends", "corrections"),
    ),
    "Objective": closed(
        "What a learner can do afterwards.",
        {
            "id": slug("The objective's id."),
            "text": text("It, beginning with a verb."),
            "weight": number("Its share in the course, against the others.", 1, 100),
            "safety": flag(f"Whether holders of a certificate learn it anew once it changed, whatever its weight. {_BEFORE_4}"),
            "formerly": FORMERLY,
        },
        ("safety",),
    ),
    "Correction": closed(
        "That an edition claimed something false, and does not any more.",
        {
            "edition": text("The edition.", pattern=EDITION_PATTERN),
            "claim": slug("The claim's id."),
            "on": day("The day it was corrected."),
            "was": text("What it said."),
            "because": text("What was wrong."),
        },
    ),
    "Module": closed(
        "A part of a course.",
        {
            "id": slug("The module's id."),
            "title": text("Its name."),
            "summary": text("What it is about."),
            "prerequisites": listed("Modules to take before, by their ids.", slug("A module's id.")),
            "formerly": FORMERLY,
            "items": listed("Its lessons and activities by their ids, in order.", _ITEM),
        },
    ),
    "LessonEntry": closed(
        "What the outline says of a lesson.",
        {
            "kind": fixed("lesson"),
            **_ITEM_FIELDS,
            "models": {**SELECTORS, "description": "The models it speaks of."},
            **_TEXT,
            "locales": keyed(
                f"Its translations, by language. {_BEFORE_2}", closed("The lesson in another language.", _TEXT), LOCALE
            ),
        },
        ("words", "locales"),
    ),
    "ActivityEntry": closed(
        "What the outline says of an activity.",
        {
            "kind": one_of("What the learner does.", ACTIVITIES),
            "title": text("Its name."),
            "summary": optional(text("One sentence on what the learner does.")),
            **_ITEM_FIELDS,
            "object": digest("SHA-256 of what learners may see of it."),
            "assets": _TEXT["assets"],
        },
        ("words", "claims"),
    ),
    "Decision": closed(
        "A table of outcomes. Take the learner's class on each axis, count through the axes, the last the fastest, and look up.",
        {
            "axes": listed(
                "The axes: numbers into the course's `axes`. Compiler format 1 wrote each axis out here.",
                {"oneOf": [number("The number of an axis."), ref("Axis")], "description": "An axis."},
            ),
            "table": listed("Numbers into `outcomes`.", number("The number of an outcome."), minItems=1),
        },
    ),
    "Axis": closed(
        "Which values of a dimension are told apart.",
        {
            "dimension": slug("The dimension."),
            "classes": listed("For each of its values, in their order, its class.", number("A class."), minItems=1),
        },
    ),
    "Retired": closed(
        "An id that went away.",
        {
            "id": slug("The id."),
            "kind": one_of("What it named.", ("lesson", "activity", "module", "objective", "question")),
            "heir": optional(slug("The id of what took its place, if anything did.")),
            "reason": text("Why it went, for learners who look for it."),
        },
    ),
}
