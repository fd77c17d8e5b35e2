"""Lessons and questions name claims that exist."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Place
from coursewright.authoring.findings.guessing import edit_to, nearest


def unknown_claim(draft: Draft) -> Iterator[Finding]:
    """What `claims:` lists must be a file of the `claims` folder.

    A claim that is tied to no record would never be checked again when a model changes.
    """
    for name, place in _named(draft):
        if not draft.knows_claim(name):
            meant = nearest(name, draft.claims)
            advice = f"Did you mean {meant}?" if meant else f"Add claims/{name}.yaml."
            fix = edit_to(name, meant, place)
            yield Finding("unknown-claim", place, f'there is no claim "{name}"', advice, fix=fix)


def _named(draft: Draft) -> Iterator[tuple[str, Place]]:
    for course in draft.courses:
        for lesson in course.lessons():
            yield from ((name, lesson.front.at("claims", index)) for index, name in enumerate(lesson.front.value.claims))
        for activity in course.activities():
            for q, question in enumerate(activity.questions):
                yield from ((name, activity.file.at("questions", q, "claims", i)) for i, name in enumerate(question.claims))
