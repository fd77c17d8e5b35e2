"""What a model's end or a change of an API makes untrue: from the event through claims to lessons, questions and certificates.

Takes a catalogue (catalogue.py), a ledger in its place or the catalogue's own, and a date; gives, for every event that matters
on that day, what it affects, each with a status, how it is related, a sentence, an owner and a file. Pure: the same three give
the same impact. What is affected counts from the bottom up:

- a claim, a lesson, an activity, a question: see links.py;
- an objective whose own text names the model, or that an affected lesson, activity or question serves. It is broken only where
  all that serves it is;
- a course with anything affected in it, and a credential by its exam, its surveys or its courses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from coursewright.renewing.catalogue import Catalogue, CourseParts
from coursewright.renewing.impact.events import Event, changes_of_apis, ends_of_models, moves_of_aliases
from coursewright.renewing.impact.links import STATUSES, Happenings, Link, Linking, weightiest, worst
from coursewright.renewing.impact.reach import Reach, Reached
from coursewright.renewing.model_ends import ModelEnds, by_name
from coursewright.renewing.status import NOTICE_DAYS

AffectedKind = Literal["claim", "lesson", "activity", "question", "objective", "course", "credential"]
WORK: tuple[AffectedKind, ...] = ("claim", "lesson", "activity", "question")
"""What somebody mends; the others follow."""
KINDS: tuple[AffectedKind, ...] = (*WORK, "objective", "course", "credential")


@dataclass(frozen=True, slots=True)
class Affected:
    """Something that an event affects. `id` is `course/item`, `course/activity/question`, `course/objective`, or a name alone."""

    kind: AffectedKind
    id: str
    title: str
    status: str
    how: tuple[str, ...]
    because: str
    owner: str | None = None
    path: str | None = None
    line: int | None = None
    """Where in the file, if somebody looked."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An event with what it affects, in the order of KINDS and of the outline."""

    event: Event
    affected: tuple[Affected, ...]

    @property
    def status(self) -> str:
        """The worst of what it affects."""
        return worst(one.status for one in self.affected)


@dataclass(frozen=True, slots=True)
class Impact:
    """What stopped being true, or will, by a day: of which release, and by which events."""

    name: str
    manifest: str
    as_of: date
    notice_days: int
    outcomes: tuple[Outcome, ...]

    def counts(self) -> dict[str, int]:
        """How many different things have which worst status."""
        statuses: dict[tuple[str, str], str] = {}
        for one in (one for outcome in self.outcomes for one in outcome.affected):
            statuses[one.kind, one.id] = worst([one.status, statuses.get((one.kind, one.id), one.status)])
        return {status: sum(found == status for found in statuses.values()) for status in STATUSES}


def impact(  # noqa: PLR0913 - what is judged, by what, and what is wanted of it
    catalogue: Catalogue,
    as_of: date,
    ledger: Mapping[str, Any] | None = None,
    notice_days: int = NOTICE_DAYS,
    is_asked_for: Callable[[Event], bool] = lambda _: True,
    more: Iterable[Event] = (),
) -> Impact:
    """The events that matter on a day, are asked for and affect something, soonest first; then those of `more`.

    `ledger` takes the place of the released one.
    """
    known = ledger or catalogue.ledger
    ends = ModelEnds(known)
    matter = {event.id: event for event in events_on(catalogue, known, as_of, notice_days) if is_asked_for(event)}
    events = [*matter.values(), *(event for event in more if event.id not in matter)]
    happenings = Happenings(ends, events)
    found: dict[str, list[Affected]] = {event.id: [] for event in events}
    by_event: dict[str, dict[str, Reached]] = {}
    for course in catalogue.courses:
        linking = Linking(happenings, course, as_of, notice_days)
        reach = Reach(course)
        for event_id, one in _of_course(course, linking, reach):
            found[event_id].append(one)
        for event_id, reached in reach.by_event().items():
            by_event.setdefault(event_id, {})[course.id] = reached
            found[event_id] += [Affected("objective", *told) for told in reached.objectives]
            found[event_id].append(Affected("course", course.id, course.index["title"], reached.status, (), reached.says))
    for event_id, courses in by_event.items():
        found[event_id] += _credentials(catalogue, courses)
    outcomes = (Outcome(event, _in_order(found[event.id])) for event in events if found[event.id])
    return Impact(catalogue.name, catalogue.manifest, as_of, notice_days, tuple(outcomes))


def events_on(catalogue: Catalogue, ledger: Mapping[str, Any], as_of: date, notice_days: int = NOTICE_DAYS) -> tuple[Event, ...]:
    """The events that matter on a day, by a ledger, of what content names and claims; whether they affect anything or not."""
    until = as_of + timedelta(days=min(notice_days, (date.max - as_of).days))
    claims = {name: claim for course in catalogue.courses for name, claim in course.claims.items()}
    return (
        *ends_of_models(ModelEnds(ledger), _names(catalogue), until),
        *changes_of_apis(ledger, until),
        *moves_of_aliases(ledger, as_of),
        *_reviews(claims, as_of),
    )


def _names(catalogue: Catalogue) -> Iterator[str]:
    """Every name of a model or a family that content depends on, or only names."""
    for course in catalogue.courses:
        for claim in course.claims.values():
            yield from by_name([*claim["models"], *claim["verified_against"]])
        for objective in course.index["objectives"]:
            yield from course.objective(objective["id"])["speaks_of"]
        for item in course.index["items"]:
            yield from course.names_in(item)


def _reviews(claims: Mapping[str, Mapping[str, Any]], as_of: date) -> Iterator[Event]:
    due = ((date.fromisoformat(claim["review_by"]), name) for name, claim in claims.items())
    for day, name in sorted(one for one in due if one[0] < as_of):
        yield Event("review", name, day, f"to be checked again by {day}")


def _of_course(course: CourseParts, linking: Linking, reach: Reach) -> Iterator[tuple[str, Affected]]:
    """Claims, lessons, activities and questions, each with the id of the event; `reach` is told of each."""
    for name, claim in course.claims.items():
        path = f"claims/{name}.yaml" if course.owner_of_claim(name) else None
        for event_id, found in linking.claims[name].items():
            reach.add_claim(event_id, name)
            yield event_id, _affected("claim", name, claim["statement"], found, course.owner_of_claim(name), path)
    for objective in course.index["objectives"]:
        reach.add_names(objective["id"], linking.of_names(course.objective(objective["id"])))
    for item, entry in course.items():
        depends = course.item(item)
        links = linking.of_item(item, entry)
        reach.add_item(item, links, () if depends["questions"] else entry["objectives"])
        for question, rests_on in depends["questions"].items():
            of_question = linking.of_question(rests_on)
            reach.add_question(item, question, of_question, rests_on["objectives"])
            for event_id, found in of_question.items():
                name = f"{course.id}/{item}/{question}"
                yield event_id, _affected("question", name, entry["title"], found, depends["owner"], depends["path"])
                chosen = weightiest(found)
                links[event_id].append(Link(chosen.status, f"by its question {question}", chosen.says))
        kind: AffectedKind = "lesson" if entry["kind"] == "lesson" else "activity"
        for event_id, found in links.items():
            yield event_id, _affected(kind, f"{course.id}/{item}", entry["title"], found, depends["owner"], depends["path"])


def _affected(  # noqa: PLR0913 - what one row says
    kind: AffectedKind, name: str, title: str, links: list[Link], owner: str | None, path: str | None
) -> Affected:
    chosen = weightiest(links)
    how = tuple(dict.fromkeys(link.how for link in links))
    return Affected(kind, name, title, chosen.status, how, chosen.says, owner, path)


def _credentials(catalogue: Catalogue, courses: Mapping[str, Reached]) -> Iterator[Affected]:
    """Credentials by their exam and surveys, and by the courses of the programs that lead to them."""
    for credential in catalogue.programs["credentials"]:
        asked = [credential["completion"]["exam"], *credential["completion"]["surveys"]]
        by = {f"by {path}": courses[course].items[item] for path in asked for course, item in [path.split("/")]
              if course in courses and item in courses[course].items}  # fmt: skip
        taught = [course for program in catalogue.programs["programs"] if program["credential"] == credential["id"]
                  for course in program["courses"]]  # fmt: skip
        by |= {f"by the course {course}": courses[course].status for course in taught if course in courses}
        if by:
            says = f"It is earned {', '.join(by)}."
            yield Affected("credential", credential["id"], credential["title"], worst(by.values()), tuple(by), says)


def _in_order(affected: list[Affected]) -> tuple[Affected, ...]:
    """By kind; within one, as the outline has it. A claim that several courses state is told once."""
    different = {(one.kind, one.id): one for one in affected}
    return tuple(sorted(different.values(), key=lambda one: KINDS.index(one.kind)))
