"""How far events reach within one course: to the objectives that affected items serve, and to the course itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from coursewright.renewing.catalogue import CourseParts
from coursewright.renewing.impact.links import BROKEN, EXPIRING, Links, worst

Told = tuple[str, str, str, tuple[str, ...], str]
"""Of an objective: course/objective, its text, a status, how, and a sentence."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How far one event reaches: `items` by their status."""

    status: str
    says: str
    items: Mapping[str, str]
    objectives: tuple[Told, ...]


@dataclass(slots=True)
class _Event:
    items: dict[str, str] = field(default_factory=dict)
    served: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """By objective: what is affected and serves it, with its status."""
    named: dict[str, tuple[str, str]] = field(default_factory=dict)
    claims: set[str] = field(default_factory=set)


class Reach:
    """Collects what is affected in a course, and gives how far each event reaches."""

    def __init__(self, course: CourseParts) -> None:
        self.course = course
        self._events: dict[str, _Event] = defaultdict(_Event)
        self._serving: dict[str, set[str]] = defaultdict(set)

    def add_claim(self, event: str, claim: str) -> None:
        """A claim of the course is affected."""
        self._events[event].claims.add(claim)

    def add_names(self, objective: str, links: Links) -> None:
        """An objective's own text names something."""
        for event, found in links.items():
            self._events[event].named[objective] = (found[0].status, found[0].says)

    def add_item(self, item: str, links: Links, objectives: Iterable[str]) -> None:
        """An item with its links, if any, and the objectives that it serves."""
        self._add(item, item, links, objectives)

    def add_question(self, item: str, question: str, links: Links, objectives: Iterable[str]) -> None:
        """A question of an item; its item is affected with it, the objectives of its item's other questions are not."""
        self._add(f"{item}/{question}", item, links, objectives)

    def by_event(self) -> dict[str, Reached]:
        """How far each event reaches. One that affects a claim, and no item that states it, reaches no further."""
        return {event: self._reached(found) for event, found in self._events.items() if found.items or found.named}

    def _add(self, serving: str, item: str, links: Links, objectives: Iterable[str]) -> None:
        objectives = tuple(objectives)
        for objective in objectives:
            self._serving[objective].add(serving)
        for event, found in links.items():
            status = worst(link.status for link in found)
            reached = self._events[event]
            reached.items[item] = worst([status, reached.items.get(item, status)])
            for objective in objectives:
                reached.served[objective][serving] = status

    def _reached(self, found: _Event) -> Reached:
        statuses = [*found.items.values(), *(status for status, _ in found.named.values())]
        total = len(self.course.index["items"])
        says = f"{len(found.items)} of its {total} lessons and activities {_are(found.items)} affected."
        return Reached(worst(statuses), says, found.items, tuple(self._objectives(found)))

    def _objectives(self, found: _Event) -> Iterator[Told]:
        for objective in self.course.index["objectives"]:
            name = objective["id"]
            served, named = found.served.get(name, {}), found.named.get(name)
            if not served and not named:
                continue
            serving = self._serving[name]
            statuses = [named[0]] if named else []
            if served:
                reached = worst(served.values())
                all_broken = len(served) == len(serving) and set(served.values()) == {BROKEN}
                statuses.append(EXPIRING if reached == BROKEN and not all_broken else reached)
            how = (*(["its text names it"] if named else []), *(f"by {one}" for one in sorted(served)))
            says = f"{len(served)} of the {len(serving)} lessons, activities and questions that serve it {_are(served)} affected."
            yield f"{self.course.id}/{name}", objective["text"], worst(statuses), how, named[1] if named and not served else says


def _are(some: Mapping[str, str]) -> str:
    return "is" if len(some) == 1 else "are"
