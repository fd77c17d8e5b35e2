"""Parts of a change log's page: what changed in a course, beyond courses, and already; and what staying costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from coursewright.publishing.changes.change import Changes, CourseChange, ItemChange, largest
from coursewright.publishing.changes.sections import CHANGED
from coursewright.renewing.upgrading.offer import Offer
from coursewright.renewing.upgrading.whats_new import in_order, kind, minutes_said, weighty, whats_new
from coursewright.serving.items.moved import LESSONS

GROUPS = {
    "added": "New",
    "removed": "Gone",
    "structural": "At another place, or with other goals",
    "assessment": "Other questions or answers",
    "claim": "Says something else about models",
    "content": "New or other explanations",
    "editorial": "Mended in words, figures or sources only",
}
"""What learners call it that something came, went, or changed in a class; the weightiest first."""


def course_changes(offer: Offer, course: CourseChange, base: str) -> Iterator[str]:
    """What is new in a course in a few sentences, and then item by item."""
    yield f"<h2>{escape(course.title)}</h2>"
    yield _list(offer.whats_new()[course.id])
    if course.change != "kept":
        return
    ordered = in_order(course.items, offer.to.index(course.id))
    for group, heading in GROUPS.items():
        items = [item for item in ordered if _group(item) == group]
        if items:
            yield f"<h3>{heading}</h3>"
            yield f'<ul class="items">{"".join(_item(item, base) for item in items)}</ul>'


def _group(item: ItemChange) -> str:
    """That it is listed under another name alone is no other place."""
    if item.change != "kept":
        return item.change
    classes = [reason.cls for reason in item.reasons if reason.code != "renamed"]
    return largest([*classes, *([item.raised.to] if item.raised else [])]) or "editorial"


def _item(item: ItemChange, base: str) -> str:
    address = None if item.change == "removed" else page_address(f"{base}/courses/{item.course}", item.kind, item.id)
    why = _why(item) if item.change == "kept" else [item.gone_because] if item.gone_because else []
    return entry(item.title, item.kind, item.minutes, address, why)


def _why(item: ItemChange) -> list[str]:
    """In sentences; that what it says was changed, without where, the group's name says already."""
    return [sentence for sentence in weighty(item) if sentence != CHANGED]


def page_address(course: str, kind_of: str, name: str) -> str | None:
    """Where a person reads it: only lessons have a page."""
    return f"{course}/{LESSONS}/{name}.html" if kind_of == "lesson" else None


def entry(title: str, kind_of: str, minutes: int | None, address: str | None, why: Iterable[str], mark: str = "") -> str:  # noqa: PLR0913 - what a line says
    """A lesson or an activity in a list, and what is said of it; `mark` is HTML."""
    shown = f'<a href="{escape(address)}">{escape(title)}</a>' if address else escape(title)
    about = f"{kind(kind_of)}, {minutes_said(minutes)}" if minutes is not None else kind(kind_of)
    said = " ".join(why)
    more = f"<p>{escape(said)}</p>" if said else ""
    return f'<li>{shown} <span class="about">{escape(about)}</span>{mark and f" {mark}"}{more}</li>'


def other_changes(changes: Changes) -> Iterator[str]:
    """What changed of no course: programs, credentials, what there is to choose from."""
    if changes.reasons:
        yield "<h2>Beyond the courses</h2>"
        yield _list(reason.says for reason in changes.reasons)


def staying(offer: Offer) -> Iterator[str]:
    """What a learner loses by staying."""
    if offer.staying.says and not offer.is_same:
        yield f"<h2>If you stay on {escape(offer.since.edition)}</h2>"
        yield _list(offer.staying.says)


def already_changed(offer: Offer) -> Iterator[str]:
    """What moved without asking: its corrections stand at the top of the page."""
    if not offer.already or not offer.already.courses:
        return
    yield "<h2>What your edition changed already</h2>"
    for course in offer.already.courses:
        yield f"<h3>{escape(course.title)}</h3>"
        yield _list(whats_new(course, None, offer.since.index(course.id)))


def _list(sentences: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f"<ul>{items}</ul>" if items else ""
