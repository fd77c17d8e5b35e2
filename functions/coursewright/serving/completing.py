"""Whether somebody who is on a course can still complete it on a day, and if not, which edition is the way on.

Takes a course as released, and the ledger with what was observed since. The rule is that of renewing/upgrading/completion.py. The
way on is the newest edition in which this caller may read the course, and in which it can be completed on that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from aws_lambda_powertools import Logger

from coursewright.errors import DamagedObjectError, MissingObjectError, UnknownNameError
from coursewright.renewing.observing.status_documents import StatusDocument
from coursewright.renewing.upgrading.completion import Completion, completion, completion_document
from coursewright.renewing.upgrading.reading import course_side
from coursewright.serving.pin import Pin
from coursewright.serving.question import Question

logger = Logger(service="content_api")


@dataclass(frozen=True, slots=True)
class Known:
    """The ledger that a release is judged by, and the written status that names it, if there is one.

    `told` is what readers are told of it: None where the ledger is the release's own word.
    """

    ledger: Mapping[str, Any]
    document: StatusDocument | None
    told: dict[str, Any] | None


def known_of(question: Question, pin: Pin, course: str, day: date) -> Known:
    """The ledger of a release as it was written down with what was observed since, or as released.

    By today's document or one before it; where another day is asked about, by the newest that there is.
    """
    reader = question.reader
    document = reader.statuses.newest(pin, course, day if "as_of" not in question.asked else None)
    ledger = reader.statuses.ledger(document) if document else None
    if document is None or ledger is None:
        return Known(reader.json(reader.manifest(pin)["models"]), document, None)
    return Known(ledger, document, document.told)


def completion_told(question: Question, pin: Pin, index: Mapping[str, Any], day: date) -> dict[str, Any]:
    """Whether the course can be completed, as the status of the course says it."""
    found = _completion(question, pin, index, day)
    way_on = None if found.possible else _way_on(question, pin, str(index["id"]), day)
    return {**completion_document(found), "way_on": way_on}


def _completion(question: Question, pin: Pin, index: Mapping[str, Any], day: date) -> Completion:
    reader, course = question.reader, str(index["id"])
    manifest = reader.manifest(pin)
    edition = reader.json(manifest["editions"])["editions"].get(pin.edition, {})
    exams = [str(one["completion"]["exam"]) for one in reader.json(manifest["programs"])["credentials"]]
    side = course_side(index, reader.json)
    ledger = known_of(question, pin, course, day).ledger
    return completion({course: side}, ledger, edition.get("baseline_models", ()), exams, day)


def _way_on(question: Question, pin: Pin, course: str, day: date) -> dict[str, str] | None:
    """The newest edition after this one that can be completed, and where it says what changed."""
    for edition in question.reader.pins.edition_names():
        if edition > pin.edition and _can_be_completed(question, edition, course, day):
            asked = urlencode({"since": pin.lasting, "course": course})
            return {"edition": edition, "changes": f"/v1/{edition}/changes?{asked}"}
    return None


def _can_be_completed(question: Question, edition: str, course: str, day: date) -> bool:
    try:
        pin = question.pin(edition)
        _, index = question.course(pin, course)
        return _completion(question, pin, index, day).possible
    except UnknownNameError:
        return False
    except (DamagedObjectError, MissingObjectError) as error:
        logger.warning("newer edition passed over", extra={"edition": edition, "cause": str(error)})
        return False
