"""The catalogue, a course's outline, and what moves about a course while the course stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from coursewright.errors import BadParameterError, UnknownNameError
from coursewright.renewing.status import course_status
from coursewright.serving.access.callers import is_public
from coursewright.serving.completing import completion_told, known_of
from coursewright.serving.corrections import corrections_of, told_of_course
from coursewright.serving.http.answers import BY_CALLER, Answer, compact, composed, head_of, spliced, stored
from coursewright.serving.http.caching import MAX_AGE
from coursewright.serving.http.cursors import CURSOR, Cursor, cursor_of, filters_of, pin_of
from coursewright.serving.overtaking import overtaken_by
from coursewright.serving.pin import Pin, PinKind
from coursewright.serving.question import Question

FILTERS = ("model", "role", "level", "q")
DEFAULT_LIMIT, LARGEST_LIMIT = 50, 100
MOST_WORDS = 20
"""Different words of a query that are looked for; more would make a long address dear, and tell courses apart no better."""


def catalogue(question: Question, at: str) -> Answer:
    """A page of the courses this caller may read and the filters select, and the dimensions learners differ in."""
    filters = {name: question.asked[name] for name in FILTERS if name in question.asked}
    limit = question.number("limit", DEFAULT_LIMIT, LARGEST_LIMIT)
    cursor = cursor_of(question, filters)
    pin = pin_of(question, at, cursor) if cursor else question.pin(at)
    cards = question.cards(pin)
    words = _words(filters.get("q", ""))
    chosen = [card for card in _after(cards, cursor) if _is_chosen(card, filters, words)]
    shown, more = chosen[:limit], len(chosen) > limit
    following = str(Cursor(pin.release, filters_of(filters), shown[-1]["id"])) if more else None
    whole = question.reader.json(question.reader.manifest(pin)["catalogue"])
    path = _path({**filters, "limit": question.asked.get("limit"), CURSOR: question.asked.get(CURSOR)})
    body = {
        **head_of(pin, path),
        "courses": shown,
        "next_cursor": following,
        "dimensions": whole["dimensions"],
        "locales": whole["locales"],
    }
    links = [f'</v1/{pin.release}{path}>; rel="canonical"']
    if following:
        links.append(f'</v1/{at}{_path({**filters, "limit": question.asked.get("limit"), CURSOR: following})}>; rel="next"')
    public = all(is_public(card) for card in cards)
    return composed(pin, compact(body), path, public=public, vary=BY_CALLER, fields={"Link": ", ".join(links)})


def course(question: Question, at: str, course: str) -> Answer:
    """A course's outline: modules, items, objectives, and each lesson's decision table."""
    pin = question.pin(at)
    digest, index = question.course(pin, course)
    path = f"/courses/{course}"
    body = spliced(head_of(pin, path), "course", question.reader.leaf(digest))
    return stored(pin, digest, body, path, public=is_public(index))


def status(question: Question, at: str, course: str) -> Answer:
    """What moves about a course: what still holds of each item on a day, corrections, and what came after it.

    Today's is as it was written down, if it was. Another day is judged by the newest ledger that was, else by the release's own.
    """
    day = question.day("as_of")
    pin = question.pin(at)
    _, index = question.course(pin, course)
    if "claims" not in index:
        raise UnknownNameError(f"release {pin.release} was compiled before courses had a status")
    found, observed = _judged(question, pin, index, day)
    path = f"/courses/{course}/status?as_of={day}"
    overtaken = {"withdrawn": pin.withdrawn, **overtaken_by(question, pin, course)}
    kept = path if "as_of" in question.asked else f"/courses/{course}/status"  # an app keeps the question, not its day
    corrections = told_of_course(question, index, corrections_of(index, pin.edition))
    about = {"corrections": corrections, "completion": completion_told(question, pin, index, day)}
    about |= {"as_of": day.isoformat(), "observed": observed}
    body = {**head_of(pin, kept), **overtaken, **about, "status": found}
    public = is_public(index)
    return composed(pin, compact(body), path, public=public, at_most=MAX_AGE[PinKind.EDITION], vary=BY_CALLER)


def _judged(question: Question, pin: Pin, index: Mapping[str, Any], day: date) -> tuple[Any, Any]:
    """The status on a day, and what is told of the observations that it rests on: None where it is the release's own word."""
    known = known_of(question, pin, index["id"], day)
    if known.document and "as_of" not in question.asked and known.document.on == day:
        return known.document.status, known.document.told
    return course_status(index, question.reader.json(index["claims"]), known.ledger, day), known.told


def _after(cards: list[dict[str, Any]], cursor: Cursor | None) -> list[dict[str, Any]]:
    if cursor is None:
        return cards
    for number, card in enumerate(cards):
        if card["id"] == cursor.last:
            return cards[number + 1 :]
    raise BadParameterError(CURSOR, "a next_cursor of this list, as it was given")


def _words(query: str) -> tuple[str, ...]:
    """The first different words of a query, in any case."""
    return tuple(dict.fromkeys(query.casefold().split()))[:MOST_WORDS]


def _is_chosen(card: Mapping[str, Any], filters: Mapping[str, str], words: tuple[str, ...]) -> bool:
    """Whether a course passes every filter. A value nobody knows passes nothing; a query is words that all occur."""
    written_for: Mapping[str, list[str]] = card.get("written_for", {})
    if any(filters[name] not in written_for.get(name, ()) for name in ("model", "role") if name in filters):
        return False
    if filters.get("level", card["level"]) != card["level"]:
        return False
    if not words:
        return True
    said = " ".join(card[field] for field in ("title", "summary", "audience")).casefold()
    return all(word in said for word in words)


def _path(parameters: Mapping[str, str | None]) -> str:
    given = {name: value for name, value in parameters.items() if value is not None}
    return f"/courses?{urlencode(given)}" if given else "/courses"
