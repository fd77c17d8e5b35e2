"""A signed link for an outside expert: made, noted in the candidate's journal, and shown once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from coursewright.errors import BadParameterError
from coursewright.reviewing.review_log import add_review
from coursewright.serving.pin import Pin
from coursewright.serving.review_desk import addresses
from coursewright.serving.review_desk.access.links import LONGEST, Link
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.question import Question, UnreadableQuestionError
from coursewright.serving.review_desk.visitors import Response

MakeLink = Callable[[str, str, str, datetime], Link]
_LONGEST_NAME = 200


def invited(desk: Desk, question: Question, pin: Pin, make: MakeLink) -> Response:
    """A link to the pinned candidate, for whom and for how many days the form says.

    The note comes first: a link without one gives nothing, so none can be about that its candidate does not tell of.

    Raises:
        UnreadableQuestionError: it names nobody, or is to last too long.
    """
    whom, days = question.form.get("whom", "").strip()[:_LONGEST_NAME], question.form.get("days", "")
    if not whom or not days.isdecimal() or len(days) > 2:  # noqa: PLR2004 - digits
        raise UnreadableQuestionError(422, f"Say for whom the link is, and for how many days (1 to {LONGEST.days}).")
    try:
        made = make(pin.release, str(desk.record(pin)["manifest"]), whom, desk.now() + timedelta(days=int(days)))
    except BadParameterError as error:
        raise UnreadableQuestionError(422, f"A link may last 1 to {LONGEST.days} days.") from error
    add_review(desk.candidates, pin.release, "link", question.visitor.identity, desk.now(), made.note)
    back = addresses.release(pin.release)
    return desk.page(question, "link.html", title="A link", link=made.address, whom=whom, until=made.note["until"], back=back)
