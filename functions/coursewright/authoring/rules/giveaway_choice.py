"""The right choice does not stand out by its length."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft, DraftActivity
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.markdown.document import plain_text
from coursewright.authoring.shapes.activities import QuizFile

_LONGER = 1.8
_A_PHRASE = 30  # characters; below that, lengths differ by chance


def giveaway_choice(draft: Draft) -> Iterator[Finding]:
    """In a scored question, the one right choice is not much longer than every other.

    Authors qualify what is right and not what is wrong, and learners know: who picks the longest choice passes without having
    read the lesson. Shorten it and leave the detail to the explanation, or give a wrong choice as much care. More than 1.8 times
    as long as each of the others is too much; choices of a few words are left alone.
    """
    for course in draft.courses:
        for activity in course.activities():
            shape = activity.file.value
            if isinstance(shape, QuizFile) and shape.formative:
                continue
            for q, question in enumerate(activity.questions):
                right = [c for c, choice in enumerate(question.choices) if choice.correct]
                lengths = [_length(activity, q, c) for c in range(len(question.choices))]
                others = [length for c, length in enumerate(lengths) if c not in right]
                if len(right) == 1 and others and lengths[right[0]] > max(_A_PHRASE, _LONGER * max(others)):
                    yield Finding(
                        "giveaway-choice",
                        activity.file.at("questions", q, "choices", right[0], "text"),
                        f'the right choice of "{question.id}" has {lengths[right[0]]} characters, the next longest {max(others)}',
                        "Shorten it, or make a wrong one as detailed.",
                        Severity.HINT,
                    )


def _length(activity: DraftActivity, q: int, c: int) -> int:
    """How many characters of a choice a learner reads."""
    document = activity.texts["questions", q, "choices", c, "text"]
    return len("\n".join(plain_text(block.tokens) for block in document.blocks))
