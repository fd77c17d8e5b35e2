"""Questions about one event: what if a model were shut down on a day, what of a part of an API, what is new since a release.

Takes a catalogue, its ledger or another in its place, and the question; gives the impact of what was asked for alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coursewright.renewing.catalogue import Catalogue
from coursewright.renewing.impact.events import Event, changes_since, with_changed, with_retired
from coursewright.renewing.impact.impact import Impact, events_on, impact
from coursewright.renewing.model_ends import ModelEnds
from coursewright.renewing.status import NOTICE_DAYS


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to know; all fields left out, it is everything that matters on the day.

    `model` alone asks about its end as the ledger has it, with `retired` as if it were that day; `api` and `changed` alike.
    `since` is a ledger: only events are wanted that it does not have, or has on another day.
    """

    as_of: date
    model: str | None = None
    retired: date | None = None
    api: str | None = None
    changed: date | None = None
    since: Mapping[str, Any] | None = None
    notice_days: int = NOTICE_DAYS


def answered(catalogue: Catalogue, question: Question, ledger: Mapping[str, Any] | None = None) -> Impact:
    """The impact that a question asks for.

    Raises:
        UnknownNameError: the ledger knows no model or family of the name.
    """
    known = ledger or catalogue.ledger
    ends = ModelEnds(known)
    if question.model is not None:
        known = with_retired(known, question.model, question.retired or ends.end(question.model) or date.max)
    if question.api and question.changed:
        known = with_changed(known, question.api, question.changed)
    before: set[tuple[str, date]] = set()
    undated: list[Event] = []
    if question.since is not None:
        before = {(event.id, event.day) for event in events_on(catalogue, question.since, date.max)}
        undated = [event for event in changes_since(known, question.since, question.as_of) if _is_wanted(event, question, ends)]

    def is_asked_for(event: Event) -> bool:
        is_new = question.since is None or (event.kind != "review" and (event.id, event.day) not in before)
        return is_new and _is_wanted(event, question, ends)

    return impact(catalogue, question.as_of, known, question.notice_days, is_asked_for, undated)


def _is_wanted(event: Event, question: Question, ends: ModelEnds) -> bool:
    if question.model is None and question.api is None:
        return True
    if event.kind == "api":
        return event.subject == question.api
    if question.model is None or event.kind == "review":
        return False
    return event.subject == question.model or bool(ends.models(event.subject) & ends.models(question.model))
