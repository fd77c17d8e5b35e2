"""A release at a glance: the editor's note, the gates, what changed by class and size, where it came from; and sign-off."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from coursewright.publishing.changes.change import CLASSES, Changes
from coursewright.publishing.storing.generations import kept_until
from coursewright.reviewing.review_log import reviews_of
from coursewright.serving.items.note_html import note_html
from coursewright.serving.review_desk.checked_notes import acknowledged, checked_note
from coursewright.serving.review_desk.compared import NOW, Compared, changes_of, compared, context
from coursewright.serving.review_desk.conversations import conversations
from coursewright.serving.review_desk.desk import Desk
from coursewright.serving.review_desk.history import Step
from coursewright.serving.review_desk.judged import judged
from coursewright.serving.review_desk.question import Question
from coursewright.serving.review_desk.releases_page import _head
from coursewright.serving.review_desk.sizes import sizes
from coursewright.serving.review_desk.visitors import Response

MOST_LISTED = 8


def page(desk: Desk, question: Question) -> Response:
    """See above."""
    about = compared(desk, question)
    frame = context(desk, question, about, "")
    changes = changes_of(desk, about)
    note = frame["edition"].get("note")
    checked = checked_note(desk, about)
    standing = desk.reader.pins.standing(about.pin.edition)
    decided = None if about.is_candidate else desk.reader.pins.promoted(about.pin)
    return desk.page(
        question,
        "overview.html",
        **frame,
        note=Markup(note_html(note)) if note else None,  # noqa: S704 - made of escaped words; see note_html.py
        changes=changes,
        classes=CLASSES,
        counts=changes.counts() if changes else {},
        weightiest=_weightiest(changes),
        sizes=sizes(desk, about.beside, about.pin, changes) if changes else None,
        checked=checked,
        acknowledged=acknowledged(desk, about),
        promoted_as=standing.named(about.pin.manifest) if standing and about.is_candidate else None,
        decided=decided,
        decided_by=Step(decided, None) if decided else None,
        expires=kept_until(about.record) if about.is_candidate else None,
        **_deciding(desk, question, about),
    )


def _weightiest(changes: Changes | None) -> list[Any]:
    """The changes to look at first."""
    items = sorted(changes.items() if changes else (), key=lambda one: -CLASSES.index(one.cls))
    return items[:MOST_LISTED]


def _deciding(desk: Desk, question: Question, about: Compared) -> dict[str, Any]:
    """What the sign-off box needs; nothing of it where there is nothing to decide, or nobody to."""
    nothing: dict[str, Any] = {
        "judged": None,
        "channels": [],
        "open": [],
        "links": [],
        "can_schedule": False,
        "can_link": False,
        "may_act": False,
    }
    if not about.is_candidate or question.visitor.candidate is not None:
        return nothing
    channel = question.query.get("channel") or NOW
    said = reviews_of(desk.candidates, about.pin.release)
    gone = {one["id"] for one in said if one.act == "unlink"}
    return {
        "judged": judged(desk, about.pin, channel),
        "channels": [(pin, _head(desk, pin.asked)) for pin in desk.reader.pins.channels()],
        "open": [one for one in conversations(desk, about.pin, channel, said) if one.resolved is None],
        "links": [one for one in said if one.act == "link" and one["id"] not in gone],
        "can_link": hasattr(desk.access, "link"),
        "can_schedule": desk.schedules is not None,
        "may_act": True,
    }
