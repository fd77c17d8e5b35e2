"""What an edition corrected, as its readers are told: which claim was false, what it said, what it says now, and why.

Takes the index of a course, which holds the corrections of all editions (compiler format 4; older ones have none). Told are those
of the edition that is read, so that who is pinned to it hears of them, and an exact release tells what it corrects itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from coursewright.renewing.plain_markdown import plain
from coursewright.serving.pin import Pin
from coursewright.serving.question import Question

Corrected = dict[str, Any]
"""claim, on, was, is, because. `is` is None where the course states the claim no more."""


def corrections_of(index: Mapping[str, Any], edition: str) -> list[Mapping[str, Any]]:
    """Those of one edition that are about this course, in the order in which its editor wrote them."""
    return [one for one in index.get("corrections", ()) if one["edition"] == edition]


def corrections_about(index: Mapping[str, Any], item: str, edition: str) -> list[Mapping[str, Any]]:
    """Those of claims that one lesson or activity states."""
    claims = index["items"][item].get("claims", ())
    return [one for one in corrections_of(index, edition) if one["claim"] in claims]


def told(corrections: Iterable[Mapping[str, Any]], claims: Mapping[str, Mapping[str, Any]]) -> list[Corrected]:
    """Corrections as answers hold them, given the claims that are stated now, by their ids."""
    return [
        {
            "claim": one["claim"],
            "on": one["on"],
            "was": one["was"],
            "is": claims[one["claim"]]["statement"] if one["claim"] in claims else None,
            "because": one["because"],
        }
        for one in corrections
    ]


def told_of_course(question: Question, index: Mapping[str, Any], corrections: list[Mapping[str, Any]]) -> list[Corrected]:
    """Corrections with what is stated now; the course's claims are read only where something was corrected."""
    return told(corrections, question.reader.json(index["claims"])["claims"]) if corrections else []


def told_of_release(question: Question, pin: Pin, courses: Iterable[str]) -> list[Corrected]:
    """All that the edition corrected in these courses, each once; they are read only where it corrected something."""
    manifest = question.reader.manifest(pin)
    edition = question.reader.json(manifest["editions"])["editions"].get(pin.edition, {})
    if not edition.get("corrections"):
        return []
    found: dict[tuple[str, str, str], Corrected] = {}
    for course in courses:
        index = question.reader.json(manifest["courses"][course])
        for one in told_of_course(question, index, corrections_of(index, pin.edition)):
            before = found.setdefault((one["claim"], one["on"], one["was"]), one)
            before["is"] = before["is"] or one["is"]  # another course may state it still
    order = [(one["claim"], one["on"], one["was"]) for one in edition["corrections"]]
    return [found[key] for key in order if key in found]


def as_markdown(corrected: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A quoted note for each."""
    for one in corrected:
        yield f"> **Corrected on {one['on']}.** Before, this said: “{plain(one['was'])}” {plain(one['because'])}"


def as_html(corrected: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The same for a page."""
    for one in corrected:
        before = f"Before, this said: “{escape(_line(one['was']))}”"
        said = f"<p><strong>Corrected on {escape(one['on'])}.</strong> {before}</p><p>{escape(_line(one['because']))}</p>"
        yield f'<aside class="corrected" aria-label="Corrected">{said}</aside>'


def _line(text: str) -> str:
    return " ".join(text.split())
