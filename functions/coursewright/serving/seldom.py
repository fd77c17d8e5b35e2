"""Routes that few processes are asked for. What answers them is loaded then, and costs no other cold start anything.

Comparing two releases takes as many modules as all other answers together, and a feed the XML of the standard library.
"""

from __future__ import annotations

from coursewright.serving.http.answers import Answer
from coursewright.serving.question import Question

FEED = "/v1/releases.atom"
SINCE, COURSE, COMPLETED = "since", "course", "completed"
_ID = "[a-z0-9]+(?:-[a-z0-9]+)*"
COMPLETED_ID = f"(?:{_ID}/)?{_ID}"
COMPLETED_PATTERN = f"^(?:{COMPLETED_ID}(?:,{COMPLETED_ID})*)?$"
MOST_COMPLETED = 10_000


def changes(question: Question, at: str) -> Answer:
    """What changed since what a learner has, in the form that the reader's Accept likes best."""
    from coursewright.serving.changes import answering  # noqa: PLC0415 - see above

    return answering.changes(question, at)


def changes_markdown(question: Question, at: str) -> Answer:
    """The same in Markdown."""
    from coursewright.serving.changes import answering  # noqa: PLC0415 - see above

    return answering.changes_markdown(question, at)


def changes_page(question: Question, at: str) -> Answer:
    """The same as a page."""
    from coursewright.serving.changes import answering  # noqa: PLC0415 - see above

    return answering.changes_page(question, at)


def releases_feed(question: Question) -> Answer:
    """What was released, as a feed."""
    from coursewright.serving.feeds import release_feed  # noqa: PLC0415 - see above

    return release_feed.releases_feed(question)
