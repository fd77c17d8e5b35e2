"""What came after a release: a correction in its edition, and a newer edition.

A newer edition that is damaged says nothing of those before it: it is passed over, and logged.
"""

from __future__ import annotations

from aws_lambda_powertools import Logger

from coursewright.errors import DamagedObjectError, MissingObjectError, UnknownNameError
from coursewright.publishing.records.names import number_of
from coursewright.serving.pin import Pin, PinKind
from coursewright.serving.question import Question

logger = Logger(service="content_api")


def overtaken_by(question: Question, pin: Pin, course: str | None = None) -> dict[str, str | None]:
    """The release that corrects this one in its edition, and the newest edition after it, each if there is one.

    An edition counts only if this caller may read the course in it, so that who asks matters.
    """
    pins = question.reader.pins
    now = pin.release if pin.kind is PinKind.CANDIDATE else pins.resolve(pin.edition).release
    later = (name for name in pins.edition_names() if name > pin.edition and _is_readable(question, name, course))
    return {
        "corrected_by": now if number_of(now) > number_of(pin.release) else None,
        "superseded_by": next(later, None),
    }


def _is_readable(question: Question, edition: str, course: str | None) -> bool:
    try:
        pin = question.pin(edition)
        if course is not None:
            question.course(pin, course)
    except UnknownNameError:
        return False
    except (DamagedObjectError, MissingObjectError) as error:
        logger.warning("newer edition passed over", extra={"edition": edition, "cause": str(error)})
        return False
    return True
