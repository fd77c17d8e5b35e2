"""What came after a release: a correction in its edition, and a newer edition."""

from __future__ import annotations

from coursewright.errors import UnknownNameError
from coursewright.publishing.names import parse_numbered
from coursewright.serving.pin import Pin
from coursewright.serving.question import Question


def overtaken_by(question: Question, pin: Pin, course: str | None = None) -> dict[str, str | None]:
    """The release that corrects this one in its edition, and the newest edition after it, each if there is one.

    An edition counts only if this caller may read the course in it.
    """
    pins = question.reader.pins
    now = pins.resolve(pin.edition).release
    later = (other for other in pins.editions() if other.edition > pin.edition and _is_readable(question, other, course))
    newest = next(later, None)
    return {
        "corrected_by": now if _number(now) > _number(pin.release) else None,
        "superseded_by": newest.edition if newest else None,
    }


def _is_readable(question: Question, pin: Pin, course: str | None) -> bool:
    if course is None:
        return True
    try:
        question.course(pin, course)
    except UnknownNameError:
        return False
    return True


def _number(release: str) -> int:
    name = parse_numbered(release)
    return name.number if name else 0
