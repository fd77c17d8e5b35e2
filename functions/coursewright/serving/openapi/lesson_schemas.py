"""A lesson as one learner gets it, block by block."""

from __future__ import annotations

from coursewright.serving.openapi.terms import (
    CORRECTED,
    DIGEST_PATTERN,
    FORMERLY,
    LOCALE,
    MINUTES,
    SELECTORS,
    Schema,
    answer,
    closed,
    fixed,
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

FORMS = {
    "markdown": text("What it says, in Markdown: as a model reads it best."),
    "html": text("The same in HTML, sanitised: a small set of elements, and nothing that runs."),
    "text": text("The same in plain text."),
}
BLOCK_ID = text(
    "Names the block by what it says, so that a block that moves keeps its name.", pattern="^[0-9a-f]{12}(?:-[0-9]+)?$"
)
PLAIN_KINDS = ("paragraph", "list", "quote", "table", "rule", "note", "warning")
OBJECTIVE_TEXTS = listed(
    "The objectives it teaches or tests.",
    closed("An objective.", {"id": slug("Its id in the course."), "text": text("What a learner can do afterwards.")}),
)


def _block(description: str, kind: Schema, **more: Schema) -> Schema:
    return closed(description, {"kind": kind, "id": BLOCK_ID, **FORMS, **more})


SCHEMAS: dict[str, Schema] = {
    "LessonAnswer": answer(
        "A lesson as this learner gets it.",
        {
            "variant": keyed(
                "The values that decided, by dimension, and `locale`: what to send to get this very text again.", text("A value.")
            ),
            "defaulted": listed(
                "Which of them are only defaults, because the app sent none or one that is not known.",
                text("A dimension, or `locale`."),
            ),
            "corrected": CORRECTED,
            "budget": ref("Budget", "Only there if `budget` or `from` was sent."),
            "lesson": ref("Lesson"),
        },
        ("corrected", "budget"),
    ),
    "Budget": closed(
        "Which part of the lesson this is.",
        {
            "asked": optional(number("The budget that was sent, in tokens.", 1)),
            "used": number("What these blocks take, in tokens: a quarter of the bytes of their Markdown, rounded up."),
            "blocks": number("How many blocks these are."),
            "of": number("How many blocks the lesson has for this learner."),
            "next": optional({**BLOCK_ID, "description": "The block to go on with: send it as `from`. null at the end."}),
            "needs": optional(number("What that block takes, in tokens.", 1)),
        },
    ),
    "Lesson": closed(
        "The lesson.",
        {
            "kind": fixed("lesson"),
            "id": slug("The lesson's id."),
            "course": slug("Its course."),
            "module": slug("Its module."),
            "locale": {**LOCALE, "description": "The language of the text. Releases of compiler format 1 lack it."},
            "title": text("Its title: the heading of the page."),
            "summary": text("One sentence on what the reader gets from it."),
            "minutes": MINUTES,
            "models": {**SELECTORS, "description": "The models it speaks of."},
            "objectives": OBJECTIVE_TEXTS,
            "claims": listed("What it states that can stop being true. Whether it did is in the course's status.", ref("Claim")),
            "formerly": FORMERLY,
            "blocks": listed("What it consists of, in order.", ref("Block")),
        },
        ("locale",),
    ),
    "Block": told_apart(
        "A piece of a lesson. Show the ones whose kind you do not know by their `html`.",
        "kind",
        {
            **dict.fromkeys(PLAIN_KINDS, "PlainBlock"),
            "heading": "HeadingBlock",
            "code": "CodeBlock",
            "figure": "FigureBlock",
            "try": "TryBlock",
        },
    ),
    "PlainBlock": _block(
        "A block of text. Notes and warnings are call-outs; a rule is a line across the page.",
        one_of("What it is.", PLAIN_KINDS),
    ),
    "HeadingBlock": _block(
        "A heading.",
        fixed("heading"),
        level=number("Its level: 2 and down; the title of the lesson is level 1.", 1, 6),
        anchor=text("Its name in the lesson, for links.", pattern="^[a-z0-9-]+$"),
    ),
    "CodeBlock": _block("Code.", fixed("code"), language=text("Its language as the author wrote it; may be empty.")),
    "FigureBlock": _block(
        "A figure.",
        fixed("figure"),
        src=text("Where its bytes are: immutable.", pattern=f"^/v1/assets/{DIGEST_PATTERN[1:-1]}/"),
        alt=text("What it shows, for those who do not see it."),
        caption=text("What stands below it; may be empty."),
        width=optional(number("Its width in pixels, to keep its place free; null if it has none.", 1)),
        height=optional(number("Its height in pixels.", 1)),
    ),
    "TryBlock": _block(
        "A prompt for the learner to run in the chat.",
        fixed("try"),
        title=text("What it is for; may be empty."),
        prompt=text("The prompt, word for word."),
    ),
}
