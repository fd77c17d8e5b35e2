"""An offer as a change log in Markdown, which a person reads who is midway, or only wants to know what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from coursewright.publishing.changes.change import Changes, CourseChange, ItemChange
from coursewright.renewing.plain_markdown import plain
from coursewright.renewing.upgrading.carry_over import Carried, CarryOver, Gone
from coursewright.renewing.upgrading.offer import Offer
from coursewright.renewing.upgrading.whats_new import in_order, kind, minutes_said, weighty, whats_new

PARTS = {
    "refresh": "To go through again",
    "new": "New",
    "ahead": "Still ahead of you",
    "kept": "Counts as it is",
}


def as_markdown(offer: Offer) -> str:
    """The whole change log."""
    return "\n".join(_lines(offer)).rstrip() + "\n"


def _lines(offer: Offer) -> Iterator[str]:
    yield f"# What is new in {plain(offer.to.release)}"
    yield ""
    yield f"Since {plain(offer.since.release)}. {plain(offer.says)}"
    yield ""
    if offer.note:
        yield from ("## From the editor", "", offer.note, "")
    news = offer.whats_new()
    for course in offer.offered.courses:
        yield from _course(offer, course, news[course.id])
    yield from _others(offer.offered)
    for plan in offer.carry_over:
        yield from _plan(plan, given=offer.completed is not None)
    if offer.unknown:
        yield from ("## What is not known", "")
        yield from (f"- {plain(one.id)}: {plain(one.says)}" for one in offer.unknown)
        yield ""
    if offer.staying.says and not offer.is_same:
        yield from ("## If you stay", "")
        yield from (f"- {plain(sentence)}" for sentence in offer.staying.says)
        yield ""
    if offer.already and (offer.already.courses or offer.already.corrections):
        yield from _already(offer.already, offer)


def _course(offer: Offer, course: CourseChange, news: Iterable[str]) -> Iterator[str]:
    yield from (f"## {plain(course.title)}", "")
    yield from (f"- {plain(sentence)}" for sentence in news)
    yield ""
    if course.change == "kept" and course.items:
        yield from ("### Item by item", "")
        yield from (f"- {_item(item)}" for item in in_order(course.items, offer.to.index(course.id)))
        yield ""


def _item(item: ItemChange) -> str:
    name = f"**{plain(item.title)}** ({kind(item.kind)})"
    if item.change == "removed" and item.gone_because:
        return f"{name}: {plain(item.gone_because)}"
    return f"{name}: {plain(' '.join(weighty(item)))}"


def _others(changes: Changes) -> Iterator[str]:
    if changes.reasons:
        yield from ("## Beyond the courses", "")
        yield from (f"- {plain(reason.says)}" for reason in changes.reasons)
        yield ""
    if changes.corrections:
        yield from ("## Corrected", "")
        yield from (f"- {correction_said(one.was, one.on, one.because)}" for one in changes.corrections)
        yield ""


def correction_said(was: str, on: str, because: str, shown: Callable[[str], str] = plain) -> str:
    """A correction in words, for Markdown; `shown` makes what editors wrote fit for elsewhere."""
    return f"Since {shown(on)} this is known not to hold: “{shown(was)}” {shown(because)}"


def _plan(plan: CarryOver, *, given: bool) -> Iterator[str]:
    minutes = plan.minutes()
    yield from (f"## If you are midway in {plain(plan.title)}", "")
    if plan.is_gone:
        yield from ("It is no longer part of this. What you completed stays yours.", "")
    elif minutes["work"]:
        whose = "you" if given else "whoever completed all of it"
        again = f", {minutes['refresh']} of them to go through again" if minutes["refresh"] and minutes["new"] else ""
        yield from (f"Moving means {minutes_said(minutes['work'])} of work for {whose}{again}.", "")
    else:
        yield from ("Moving means no work.", "")
    for part, heading in PARTS.items():
        items: tuple[Carried, ...] = getattr(plan, part)
        yield from _part(heading, (_carried(item) for item in items))
    yield from _part("Gone", (_gone(item) for item in plan.gone))


def _part(heading: str, items: Iterable[str]) -> Iterator[str]:
    known = list(items)
    if known:
        yield from (f"**{heading}**", "")
        yield from (f"- {item}" for item in known)
        yield ""


def _carried(item: Carried) -> str:
    why = f": {plain(' '.join(item.why))}" if item.why else ""
    return f"{plain(item.title)} ({kind(item.kind)}, {minutes_said(item.minutes)}){why}"


def _gone(item: Gone) -> str:
    reason = f": {plain(item.reason)}" if item.reason else ""
    heir = f" In its place: {plain(item.heir.title)}." if item.heir else ""
    return f"{plain(item.title)} ({kind(item.kind)}){reason or ('.' if heir else '')}{heir}"


def _already(already: Changes, offer: Offer) -> Iterator[str]:
    yield from ("## What your edition changed already", "")
    for course in already.courses:
        sentences = whats_new(course, None, offer.since.index(course.id))
        yield from (f"- {plain(course.title)}: {plain(sentence)}" for sentence in sentences)
    yield from (f"- {correction_said(one.was, one.on, one.because)}" for one in already.corrections)
    yield ""
