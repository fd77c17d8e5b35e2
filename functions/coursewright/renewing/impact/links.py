"""How claims, lessons, activities and questions depend on what happens: a link is a status, how they are related, and a sentence.

What is broken or expiring is what learners are told as well (status.py judges both); an editor is told of more: of what a text
only names, of claims that hold for fewer models than they name, and of claims that were verified on a model that is gone.

- **broken**, **expiring**: see status.py. A passage for a model that ends, or ended, is a part that does.
- **api-changed**: a claim is about a part of an API that changes, or a text names it.
- **re-probe**: the models a claim was verified on are gone, or a name it was verified under stands for another model now.
- **unverified**: a claim's review is overdue, or holds for fewer models; a text names a model that is gone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coursewright.renewing.catalogue import CourseParts
from coursewright.renewing.impact.events import Event
from coursewright.renewing.model_ends import ModelEnds, by_name, capabilities, said
from coursewright.renewing.status import Judge

STATUSES = ("broken", "expiring", "api-changed", "re-probe", "unverified")
"""The worst first."""
BROKEN, EXPIRING, API_CHANGED, RE_PROBE, UNVERIFIED = STATUSES

_OF_LEVEL = (UNVERIFIED, UNVERIFIED, EXPIRING, BROKEN)
"""By the level of a reason: that a claim holds for fewer models changes nothing for learners, and is work for its owner."""


@dataclass(frozen=True, slots=True)
class Link:
    """That something depends on an event."""

    status: str
    how: str
    says: str


Links = dict[str, list[Link]]
"""By the event's id."""


def worst(statuses: Iterable[str]) -> str:
    """The worst of some statuses, of which there is at least one."""
    return min(statuses, key=STATUSES.index)


def weightiest(links: Iterable[Link]) -> Link:
    """The first of the links with the worst status, of which there is at least one."""
    return min(links, key=lambda link: STATUSES.index(link.status))


class Happenings:
    """Events by what they happen to. `named` are the ends that a name has a part in, each looked up once."""

    def __init__(self, ends: ModelEnds, events: Iterable[Event]) -> None:
        self.ends = ends
        by_kind: dict[str, dict[str, Event]] = defaultdict(dict)
        for event in events:
            by_kind[event.kind][event.subject] = event
        self.ending, self.api, self.moved, self.reviews = (by_kind[kind] for kind in ("shutdown", "api", "alias", "review"))
        self._of_model: dict[str, list[Event]] = defaultdict(list)
        for subject, event in self.ending.items():
            for model in ends.models(subject):
                self._of_model[model].append(event)
        self._known: dict[str, tuple[Event, ...]] = {}

    def named(self, name: str) -> tuple[Event, ...]:
        """The end of a name itself, and that of a family which is gone with all that the name means."""
        if name not in self._known:
            self._known[name] = tuple(self._look_up(name)) if by_name([name]) else ()
        return self._known[name]

    def _look_up(self, name: str) -> Iterator[Event]:
        models = self.ends.models(name)
        for event in self._of_model[min(models)] if models else ():
            if models <= self.ends.models(event.subject):
                yield event


class Linking:
    """Finds links of one course to events, on a day."""

    def __init__(self, happenings: Happenings, course: CourseParts, as_of: date, notice_days: int) -> None:
        self.ends, self.as_of, self.course = happenings.ends, as_of, course
        self.named = happenings.named
        self._judge = Judge(happenings.ends, course.claims, notice_days)
        self._api, self._moved, self._reviews = happenings.api, happenings.moved, happenings.reviews
        self.claims = {name: self._of_claim(claim) for name, claim in course.claims.items()}

    def of_item(self, item: str, entry: Mapping[str, Any]) -> Links:
        """Links of a lesson, or of an activity aside from its questions where it is known what they rest on."""
        depends = self.course.item(item)
        about: Mapping[str, Any] = {**entry, "claims": []} if depends["questions"] else entry
        links = self._of_texts(about, depends)
        for part in capabilities([*entry.get("models", ()), *depends["conditions"]]):
            if part in self._api:
                event = self._api[part]
                links[event.id].append(Link(API_CHANGED, f"is for {part}", f"It is for {said([part])}, {event.happens}."))
        for name in depends["conditions"]:
            for event in self.named(name):
                links[event.id].append(
                    Link(EXPIRING, f"a passage is for {name}", f"A passage of it is for {name}, {event.told(self.as_of)}.")
                )
        return links

    def of_question(self, question: Mapping[str, Any]) -> Links:
        """Links of a question."""
        return self._of_texts(question, question)

    def of_names(self, depends: Mapping[str, Any]) -> Links:
        """Links of what a text merely names."""
        links: Links = defaultdict(list)
        for name in depends["speaks_of"]:
            for event in self.named(name):
                says = f"It names {name}, {event.told(self.as_of)}."
                links[event.id].append(Link(EXPIRING if event.day > self.as_of else UNVERIFIED, f"names {name}", says))
        for part in depends["api"]:
            if part in self._api:
                event = self._api[part]
                links[event.id].append(Link(API_CHANGED, f"names {part}", f"It names {part}, {event.told(self.as_of)}."))
        return links

    def _of_texts(self, about: Mapping[str, Any], depends: Mapping[str, Any]) -> Links:
        links = self.of_names(depends)
        for reason in self._judge.reasons(about):
            if reason.holds(self.as_of.toordinal()):
                claim, status = reason.about.claim, _OF_LEVEL[reason.level]
                how = f"states {claim}" if claim else f"is about {reason.about.model}"
                for event in self._of_reason(claim, reason.about.model, reason.day):
                    links[event.id].append(Link(status, how, reason.says))
        for claim in about["claims"]:
            for event_id, found in self.claims[claim].items():
                for one in found:
                    if one.status in (API_CHANGED, RE_PROBE):
                        links[event_id].append(Link(one.status, f"states {claim}", one.says))
        return links

    def _of_reason(self, claim: str | None, model: str | None, day: date) -> Iterator[Event]:
        if model:
            yield from self.named(model)
        elif claim and claim in self._reviews and day == self._reviews[claim].day:
            yield self._reviews[claim]
        elif claim:
            ended = (name for name in self.course.claims[claim]["models"] if self.ends.end(name) == day)
            yield from dict.fromkeys(event for name in ended for event in self.named(name))

    def _of_claim(self, claim: Mapping[str, Any]) -> Links:
        links: Links = defaultdict(list)
        last = self.ends.last_end(claim["models"])
        for name in by_name(claim["models"]):
            for event in self.named(name):
                status = EXPIRING if event.day > self.as_of else BROKEN if last and last <= self.as_of else UNVERIFIED
                links[event.id].append(Link(status, f"is about {name}", f"It is about {name}, {event.told(self.as_of)}."))
        for part in (*claim.get("api", ()), *capabilities(claim["models"])):
            if part in self._api:
                event = self._api[part]
                links[event.id].append(
                    Link(API_CHANGED, f"is about {part}", f"It is about {said([part])}, {event.told(self.as_of)}.")
                )
        if claim["id"] in self._reviews:
            event = self._reviews[claim["id"]]
            links[event.id].append(Link(UNVERIFIED, "is overdue", f"It was {event.happens}."))
        for event, says in self._outdated_proof(claim, last):
            links[event.id].append(Link(RE_PROBE, "was verified on it", says))
        return links

    def _outdated_proof(self, claim: Mapping[str, Any], last: date | None) -> Iterator[tuple[Event, str]]:
        """What makes a claim's verification say nothing any more, while the claim itself goes on."""
        on = claim["verified_at"]
        tried = by_name(claim["verified_against"])
        gone = self.ends.last_end(tried)
        if tried and gone and gone <= self.as_of and not (last and last <= self.as_of):
            for name in tried:
                yield from (
                    (event, f"It was verified on {name}, {event.happens}, and on nothing that goes on.")
                    for event in self.named(name)
                    if event.day == gone
                )
        for name in {*tried, *claim["models"]} & self._moved.keys() if on else ():
            event = self._moved[name]
            if date.fromisoformat(on) < event.day <= self.as_of:
                yield event, f"It was verified on {on}; {name} {event.happens}."
