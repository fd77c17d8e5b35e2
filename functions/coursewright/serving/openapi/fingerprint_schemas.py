"""What tells two releases apart: digests of what a change would mean to a learner, and keyed ones of what is private."""

from __future__ import annotations

from coursewright.serving.openapi.terms import LOCALE, Schema, closed, digest, keyed, ref, slug, text

_SEEN = {
    "seen": digest("Changes with what a learner reads."),
    "claims": digest("Changes with its claims."),
    "objectives": digest("Changes with its objectives."),
    "frame": digest("Changes with what else binds it: its kind, its module, pass marks, the list of questions."),
}


def _keyed_digest(description: str) -> Schema:
    return text(description, pattern="^[0-9a-f]{16}$")


SCHEMAS: dict[str, Schema] = {
    "Fingerprints": closed(
        "Digests of what a change would mean to a learner. Compare two releases by these, not by their bytes.",
        {
            "outline": digest("Changes when items move, come or go."),
            "objectives": digest("Changes with the course's objectives."),
            "items": keyed(
                "For each item, by its id.",
                closed(
                    "An item's fingerprints.",
                    {
                        **_SEEN,
                        "locales": keyed("Of each translation: what is read.", digest("Of a translation."), LOCALE),
                        "marks": ref("Marks"),
                    },
                    ("locales", "marks"),
                ),
                slug("A lesson's or an activity's id."),
            ),
        },
    ),
    "Marks": closed(
        "Keyed digests of what marks an activity: they tell that it changed, and nobody what it is. Releases of compiler "
        "format 3 and before lack them.",
        {
            "right": {
                "description": "What is right: of each question, or of the rubric.",
                "oneOf": [
                    _keyed_digest("Of the rubric."),
                    keyed("Of each question.", _keyed_digest("Of a question."), slug("A question's id.")),
                ],
            },
            "told": _keyed_digest("Of the explanations, or of how the partner plays."),
        },
    ),
}
