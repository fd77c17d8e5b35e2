"""What a release means for a certificate that was earned before it."""

from __future__ import annotations

from coursewright.renewing.certificates.rules import EFFECTS
from coursewright.serving.openapi.change_schemas import KIND
from coursewright.serving.openapi.offer_schemas import NAMED
from coursewright.serving.openapi.terms import Schema, closed, day, flag, listed, number, one_of, optional, ref, slug, text

_EFFECT = one_of(
    "current: nothing changed. log: it holds, and there is something to know. delta: a module on what changed. "
    "recertify: to be earned anew, to be up to date.",
    EFFECTS,
)
_PERCENT: Schema = {"type": "number", "minimum": 0, "maximum": 100}
_WEIGHTS = ("objective", "assessment", "claim")


def _percent(description: str) -> Schema:
    return {**_PERCENT, "description": description}


def _range(description: str, least: Schema, most: Schema) -> Schema:
    return closed(description, {"least": least, "most": most})


def _percents(description: str) -> Schema:
    return _range(description, _percent("The least."), _percent("The most."))


SCHEMAS: dict[str, Schema] = {
    "CertificateEffect": closed(
        "What a release means for a certificate, with the reasoning. A certificate is never revoked because models changed.",
        {
            "credential": slug("The credential's id."),
            "title": text("Its name."),
            "earned": {**NAMED, "description": "What it was earned on: what the learner has."},
            "now": {**NAMED, "description": "What it is judged by."},
            "as_of": day("The day of the question."),
            "earned_on": optional(day("The day it was earned: null here, as only its holder's app knows.")),
            "valid_until": optional(day("Its own end: null here.")),
            "is_over": flag("Whether that has passed."),
            "due": optional(day("By when what is asked for is due; null where nothing is.")),
            "effect": _range(
                "The effect, as a range where the evidence is inconclusive.",
                {**_EFFECT, "description": "At the least."},
                {**_EFFECT, "description": f"At the most. {_EFFECT['description']}"},
            ),
            "changed": _percents("How many percent of what it was earned on changed or came, by weight; 100 at most."),
            "says": listed("For its holder.", text("A sentence.")),
            "weights": closed(
                "How many percent of an objective's weight a change counts.",
                {name: number(f"Of a kind: {name}.") for name in _WEIGHTS},
            ),
            "thresholds": closed(
                "From how many percent on more is asked for.",
                {"delta": number("A delta module."), "recertify": number("Earning it anew.")},
            ),
            "objectives": listed("All objectives that it was earned on, and those that came since.", ref("ObjectiveEffect")),
            "delta": optional(
                closed(
                    "The module: exactly the objectives that changed or came, or may have; null where none is asked for.",
                    {
                        "objectives": listed(
                            "The objectives.",
                            closed(
                                "An objective.",
                                {
                                    "course": slug("Its course."),
                                    "id": slug("Its id."),
                                    "certain": flag("Whether it changed for certain."),
                                },
                            ),
                        ),
                        "minutes": number("How long what teaches them takes."),
                    },
                )
            ),
            "log": listed("What changed of it and in its courses, in plain words.", text("A sentence.")),
            "exam": optional(text("Why the exam is another one, if it is.")),
            "is_back": flag("Whether the release is older than what it was earned on: then nothing follows."),
        },
    ),
    "ObjectiveEffect": closed(
        "What changed of an objective that a certificate was earned on, or one that came since.",
        {
            "course": slug("Its course."),
            "id": slug("Its id."),
            "text": text("What it says."),
            "weight": number("Its weight."),
            "safety": flag("Whether it is about safety: then a change asks for a delta module at least."),
            "new": flag("Whether it came since: the certificate was not earned on it."),
            "share": _percents("How many percent of it count as changed."),
            "because": listed(
                "Why.",
                closed(
                    "A cause.",
                    {
                        "kind": one_of("What changed.", _WEIGHTS),
                        "says": text("The same in a sentence."),
                        "certain": flag("Whether it counts for certain."),
                        "items": listed("Lessons and activities it is about, by their ids.", slug("An id.")),
                    },
                ),
            ),
            "study": listed(
                "What teaches it now.",
                closed(
                    "A lesson or an activity.",
                    {
                        "id": slug("Its id."),
                        "title": text("Its title."),
                        "kind": KIND,
                        "minutes": number("How long it takes.", 1),
                    },
                ),
            ),
        },
    ),
}
