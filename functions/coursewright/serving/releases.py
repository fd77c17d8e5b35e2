"""What there is to read, and what belongs to a release as a whole: its description, programs, ledger and claims."""

from __future__ import annotations

from typing import Any

from coursewright.compiling.digest import Digest, digest_of
from coursewright.errors import UnknownNameError
from coursewright.publishing.records.log import Record
from coursewright.serving.access.callers import is_public
from coursewright.serving.corrections import told_of_release
from coursewright.serving.http.answers import BY_CALLER, Answer, Body, compact, composed, head_of, spliced, stored
from coursewright.serving.http.caching import MAX_AGE, cache_control
from coursewright.serving.overtaking import overtaken_by
from coursewright.serving.pin import Pin, PinKind
from coursewright.serving.question import Question

DESCRIBED_BY = '</v1/openapi.json>; rel="service-desc", </v1/docs>; rel="service-doc"'
"""How a program that knows only this address finds out about the others (RFC 8631)."""


def overview(question: Question) -> Answer:
    """Channels and editions, each with the release it stands at now."""
    channels, editions = question.reader.pins.channels(), question.reader.pins.editions()
    data = compact(
        {
            "channels": [{"channel": pin.asked, "edition": pin.edition, "release": pin.release} for pin in channels],
            "editions": [{"edition": pin.edition, "release": pin.release} for pin in editions],
        }
    )
    seconds = MAX_AGE[PinKind.CHANNEL]
    age = max((pin.age for pin in (*channels, *editions) if pin.age is not None), default=None)
    fields = {"Link": DESCRIBED_BY}
    return Answer(Body(data), digest_of(data), seconds, cache_control(seconds, public=True), "/v1", age=age, fields=fields)


def release(question: Question, at: str) -> Answer:
    """What the release is: its digest, where it came from, when it was promoted, and its edition's own words.

    Whether it was withdrawn or overtaken moves while the release does not, so an exact release's description is not for ever.
    """
    pin = question.pin(at)
    reader = question.reader
    manifest = reader.manifest(pin)
    edition = reader.json(manifest["editions"])["editions"].get(pin.edition, {})
    promoted, named = reader.pins.promoted(pin), reader.pins.named(pin)
    cards = question.cards(pin)
    body = {
        **head_of(pin, ""),
        "title": manifest["title"],
        "publisher": manifest["publisher"],
        "manifest": pin.manifest,
        "tree": manifest["tree"],
        "format": manifest["format"],
        "commit": _commit(named),
        "promoted_at": promoted["at"] if promoted else None,
        "effective": edition.get("effective"),
        "period": edition.get("period"),
        "baseline_models": edition.get("baseline_models", []),
        "note": edition.get("note"),
        "courses": sorted(card["id"] for card in cards),
        "corrections": told_of_release(question, pin, sorted(card["id"] for card in cards)),
        "withdrawn": pin.withdrawn,
        **overtaken_by(question, pin),
    }
    public = all(is_public(card) for card in cards)
    return composed(pin, compact(body), "", public=public, at_most=MAX_AGE[PinKind.EDITION], vary=BY_CALLER)


def programs(question: Question, at: str) -> Answer:
    """Programs and the credentials they lead to: those with a course this caller may read.

    A program that is shown names all its courses, as the learner is to know what the credential takes.
    """
    pin = question.pin(at)
    whole = question.reader.json(question.reader.manifest(pin)["programs"])
    readable = {card["id"] for card in question.cards(pin)}
    shown = [program for program in whole["programs"] if readable.intersection(program["courses"])]
    if shown == whole["programs"]:
        return _whole(question, at, "programs", "programs")
    led_to = {program["credential"] for program in shown}
    credentials = [credential for credential in whole["credentials"] if credential["id"] in led_to]
    body = {**head_of(pin, "/programs"), "programs": {**whole, "programs": shown, "credentials": credentials}}
    return composed(pin, compact(body), "/programs", public=False)


def models(question: Question, at: str) -> Answer:
    """The ledger as released: what was known of each model, and who said so."""
    return _whole(question, at, "models", "ledger")


def claim(question: Question, at: str, claim: str) -> Answer:
    """A claim as released, if a course that this caller may read states it or all courses may be read."""
    pin = question.pin(at)
    claims = question.reader.json(question.reader.manifest(pin)["claims"])["claims"]
    if claim not in claims or not _may_see(question, pin, claim):
        raise UnknownNameError(f"release {pin.release} has no claim {claim!r}")
    digest, path = Digest(claims[claim]), f"/claims/{claim}"
    body = spliced(head_of(pin, path), "claim", question.reader.leaf(digest))
    return stored(pin, digest, body, path, public=question.is_all_public(pin))


def _may_see(question: Question, pin: Pin, claim: str) -> bool:
    """Whether a claim is a part of what the caller may read: at most one read for each course, and each kept."""
    courses, cards = question.reader.manifest(pin)["courses"], question.cards(pin)
    if len(cards) == len(courses):
        return True
    indexes = (question.reader.json(courses[card["id"]]) for card in cards)
    return any(claim in item.get("claims", ()) for index in indexes for item in index["items"].values())


def _whole(question: Question, at: str, name: str, noun: str) -> Answer:
    pin = question.pin(at)
    digest = Digest(question.reader.manifest(pin)[name])
    body = spliced(head_of(pin, f"/{name}"), noun, question.reader.leaf(digest))
    return stored(pin, digest, body, f"/{name}", public=question.is_all_public(pin))


def _commit(named: Record | None) -> Any:  # noqa: ANN401 - JSON
    return named["source"].get("commit") if named else None
