"""Part of a change log's page: what of a learner's progress carries over, as a small table, and then item by item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from coursewright.renewing.upgrading.carry_over import Carried, CarryOver, Gone
from coursewright.renewing.upgrading.offer import Offer
from coursewright.renewing.upgrading.whats_new import minutes_said
from coursewright.serving.changes.page_parts import entry, page_address

PARTS = (
    ("refresh", "To go through again", True),
    ("new", "New", True),
    ("ahead", "Still ahead of you", False),
    ("kept", "Counts as it is", False),
)
"""Part of a plan, what it is called, and whether it is shown open."""


def plans(plan: CarryOver, base: str, *, given: bool, is_move: bool) -> Iterator[str]:
    """The plan of one course; `given`: for what somebody completed, else in general. `is_move`: to another edition."""
    yield f"<h2>If you are midway in {escape(plan.title)}</h2>"
    if plan.is_gone:
        yield "<p>It is no longer part of this. What you completed stays yours.</p>"
        return
    yield f"<p>{escape(_work(plan, given=given, is_move=is_move))}</p>"
    yield _table(plan)
    for part, name, is_open in PARTS:
        items: tuple[Carried, ...] = getattr(plan, part)
        if items:
            rows = "".join(_carried(item, f"{base}/courses/{plan.course}") for item in items)
            yield _folded(f"{name} ({len(items)})", rows, is_open=is_open)
    if plan.gone:
        yield _folded(f"Gone ({len(plan.gone)})", "".join(map(_gone, plan.gone)), is_open=True)


def _work(plan: CarryOver, *, given: bool, is_move: bool) -> str:
    work = plan.minutes()["work"]
    if not work:
        return f"{'Moving' if is_move else 'This'} means no work: all that was completed counts."
    whose = "you" if given else "whoever completed all of it"
    is_kept = "" if any(item.heir is None for item in plan.gone) else " Nothing that was completed is lost."
    return f"{'Moving' if is_move else 'This'} means {minutes_said(work)} of work for {whose}.{is_kept}"


def _table(plan: CarryOver) -> str:
    minutes = plan.minutes()
    shown = [(name, len(getattr(plan, part)), minutes[part]) for part, name, _ in PARTS if getattr(plan, part)]
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td class="number">{count}</td><td class="number">{time}</td></tr>'
        for name, count, time in shown
    )
    if plan.gone:
        rows += f'<tr><th scope="row">Gone</th><td class="number">{len(plan.gone)}</td><td class="number"></td></tr>'
    head = '<tr><th scope="col">What carries over</th><th scope="col" class="number">Items</th>'
    head += '<th scope="col" class="number">Minutes</th></tr>'
    return f'<table class="plan"><thead>{head}</thead><tbody>{rows}</tbody></table>'


def _folded(name: str, rows: str, *, is_open: bool) -> str:
    shown = " open" if is_open else ""
    return f'<details{shown}><summary>{escape(name)}</summary><ul class="items">{rows}</ul></details>'


def _carried(item: Carried, course: str) -> str:
    mark = '<span class="mark">done</span>' if item.completed else ""
    return entry(item.title, item.kind, item.minutes, page_address(course, item.kind, item.id), item.why, mark)


def _gone(item: Gone) -> str:
    heir = f"In its place: “{item.heir.title}”." if item.heir else ""
    said: Sequence[str] = [*([item.reason] if item.reason else []), *([heir] if heir else [])]
    return entry(item.title, item.kind, None, None, said)


def unknown_ids(offer: Offer) -> Iterator[str]:
    """What was said to be completed, and nobody knows."""
    if offer.unknown:
        yield "<h2>What is not known</h2>"
        rows = "".join(f"<li><code>{escape(one.id)}</code>: {escape(one.says)}</li>" for one in offer.unknown)
        yield f"<ul>{rows}</ul>"
