"""Choices make sense in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Severity

_BY_PLACE = re.compile(
    r"""\W*(?:
        (?:all|none|both|any|neither|either|some|two|each)\s+(?:of\s+)?(?:the\s+)?
        (?:(?:choices|answers|options|statements)\s+)?(?:above|below|preceding)\b(?!-|\s+mentioned)
      | (?:both\s+|neither\s+)?(?:answers?|choices?|options?)\s+\(?[a-e1-5]\)?(?:,?\s*(?:and|or|nor|&)\s*\(?[a-e1-5]\)?)+\W*$
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def all_of_the_above(draft: Draft) -> Iterator[Finding]:
    """No choice speaks of the place of another, as "all of the above" does.

    Each learner sees the choices in another order, so nothing stands reliably above, and no choice is B. For "all of the above"
    mark each right choice `correct: true`, and learners are told to choose all that apply. For "none of the above" say what is
    meant: "nothing of this".
    """
    for course in draft.courses:
        for activity in course.activities():
            for q, question in enumerate(activity.questions):
                for c, choice in enumerate(question.choices):
                    if _BY_PLACE.match(choice.text):
                        said = " ".join(choice.text.split())[:60]
                        yield Finding(
                            "all-of-the-above",
                            activity.file.at("questions", q, "choices", c, "text"),
                            f'"{said}" speaks of the place of other choices, and each learner sees them in another order',
                            "Mark every right choice `correct: true` instead, or say what is meant.",
                            Severity.WARNING,
                        )
