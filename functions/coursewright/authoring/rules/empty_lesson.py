"""Every lesson has something to read."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.reading import FEWEST_WORDS, shown, views, words_in
from coursewright.authoring.words import pages


def empty_lesson(draft: Draft) -> Iterator[Finding]:
    """A lesson has at least 30 words that a learner sees, whoever the learner is.

    A file with a title and no text is a reminder to its author, and a disappointment to everybody else: the outline promises a
    lesson. Write it, or keep the file out of the course until it is written. Text that only the tutor sees (`::: coach`) does not
    count. Where every part of a lesson is for some learners only, look at the others: add a part that is for all.
    """
    for page in pages(draft):
        words = sum(map(words_in, shown(page.document)))
        fewest = min(sum(map(words_in, view)) for view in views(draft, page.document))
        if words >= FEWEST_WORDS and fewest > 0:
            continue
        said = f"a learner finds {words} words here" if words else "there is nothing here that a learner could read"
        message = said if words < FEWEST_WORDS else "some learners find nothing here: every part of it is for others"
        advice = "Write it, or take the file out until it is written."
        yield Finding("empty-lesson", page.front.at("title"), message, advice, Severity.WARNING)
