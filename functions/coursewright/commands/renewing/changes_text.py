"""Changes and an offer on a terminal: a mark, what it is, its class and why, item by item; then what carries over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from coursewright.publishing.changes.change import Changes, CourseChange, ItemChange
from coursewright.renewing.upgrading.carry_over import CarryOver
from coursewright.renewing.upgrading.markdown import PARTS, correction_said
from coursewright.renewing.upgrading.offer import Offer
from coursewright.renewing.upgrading.whats_new import in_order, kind, minutes_said, weighty

STYLES = {"editorial": "dim", "content": "cyan", "claim": "magenta", "assessment": "yellow", "structural": "bold red"}
_INDENT = " " * 6
_MARKS = {"added": ("+", "green"), "removed": ("-", "red"), "kept": ("~", "yellow")}
_CARRIED = {"refresh": ("↻", "yellow"), "new": ("+", "green"), "ahead": ("·", "dim"), "kept": ("✓", "green")}


def lines(offer: Offer) -> Iterator[Text]:
    """The lines of an offer."""
    title = Text(f"{offer.since.release} → {offer.to.release}", "bold")
    yield title.append(f"  {offer.offered.cls}", STYLES[offer.offered.cls]) if offer.offered.cls else title
    yield Text(f"  {offer.says}", "dim")
    if offer.already and (offer.already.courses or offer.already.corrections):
        yield Text("\nWhat the edition changed already", "bold")
        yield from _changes(offer.already, offer, quiet=True)
    if not offer.is_same:
        yield from _changes(offer.offered, offer)
        yield from (line for plan in offer.carry_over for line in _plan(plan, given=offer.completed is not None))
    for one in offer.unknown:
        yield Text("\n? ", "yellow").append(f"{one.id}: {one.says}", "default")
    if offer.staying.says and not offer.is_same:
        yield Text("\nStaying", "bold")
        yield from (Text(f"  {sentence}") for sentence in offer.staying.says)


def folded(line: Text, console: Console) -> Iterator[Text]:
    """A line as a terminal of that width shows it best: what does not fit stands under it, further in."""
    start = len(line.plain) - len(line.plain.lstrip("\n"))
    first, *more = line[start:].wrap(console, max(console.width - len(_INDENT), len(_INDENT)))
    yield Text("\n" * start).append(first) if start else first
    yield from (Text(_INDENT).append(one) for one in more)


def _changes(changes: Changes, offer: Offer, *, quiet: bool = False) -> Iterator[Text]:
    for course in changes.courses:
        yield from _course(course, offer)
    yield from (Text(f"  {reason.says}") for reason in changes.reasons)
    for one in changes.corrections:
        yield Text("  corrected  ", "magenta").append(correction_said(one.was, one.on, one.because, str), "default")
    figures = [f"{count} {cls}" for cls, count in changes.counts().items() if count]
    if figures and not quiet:
        yield Text(f"  {', '.join(figures)}", "dim")


def _course(course: CourseChange, offer: Offer) -> Iterator[Text]:
    mark, style = _MARKS[course.change]
    says = " ".join(reason.says for reason in course.reasons)
    yield Text(f"\n{mark} {course.title}", style).append(f"  {says}" if says else "", "default")
    for one in course.objectives:
        mark, style = _MARKS[one.change]
        yield Text(f"  {mark} goal: ", style).append(f"{one.text}  {' '.join(r.says for r in one.reasons)}", "default")
    items = in_order(course.items, offer.to.index(course.id))
    width = max((len(item.title) for item in items), default=0)
    yield from (_item(item, width) for item in items)


def _item(item: ItemChange, width: int) -> Text:
    mark, style = _MARKS[item.change]
    line = Text(f"  {mark} {item.title:<{width}}", style).append(f"  {kind(item.kind):<9}  ", "default")
    line.append(f"{item.cls:<10}", STYLES[item.cls])
    said = [item.gone_because] if item.change == "removed" and item.gone_because else weighty(item)
    return line.append(f"  {' '.join(said)}", "default")


def _plan(plan: CarryOver, *, given: bool) -> Iterator[Text]:
    work = plan.minutes()["work"]
    whose = "" if given else " for whoever completed all of it"
    told = "gone; what was completed stays" if plan.is_gone else f"{minutes_said(work)} of work{whose}" if work else "no work"
    yield Text(f"\nMoving midway in {plan.title}", "bold").append(f"  {told}", "dim")
    rows = [(part, item) for part in PARTS for item in getattr(plan, part)]
    titles: Sequence[str] = [item.title for _, item in rows] + [item.title for item in plan.gone]
    width = max((len(title) for title in titles), default=0)
    for part, item in rows:
        mark, style = _CARRIED[part]
        line = Text(f"  {mark} {item.title:<{width}}", style).append(f"  {PARTS[part].lower():<19}", "default")
        line.append(f"  {minutes_said(item.minutes):>10}", "dim").append(f"  {' '.join(item.why)}", "default")
        line.rstrip()
        yield line
    for gone in plan.gone:
        instead = f"in its place: {gone.heir.title}" if gone.heir else gone.reason or ""
        line = Text(f"  - {gone.title:<{width}}", "red").append(f"  {'gone':<19}  {'':>10}  {instead}", "default")
        line.rstrip()
        yield line
