"""An offer as JSON, for the content API and for `coursewright changes --format json`.

```
since, to        {release, edition, withdrawn}: why that one was withdrawn, or null
as_of            the day that staying is judged by
class, counts    of what is offered; class is null where nothing changed
says             in one sentence, what the offer is
note             the editor's note of the edition that is offered, as Markdown; null where no other edition is
completed_given  whether the app said what was completed; else the plan is one in general, and each "completed" null
is_back, is_same going back to an older release; nothing to move to
already          {class, counts, reasons, corrections, courses}: what the learner's edition moved silently
offered          the same of what is offered
carry_over       [{course, title, is_gone, kept, refresh, new, ahead: [{id, title, kind, minutes, was, completed, class, why}],
                   gone: [{id, title, kind, heir: {id, title} | null, reason, completed}],
                   minutes: {work, new, refresh, ahead, kept}}]
completion       {possible, because, until}: whether what is offered can be completed
unknown          [{id, says}]: completed ids that nobody knows
staying          {models: [{model, ends, replacements, items: [{course, id, title}]}],
                  completion: {possible, because, until}, says}
courses          [{id, title, whats_new}]: in plain words
```
"""

from __future__ import annotations

from typing import Any

from coursewright.publishing.changes.change import CLASSES, Changes
from coursewright.publishing.changes.document import changes_document
from coursewright.renewing.upgrading.carry_over import Carried, CarryOver, Gone
from coursewright.renewing.upgrading.completion import completion_document
from coursewright.renewing.upgrading.offer import Offer, Staying
from coursewright.renewing.upgrading.sides import Side
from coursewright.renewing.upgrading.staying import EndingModel


def offer_document(offer: Offer) -> dict[str, Any]:
    """The whole offer."""
    news = offer.whats_new()
    return {
        "since": _side(offer.since),
        "to": _side(offer.to),
        "as_of": offer.as_of.isoformat(),
        "class": offer.offered.cls,
        "counts": offer.offered.counts(),
        "says": offer.says,
        "note": offer.note,
        "completed_given": offer.completed is not None,
        "is_back": offer.is_back,
        "is_same": offer.is_same,
        "already": _changes(offer.already),
        "offered": _changes(offer.offered),
        "carry_over": [_carry_over(plan) for plan in offer.carry_over],
        "completion": completion_document(offer.completion),
        "unknown": [{"id": one.id, "says": one.says} for one in offer.unknown],
        "staying": staying_document(offer.staying),
        "courses": [
            {"id": course.id, "title": course.title, "whats_new": list(news[course.id])} for course in offer.offered.courses
        ],
    }


def staying_document(staying: Staying) -> dict[str, Any]:
    """What staying costs."""
    return {
        "models": [_model(one) for one in staying.models],
        "completion": completion_document(staying.completion),
        "says": list(staying.says),
    }


def _side(side: Side) -> dict[str, Any]:
    return {"release": side.release, "edition": side.edition, "withdrawn": side.withdrawn}


def _changes(changes: Changes | None) -> dict[str, Any]:
    """Changes without the digests, which say nothing to learners."""
    if changes is None:
        return {"class": None, "counts": dict.fromkeys(CLASSES, 0), "reasons": [], "corrections": [], "courses": []}
    return {name: value for name, value in changes_document(changes).items() if name not in {"old", "new"}}


def _carry_over(plan: CarryOver) -> dict[str, Any]:
    parts = {"kept": plan.kept, "refresh": plan.refresh, "new": plan.new, "ahead": plan.ahead}
    return {
        "course": plan.course,
        "title": plan.title,
        "is_gone": plan.is_gone,
        **{name: [_carried(item) for item in items] for name, items in parts.items()},
        "gone": [_gone(item) for item in plan.gone],
        "minutes": plan.minutes(),
    }


def _carried(item: Carried) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "kind": item.kind,
        "minutes": item.minutes,
        "was": list(item.was),
        "completed": item.completed,
        "class": item.cls,
        "why": list(item.why),
    }


def _gone(item: Gone) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "kind": item.kind,
        "heir": {"id": item.heir.id, "title": item.heir.title} if item.heir else None,
        "reason": item.reason,
        "completed": item.completed,
    }


def _model(one: EndingModel) -> dict[str, Any]:
    return {
        "model": one.model,
        "ends": one.ends.isoformat(),
        "replacements": list(one.replacements),
        "items": [{"course": item.course, "id": item.id, "title": item.title} for item in one.items],
    }
