"""No two choices of a question read the same."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding


def equal_choices(draft: Draft) -> Iterator[Finding]:
    """A learner who sees one answer twice cannot tell which is meant.

    Choices are named by what they say (their order in the file leaves no trace), so two that say the same would be one. Spaces
    and line breaks do not make a difference.
    """
    for course in draft.courses:
        for activity in course.activities():
            for q, question in enumerate(activity.questions):
                seen: dict[str, int] = {}
                for c, choice in enumerate(question.choices):
                    said = " ".join(choice.text.split())
                    if said in seen:
                        yield Finding(
                            "equal-choices",
                            activity.file.at("questions", q, "choices", c, "text"),
                            f'choice {c + 1} of "{question.id}" says the same as choice {seen[said] + 1}',
                            "Reword one of the two, or remove it.",
                        )
                    seen.setdefault(said, c)
