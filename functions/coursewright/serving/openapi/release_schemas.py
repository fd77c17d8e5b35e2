"""What there is to read, and what belongs to a release as a whole."""

from __future__ import annotations

from coursewright.serving.openapi.terms import (
    API_PART,
    API_PARTS,
    CHANNEL_PATTERN,
    EDITION_PATTERN,
    MODEL_ID,
    RELEASE_PATTERN,
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
    moment,
    number,
    one_of,
    optional,
    ref,
    slug,
    text,
)

_EDITION = text("An edition: what a learner is pinned to.", pattern=EDITION_PATTERN)
_NOW_AT = text("The release it stands at now.", pattern=RELEASE_PATTERN)

OVERTAKEN = {
    "withdrawn": optional(text("Why this release was withdrawn; null if it was not.")),
    "corrected_by": optional(
        text("The newer release of the same edition, if there is one; the edition's addresses give it.", pattern=RELEASE_PATTERN)
    ),
    "superseded_by": optional(
        text("The newest edition after this one, if there is one: what to offer the learner.", pattern=EDITION_PATTERN)
    ),
}
"""What comes after a release: said by its description and by the status of its courses."""

_CLAIM = {
    "id": slug("The claim's id."),
    "statement": text("A sentence that was true when it was released and can stop being true."),
    "models": {**SELECTORS, "description": "The models it holds for.", "minItems": 1},
    "api": {**API_PARTS, "description": "The parts of an API it is about. Releases made before there were any say nothing."},
    "sources": listed("Where it was read.", ref("ClaimSource"), minItems=1),
    "review_by": day("The day by which its author wanted to look again."),
    "verified_at": optional(day("The day somebody tried it; null if nobody did.")),
    "verified_against": {**SELECTORS, "description": "The models it was tried on."},
}

SCHEMAS: dict[str, Schema] = {
    "Overview": closed(
        "Every channel and edition, and where each stands now.",
        {
            "channels": listed(
                "Named pointers to editions. A new learner starts at one, `stable` as a rule.",
                closed(
                    "A channel.",
                    {
                        "channel": text("Its name.", pattern=CHANNEL_PATTERN, maxLength=60),
                        "edition": {**_EDITION, "description": "The edition it points at."},
                        "release": _NOW_AT,
                    },
                ),
            ),
            "editions": listed(
                "All editions, the newest first. None ever goes away.",
                closed("An edition.", {"edition": _EDITION, "release": _NOW_AT}),
            ),
        },
    ),
    "Release": answer(
        "What a release is, where it came from, and what came after it.",
        {
            "title": text("The curriculum's name."),
            "publisher": text("Who publishes it."),
            "manifest": digest("SHA-256 of the release's manifest. It is the release: the same digest, the same bytes."),
            "tree": digest("Names the sources it was compiled from, whatever commit they were in."),
            "format": number("The compiler format its objects are written in.", 1),
            "commit": optional(text("The commit it was compiled from; null if its sources were in none.")),
            "promoted_at": optional(moment("When it was promoted.")),
            "effective": optional(day("The day by which its statements were checked.")),
            "period": optional(
                closed("The days the edition is current.", {"from": day("The first day."), "until": day("The last day.")})
            ),
            "baseline_models": listed("The models the material was checked on.", MODEL_ID),
            "note": optional(text("The editor's note on what is new, for learners, in Markdown.")),
            "courses": listed("The courses this caller may read, by their ids.", slug("A course's id.")),
            "corrections": listed("What the edition corrected in these courses.", ref("Corrected")),
            **OVERTAKEN,
        },
    ),
    "Corrected": closed(
        "A false claim, and what an edition says instead.",
        {
            "claim": slug("The claim, by its id."),
            "on": day("The day it was corrected."),
            "was": text("What it said."),
            "is": optional(text("What it says now; null where it is not stated any more.")),
            "because": text("What was wrong, for learners."),
        },
    ),
    "Models": answer(
        "The ledger: what was known of each model when the release was made, and who said so.",
        {
            "ledger": closed(
                "The ledger.",
                {
                    "kind": fixed("models"),
                    "models": listed("Every model, in the order of their names.", ref("Model")),
                    "families": listed("Models that authors speak of by one name.", ref("Family")),
                    "api": listed("Parts of APIs of which something is known.", ref("ApiPart")),
                    "aliases": listed("What names without a date stood for, and when.", ref("Alias")),
                    "sources": keyed("Where facts were read, by the short name that facts use.", ref("LedgerSource")),
                },
                ("api", "aliases"),
            )
        },
    ),
    "ApiPart": closed(
        "An endpoint, a parameter, a header or a product of an API.",
        {
            "id": API_PART,
            "deprecated": optional(day("When its end was announced.")),
            "shutdown": optional(day("The day it is gone.")),
            "replacements": listed("What its provider recommends in its place.", text("A part of an API, or words.")),
            "rejected_by": listed("The models that refuse this parameter.", MODEL_ID),
            "facts": listed("Every statement about it, agreeing or not, with its source.", ref("Fact")),
        },
    ),
    "Alias": closed(
        "Which model a name without a date stood for on a day.",
        {
            "alias": MODEL_ID,
            "host": slug("Who answers to it."),
            "target": {**MODEL_ID, "description": "The dated model that answered."},
            "observed": day("The day it was seen."),
            "source": slug("Where it was read: a key of `sources`."),
        },
    ),
    "Model": closed(
        "A model. A field is null where no source says anything.",
        {
            "id": MODEL_ID,
            "family": optional({**MODEL_ID, "description": "The family it belongs to."}),
            "kind": optional(one_of("chat: answers at once. reasoning: works before it answers.", ("chat", "reasoning"))),
            "provider": optional(slug("Whose model it is.")),
            "released": optional(day("When it was released.")),
            "deprecated": optional(day("When its end was announced.")),
            "shutdown": optional(day("The day it is gone.")),
            "snapshot_of": optional({**MODEL_ID, "description": "The model it is a dated snapshot of."}),
            "context_window": optional(number("Tokens it can take in at once.", 1)),
            "max_output": optional(number("Tokens it can give at once.", 1)),
            "knowledge_cutoff": optional(text("The last day, month or year its training material knows of.")),
            "replacements": listed("What its provider recommends in its place.", MODEL_ID),
            "capabilities": listed("What it can do.", text("A capability, like `vision`.")),
            "endpoints": listed("Where it can be called.", text("An endpoint.")),
            "facts": listed("Every statement about it, agreeing or not, with its source.", ref("Fact")),
        },
    ),
    "Fact": closed(
        "One thing one source says of a model, or of a part of an API.",
        {
            "host": slug("Who runs the model; hosts can differ in dates and limits."),
            "field": text("What is said of it."),
            "value": {"type": ["string", "integer"], "description": "A date, a number of tokens, or a word."},
            "source": slug("Where it was read: a key of `sources`."),
            "by_hand": flag("True where an author entered it; it counts before all others."),
        },
        ("by_hand",),
    ),
    "Family": closed(
        "Models that authors speak of by one name.",
        {
            "id": {**MODEL_ID, "description": "The family, as authors write it."},
            "title": text("Its name, as learners see it."),
            "provider": slug("Whose models they are."),
            "kind": one_of("chat: they answer at once. reasoning: they work before they answer.", ("chat", "reasoning")),
            "members": listed("The models that belong to it.", MODEL_ID, minItems=1),
        },
    ),
    "LedgerSource": closed(
        "Where facts were read.",
        {
            "title": text("What it is, and in which version or of which day."),
            "url": text("Its address.", format="uri"),
            "read": day("The day somebody last read it."),
        },
    ),
    "ClaimAnswer": answer(
        "A claim as it was released.",
        {
            "claim": closed("The claim.", {"kind": fixed("claim"), **_CLAIM}, ("api",)),
        },
    ),
    "Claim": closed("A statement about a model or an API, as it was released.", _CLAIM, ("api",)),
    "ClaimSource": closed(
        "Where a claim was read.",
        {
            "title": text("Whose page it is, and its title."),
            "url": text("The page's address.", format="uri"),
            "read": day("The day somebody last read it there."),
        },
    ),
}
