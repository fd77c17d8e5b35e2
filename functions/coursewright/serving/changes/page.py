"""A change log as a page, for a learner who wonders whether to move on and an editor who wants to see what they did.

What was corrected comes first, then the editor's own words, what is new in each course and item by item, what carries over, what
staying costs, and what it means for a certificate. Nothing on the page may run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from coursewright.publishing.changes.change import Correction
from coursewright.serving.changes.certificate_parts import certificates
from coursewright.serving.changes.offering import Told
from coursewright.serving.changes.page_parts import already_changed, course_changes, other_changes, staying
from coursewright.serving.changes.page_style import STYLE
from coursewright.serving.changes.plan_parts import plans, unknown_ids
from coursewright.serving.items.note_html import note_html

Path = Callable[[str, dict[str, Any]], str]
"""The suffix of a form and its parameters → the path below the release."""


def changes_page(told: Told, curriculum: str, path: Path) -> bytes:
    """The document."""
    release = told.offer.to.release
    title = f"What is new in {release}"
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{escape(title)} · {escape(curriculum)}</title>",
        f'<link rel="alternate" type="text/markdown" href="{escape(_address(told, path, ".md"))}">',
        '<link rel="alternate" type="application/atom+xml" href="/v1/releases.atom" title="Releases">',
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        f'<p class="course">{escape(curriculum)}</p>',
        f"<h1>{escape(title)}</h1>",
        f'<p class="lead">{escape(_lead(told))}</p>',
        *_withdrawn(told),
        *_corrected(told),
        *_note(told),
        *_offered(told),
        "</main>",
        *_footer(told, path),
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines).encode()


def _lead(told: Told) -> str:
    if told.comparison.is_first:
        return "This is the first release: there is nothing before it to compare it with."
    offer = told.offer
    if not offer.is_same and offer.since.edition == offer.to.edition:
        return f"Since {offer.since.release}. Learners on edition {offer.to.edition} have it without doing anything."
    return f"Since {offer.since.release}. {offer.says}"


def _withdrawn(told: Told) -> Iterator[str]:
    if why := told.comparison.to.pin.withdrawn:
        yield f'<aside class="withdrawn"><p><strong>This release was withdrawn: {escape(why)}</strong></p></aside>'


def _corrected(told: Told) -> Iterator[str]:
    """What was offered as corrected, and what the learner's edition corrected already."""
    already = told.offer.already.corrections if told.offer.already else ()
    for one in dict.fromkeys([*told.offer.offered.corrections, *already]):
        yield f'<aside class="corrected" aria-label="Corrected">{_correction(one)}</aside>'


def _correction(one: Correction) -> str:
    said = f"Edition {escape(one.edition)} said: “{escape(one.was)}”"
    return f"<p><strong>Corrected on {escape(one.on)}.</strong> {said}</p><p>{escape(one.because)}</p>"


def _note(told: Told) -> Iterator[str]:
    note = told.offer.note or (told.offer.to.about.get("note") if told.comparison.is_first else None)
    if note:
        yield "<h2>From the editor</h2>"
        yield f'<div class="note">{note_html(note)}</div>'


def _offered(told: Told) -> Iterator[str]:
    if told.comparison.is_first:
        return
    offer, to = told.offer, told.comparison.to
    base = f"/v1/{to.pin.lasting}"
    for course in offer.offered.courses:
        yield from course_changes(offer, course, base)
    yield from other_changes(offer.offered)
    for plan in offer.carry_over:
        yield from plans(plan, base, given=offer.completed is not None, is_move=offer.since.edition != offer.to.edition)
    yield from unknown_ids(offer)
    yield from staying(offer)
    for one in told.certificates:
        yield from certificates(one, base)
    yield from already_changed(offer)


def _footer(told: Told, path: Path) -> list[str]:
    pin = told.comparison.to.pin
    release = f'Release <a href="/v1/{escape(pin.release)}">{escape(pin.release)}</a>'
    markdown = f'<a href="{escape(_address(told, path, ".md"))}">in Markdown</a>'
    json = f'<a href="{escape(_address(told, path, ""))}">for programs</a>'
    return [
        "<footer>",
        f"<p>{release} of edition {escape(pin.edition)}, as of {told.day}.</p>",
        f'<p>The same {markdown} and {json}; <a href="/v1/releases.atom">all releases as a feed</a>.</p>',
        "</footer>",
    ]


def _address(told: Told, path: Path, suffix: str) -> str:
    since = {} if told.comparison.is_default else {"since": told.comparison.since.pin.asked}
    return f"/v1/{told.comparison.to.pin.release}{path(suffix, since)}"
