"""A lesson takes about as long as it says."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.reading import FEWEST_WORDS, WORDS_A_MINUTE, minutes_in, views, words_in

MORE_BY = 4 / 3
AT_LEAST = 2  # minutes; nobody plans by less
LESS_BY = 3


def lesson_too_long(draft: Draft) -> Iterator[Finding]:
    """A lesson's `minutes:` are near what reading it takes: 200 words a minute, and a minute for each figure and prompt to try.

    Learners plan by this number, and so does the course. It is estimated for the learner who is shown most. Reading with care
    is slower than reading for pleasure, so saying somewhat more than the estimate is right. Where the lesson is much longer than
    it says, cut it, split it in two, or say how long it is; where it is much shorter, say so too.
    """
    for course in draft.courses:
        for lesson in course.lessons():
            if lesson.path in draft.unreadable or not draft.scope.holds(lesson.path):
                continue
            seen = views(draft, lesson.document)
            needed, said = ceil(max(sum(map(minutes_in, view)) for view in seen)), lesson.front.value.minutes
            words = max(sum(map(words_in, view)) for view in seen)
            place = lesson.front.at("minutes")
            if words < FEWEST_WORDS:
                continue  # empty-lesson says so
            if needed > said * MORE_BY and needed - said >= AT_LEAST:
                message = f"the lesson says `minutes: {said}`; its {words} words, figures and prompts take about {needed}"
                advice = f"Set `minutes: {needed}`, or split the lesson in two."
                yield Finding("lesson-too-long", place, message, advice, Severity.WARNING)
            elif said > needed * LESS_BY:
                message = f"the lesson says `minutes: {said}`; at {WORDS_A_MINUTE} words a minute it takes about {needed}"
                yield Finding("lesson-too-long", place, message, "Set `minutes:` to what it takes.", Severity.HINT)
