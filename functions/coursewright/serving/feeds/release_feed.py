"""`/v1/releases.atom`: what was released, the newest first, for feed readers and for programs that wait for something new.

An entry is a release when it was promoted: the editor's note where it opened an edition, what it corrected where it came later,
of courses that this caller may read. It leads to the release's change log. The newest releases of all editions are told; a part
of one that is damaged is left out of its entry, and the others are told.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import islice
from typing import Any

from aws_lambda_powertools import Logger

from coursewright.compiling.digest import Digest, digest_of
from coursewright.errors import DamagedObjectError, MissingObjectError, UnknownNameError
from coursewright.publishing.records.editions import Standing, standing_in
from coursewright.publishing.records.log import Record
from coursewright.publishing.records.logs import edition_log
from coursewright.publishing.records.names import number_of
from coursewright.serving.access.callers import is_public
from coursewright.serving.corrections import as_html, told_of_release
from coursewright.serving.feeds.atom import HTML_TYPE, JSON_TYPE, MARKDOWN_TYPE, Entry, Feed, Link, as_xml, lasting_id
from coursewright.serving.http.answers import BY_CALLER, Answer, Body
from coursewright.serving.http.caching import MAX_AGE, cache_control
from coursewright.serving.http.negotiation import ATOM
from coursewright.serving.items.note_html import note_html
from coursewright.serving.pin import Pin, PinKind
from coursewright.serving.question import Question
from coursewright.serving.seldom import FEED

MOST_ENTRIES = 20
"""Releases a feed tells: more than any reader misses between two looks, and few enough to be read at once."""
_MOST_RECORDS = 1_000

logger = Logger(service="content_api")


@dataclass(frozen=True, slots=True)
class _Promoted:
    """A release as its edition's log tells it, and the log's newest word on it."""

    release: str
    before: str | None
    record: Record
    now: Standing
    withdrawn_at: str | None

    def pin(self, release: str) -> Pin:
        why = self.now.withdrawn.get(release)
        return Pin(release, PinKind.RELEASE, release, self.now.edition, Digest(self.now.releases[release]), why)


def releases_feed(question: Question) -> Answer:
    """The newest releases."""
    editions = question.reader.pins.editions()
    logs = [_promotions(question, pin.edition) for pin in editions]
    newest = list(islice(heapq.merge(*logs, key=lambda one: str(one.record["at"]), reverse=True), MOST_ENTRIES))
    if not newest:
        raise UnknownNameError("nothing was released yet, so there is no feed of it")
    told = [_entry(question, one) for one in newest]
    about = _read(question, editions[0].manifest)
    title, publisher = str(about.get("title", "Courses")), str(about.get("publisher", "The publisher"))
    entries = [entry for entry, _ in told]
    feed = Feed(_feed_id(question, editions[-1].edition), f"{title}: releases", publisher, FEED, entries, question.address)
    data = as_xml(feed)
    seconds = MAX_AGE[PinKind.CHANNEL]
    control = cache_control(seconds, public=all(public for _, public in told))
    age = max((pin.age for pin in editions if pin.age is not None), default=None)
    return Answer(Body(data), digest_of(data), seconds, control, FEED, media_type=ATOM, age=age, vary=BY_CALLER)


def _promotions(question: Question, edition: str) -> Iterator[_Promoted]:
    """An edition's promotions, the newest first; no more of its log is read than is asked for."""
    now: Standing | None = None
    withdrawn: dict[str, str] = {}
    for record in question.reader.pins.latest(edition_log(question.reader.store, edition), _MOST_RECORDS):
        standing = standing_in(record)
        now = now or standing
        withdrawn |= dict.fromkeys(standing.withdrawn, str(record["at"]))
        if record["act"] == "promote":
            release = str(record["to"])
            earlier = [name for name in standing.releases if number_of(name) < number_of(release)]
            yield _Promoted(release, max(earlier, key=number_of, default=None), record, now, withdrawn.get(release))


def _entry(question: Question, one: _Promoted) -> tuple[Entry, bool]:
    """An entry, and whether everybody may have it."""
    at, pin = f"/v1/{one.release}", one.pin(one.release)
    content, public = _content(question, one, pin)
    promoted = str(one.record["at"])
    links = (
        Link(f"{at}/changes.html", "alternate", HTML_TYPE, "What changed"),
        Link(f"{at}/changes.md", "alternate", MARKDOWN_TYPE, "What changed, in Markdown"),
        Link(at, "related", JSON_TYPE, "The release"),
    )
    title = f"{'Withdrawn: ' if pin.withdrawn else ''}{one.release}, {_kind(one)}"
    moments = promoted, one.withdrawn_at or promoted
    return Entry(lasting_id(one.release, pin.manifest), title, moments, pin.edition, links, content), public


def _kind(one: _Promoted) -> str:
    return "a new edition" if one.before is None else f"an update of edition {one.now.edition}"


def _content(question: Question, one: _Promoted, pin: Pin) -> tuple[str, bool]:
    parts = []
    if pin.withdrawn:
        parts.append(f"<p><strong>This release was withdrawn:</strong> {escape(pin.withdrawn)}</p>")
    try:
        manifest = question.reader.manifest(pin)
        edition = question.reader.json(manifest["editions"])["editions"].get(pin.edition, {})
        corrected, public = _corrected(question, one, pin)
    except (DamagedObjectError, MissingObjectError) as error:
        logger.warning("a release is told without its note", extra={"release": one.release, "cause": str(error)})
        return "\n".join(parts), True
    parts += as_html(corrected)
    if one.before is None and edition.get("note"):
        parts.append(note_html(edition["note"]))
    elif one.before is not None and not corrected:
        parts.append(f"<p>Small mends within edition {escape(pin.edition)}: nothing a learner has to know.</p>")
    return "\n".join(parts), public


def _corrected(question: Question, one: _Promoted, pin: Pin) -> tuple[list[dict[str, Any]], bool]:
    """What this release corrected and the one before it in its edition had not, in courses this caller may read."""
    now, public = _told(question, pin)
    before = _told(question, one.pin(one.before))[0] if one.before and now else []
    known = {_named(each) for each in before}
    return [each for each in now if _named(each) not in known], public


def _told(question: Question, pin: Pin) -> tuple[list[dict[str, Any]], bool]:
    edition = question.reader.json(question.reader.manifest(pin)["editions"])["editions"].get(pin.edition, {})
    if not edition.get("corrections"):
        return [], True
    cards = question.cards(pin)
    return told_of_release(question, pin, sorted(card["id"] for card in cards)), all(map(is_public, cards))


def _named(correction: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(correction[field]) for field in ("claim", "on", "was"))


def _feed_id(question: Question, oldest: str) -> str:
    """Told apart from every other publisher's by the first record of the oldest edition, which holds a random word."""
    first = edition_log(question.reader.store, oldest)
    record = question.reader.pins.record(first, 1)
    return lasting_id("releases", record.digest if record else oldest)


def _read(question: Question, manifest: Digest) -> Mapping[str, Any]:
    try:
        return question.reader.json(manifest)
    except (DamagedObjectError, MissingObjectError):
        return {}
