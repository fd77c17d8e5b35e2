"""What still holds of a course on a day: each lesson and activity is current, unverified, expiring or broken, with why and until.

Takes a course index and its claims object as released since compiler format 2, a ledger object, and a date. Rules:

- **broken**: what the item needs is gone. For a lesson, every model it speaks of (`models:`), or every model of a claim that it
  states about a model it speaks of. For an activity, every model of a claim that an answer rests on: it cannot be tried any
  more. A lesson that says of no model that it speaks of it is judged by its claims in the same way.
- **expiring**: that will be so within the notice. Also where a part is, or will be: one of several models a lesson speaks of, or
  all those of a claim about models that the lesson is not itself about ("o3 ends on 2026-12-11"). The rest of the lesson can be
  used; the part is told for as long as it stands there.
- **unverified**: the day its author set for looking again at a claim (`review_by`) has passed.
- **current**: none of these. That a claim holds for fewer models than it names is told, and changes nothing.

A model is gone from the day of its shutdown on, as providers count it; that it is deprecated changes nothing a learner sees
(https://developers.openai.com/api/docs/deprecations). The same page promises six months' notice of models in general use and
three of special variants, so a notice of 90 days can be given of both. What follows `models:` of a family or a capability is in
model_ends.py.

The worst reason counts, and none gives way to a milder one: waiting makes nothing better, somebody has to act. `until` is the
last day before the status gets worse or a reason for it comes true, by what is known now; None where no such day is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coursewright.renewing.model_ends import ModelEnds, by_name, said

STATUSES = ("current", "unverified", "expiring", "broken")
CURRENT, UNVERIFIED, EXPIRING, BROKEN = range(len(STATUSES))
NOTICE_DAYS = 90

_TENSE = "\0"
"""Stands in a sentence where it is `to be ` before the day, and nothing from the day on."""


@dataclass(frozen=True, slots=True)
class About:
    """What a reason is about: a selector, a claim, or both; and what the ledger names in the place of what ends."""

    model: str | None = None
    claim: str | None = None
    replacements: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that bears on an item from one day to another, both among them. Days are ordinals, so that none is too late.

    `day` is the one it is about: of a shutdown, or of a review.
    """

    level: int
    code: str
    says: str
    day: date
    first: int
    last: int | None = None
    about: About = About()

    def holds(self, on: int) -> bool:
        """Whether it bears on a day."""
        return self.first <= on and (self.last is None or on <= self.last)

    def document(self) -> dict[str, Any]:
        """The reason as readers get it."""
        return {
            "code": self.code,
            "status": STATUSES[self.level],
            "says": self.says,
            "date": self.day.isoformat(),
            "model": self.about.model,
            "claim": self.about.claim,
            "replacements": list(self.about.replacements),
        }


def course_status(
    index: Mapping[str, Any],
    claims: Mapping[str, Any],
    ledger: Mapping[str, Any],
    on: date,
    notice_days: int = NOTICE_DAYS,
) -> dict[str, Any]:
    """The status of a course and of each of its items on a day."""
    judge = Judge(ModelEnds(ledger), claims["claims"], notice_days)
    reasons = {name: tuple(judge.reasons(item)) for name, item in index["items"].items()}
    items = {name: _item(found, on) for name, found in reasons.items()}
    worst, until = _status((reason for found in reasons.values() for reason in found), on)
    return {
        "course": index["id"],
        "as_of": on.isoformat(),
        "notice_days": notice_days,
        "status": worst,
        "until": until,
        "counts": {status: sum(item["status"] == status for item in items.values()) for status in STATUSES},
        "items": items,
    }


def _item(reasons: Sequence[Reason], on: date) -> dict[str, Any]:
    status, until = _status(reasons, on)
    why = [reason for reason in reasons if reason.holds(on.toordinal())]
    why.sort(key=lambda reason: (-reason.level, reason.day, reason.code, reason.about.claim or "", reason.about.model or ""))
    return {"status": status, "until": until, "why": [reason.document() for reason in why]}


def _status(reasons: Iterable[Reason], on: date) -> tuple[str, str | None]:
    today = on.toordinal()
    ahead = [reason for reason in reasons if reason.last is None or reason.last >= max(today, reason.first)]
    level = max((reason.level for reason in ahead if reason.first <= today), default=CURRENT)
    ends = [reason.last for reason in ahead if reason.first <= today and reason.level == level and reason.last is not None]
    ends += [reason.first - 1 for reason in ahead if reason.first > today and reason.level > level]
    return STATUSES[level], date.fromordinal(min(ends)).isoformat() if ends else None


class Judge:
    """Finds the reasons that ever bear on an item. What else bears on one, evidence say, is a further source of reasons."""

    def __init__(self, ends: ModelEnds, claims: Mapping[str, Mapping[str, Any]], notice_days: int) -> None:
        self.ends, self.claims, self.notice_days = ends, claims, notice_days

    def reasons(self, item: Mapping[str, Any]) -> Iterator[Reason]:
        """Of an item of a course index, or of a question: whatever has claims, and may have models that it is about."""
        own = item.get("models", [])
        yield from self._of_models(own)
        for name in dict.fromkeys(item["claims"]):
            claim = self.claims[name]
            yield from self._of_claim(claim, needed=not own or self._is_about(own, claim["models"]))
            yield self._review(claim)

    def _is_about(self, own: Sequence[str], claimed: Sequence[str]) -> bool:
        """Whether a lesson itself speaks of a model that a claim is about. Having a capability in common is not enough."""
        if set(own) & set(claimed):
            return True
        spoken = frozenset[str]().union(*(self.ends.models(selector) for selector in by_name(own)))
        return any(spoken & self.ends.models(selector) for selector in by_name(claimed))

    def _of_models(self, own: Sequence[str]) -> Iterator[Reason]:
        """From the models a lesson speaks of: broken once all are gone, a part of it gone before."""
        last = self.ends.last_end(own)
        for selector in dict.fromkeys(own):
            end = self.ends.end(selector)
            if end is None:
                continue
            left = "" if end == last else " The rest of it goes on."
            says = f"It speaks of {said([selector])}, {_TENSE}shut down on {end}.{left}"
            about = About(model=selector, replacements=self.ends.replacements([selector]))
            yield from self._around(end, BROKEN if end == last else EXPIRING, "model", says, about)

    def _of_claim(self, claim: Mapping[str, Any], *, needed: bool) -> Iterator[Reason]:
        """From the models a claim is about: gone, all of them or some."""
        name, models, states = claim["id"], claim["models"], f"It states: “{claim['statement']}”"
        last = self.ends.last_end(models)
        if last:
            on = "on" if len(models) == 1 else "by"
            says = f"{states} That is about {said(models)}, {_TENSE}shut down {on} {last}."
            about = About(claim=name, replacements=self.ends.replacements(models))
            yield from self._around(last, BROKEN if needed else EXPIRING, "claim", says, about)
        for selector in models:
            end = self.ends.end(selector)
            if end and end != last:
                says = f"{states} That is about {said([selector])} too, shut down on {end}."
                yield Reason(CURRENT, "claim-narrowed", says, end, end.toordinal(), about=About(selector, name))

    def _around(self, end: date, gone: int, kind: str, says: str, about: About) -> Iterator[Reason]:
        """What an end means: expiring within the notice before it, and from the day itself on what it then is."""
        day = end.toordinal()
        before, after = (says.replace(_TENSE, tense) for tense in ("to be ", ""))
        yield Reason(EXPIRING, f"{kind}-ending", before, end, day - self.notice_days, day - 1, about)
        yield Reason(gone, f"{kind}-ended", after, end, day, about=about)

    def _review(self, claim: Mapping[str, Any]) -> Reason:
        due = date.fromisoformat(claim["review_by"])
        says = f"It states: “{claim['statement']}” This was to be checked again by {due}."
        return Reason(UNVERIFIED, "claim-overdue", says, due, due.toordinal() + 1, about=About(claim=claim["id"]))
