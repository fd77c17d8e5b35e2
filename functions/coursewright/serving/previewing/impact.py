"""What a release, or a candidate, will read like on a day: for reviewers, as `coursewright impact --format json` says it.

Of the courses that the caller may read; three objects each, and nothing of their lessons. A release that somebody has is judged
by what was observed since it was made, a candidate by its own ledger.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from coursewright.compiling.digest import Digest
from coursewright.errors import BadParameterError, UnknownNameError
from coursewright.renewing.catalogue import Catalogue, read_catalogue
from coursewright.renewing.impact.reports.document import document
from coursewright.renewing.impact.what_if import Question as Asked
from coursewright.renewing.impact.what_if import answered
from coursewright.serving.http.answers import BY_CALLER, Answer, compact, composed, head_of
from coursewright.serving.pin import Pin
from coursewright.serving.question import Question
from coursewright.serving.route import Parameter, Route

_DATE = {"type": "string", "format": "date"}
PARAMETERS = (
    Parameter("as_of", "The day to judge by; today, unless given.", "2027-01-15", _DATE),
    Parameter("model", "Only the end of this model or family.", "gpt-4o"),
    Parameter("retired", "As if that model were shut down on this day.", "2027-01-14", _DATE),
    Parameter("api", "Only this part of an API.", "parameter:temperature"),
    Parameter("changed", "As if that part changed on this day.", "2027-01-14", _DATE),
)


def impact(question: Question, at: str) -> Answer:
    """What is no longer true on a day, with all that it affects, who looks after it, and where it is written."""
    pin = question.pin(at)
    asked = _asked(question)
    catalogue = _catalogue(question, pin)
    try:
        found = document(answered(catalogue, asked, _ledger(question, pin, catalogue)))
    except UnknownNameError as error:
        raise BadParameterError("model", "a model or a family of the ledger of this release") from error
    given = {one.name: question.asked[one.name] for one in PARAMETERS if one.name in question.asked}
    path = f"/impact?{urlencode(given)}" if given else "/impact"
    return composed(pin, compact({**head_of(pin, path), "impact": found}), path, public=False, vary=BY_CALLER)


ROUTE = Route("/v1/{at}/impact", impact, "What is no longer true on a day", PARAMETERS)


def _asked(question: Question) -> Asked:
    days = {name: _day(question, name) for name in ("retired", "changed")}
    model, api = question.asked.get("model"), question.asked.get("api")
    for day, about, name in (("retired", model, "model"), ("changed", api, "api")):
        if days[day] and not about:
            raise BadParameterError(day, f"only with {name}")
    return Asked(question.day("as_of"), model, days["retired"], api, days["changed"])


def _day(question: Question, name: str) -> date | None:
    return question.day(name) if name in question.asked else None


def _ledger(question: Question, pin: Pin, catalogue: Catalogue) -> dict[str, Any] | None:
    """The ledger that the newest status of any of these courses was judged by; all of a release are judged by one."""
    statuses = question.reader.statuses
    found = (statuses.newest(pin, course.id, None) for course in catalogue.courses)
    document = next(filter(None, found), None)
    return statuses.ledger(document) if document else None


def _catalogue(question: Question, pin: Pin) -> Catalogue:
    """The release as far as this caller may read it."""
    readable = {card["id"] for card in question.cards(pin)}

    def read(digest: Digest) -> dict[str, Any]:
        value = question.reader.json(digest)
        if digest != pin.manifest:
            return value
        return {**value, "courses": {name: one for name, one in value["courses"].items() if name in readable}}

    return read_catalogue(pin.release, pin.manifest, read)
