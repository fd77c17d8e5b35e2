"""A survey, a practice or an assessment; never its key, unless it is formative."""

from __future__ import annotations

from coursewright.compiling.digest import Digest
from coursewright.serving.access.callers import is_public
from coursewright.serving.corrections import corrections_about, told_of_course
from coursewright.serving.http.answers import Answer, head_of, spliced, stored
from coursewright.serving.items.moved import ACTIVITIES, found, redirection
from coursewright.serving.question import Question


def activity(question: Question, at: str, course: str, activity: str) -> Answer:
    """What a learner may see of an activity."""
    pin = question.pin(at)
    _, index = question.course(pin, course)
    place = found(index, ACTIVITIES, activity, pin)
    if place != (ACTIVITIES, activity):
        return redirection(question, pin, index, place)
    digest, path = Digest(index["items"][activity]["object"]), f"/courses/{course}/activities/{activity}"
    corrected = told_of_course(question, index, corrections_about(index, activity, pin.edition))
    head = {**head_of(pin, path), **({"corrected": corrected} if corrected else {})}
    body = spliced(head, "activity", question.reader.leaf(digest))
    return stored(pin, digest, body, path, public=is_public(index))
