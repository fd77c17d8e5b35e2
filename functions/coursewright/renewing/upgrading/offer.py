"""The upgrade offer: what somebody on one release is offered by another.

Takes what each of the two releases is (`Side`), what changed, and what the learner completed, if the app says so. Gives an
`Offer`: what the learner's edition moved already and silently, what the other release offers, what carries over, and what staying
costs. Nothing is stored, and nothing is refused: a course that is gone, an id that nobody knows, a release that is older than
the learner's or the very same one, and one that was withdrawn or can no longer be completed, are told as what they are.

`already` are the changes from the learner's release to where its edition stands, None where it stands there; `offered` those
from where the edition stands to the other release.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coursewright.publishing.changes.change import Changes
from coursewright.renewing.upgrading.carry_over import CarryOver, Compare, carry_over
from coursewright.renewing.upgrading.completion import Completion, completion
from coursewright.renewing.upgrading.heirs import Heirs
from coursewright.renewing.upgrading.order import comes_before
from coursewright.renewing.upgrading.sides import Side
from coursewright.renewing.upgrading.staying import EndingModel, ending_models, staying_says
from coursewright.renewing.upgrading.whats_new import whats_new


@dataclass(frozen=True, slots=True)
class Staying:
    """What a learner loses by staying, and whether the edition can still be completed."""

    models: tuple[EndingModel, ...]
    completion: Completion
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownId:
    """Something that was said to be completed and that cannot be told, and why."""

    id: str
    says: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered. `is_back`: the other release is older than the learner's; `is_same`: it is where the edition stands.

    `completion` is of what is offered; of what the learner has it is in `staying`.
    """

    since: Side
    to: Side
    as_of: date
    is_back: bool
    already: Changes | None
    offered: Changes
    carry_over: tuple[CarryOver, ...]
    completion: Completion
    staying: Staying
    completed: frozenset[str] | None
    unknown: tuple[UnknownId, ...]

    @property
    def is_same(self) -> bool:
        """Whether there is nothing to move to."""
        return self.offered.old == self.offered.new

    @property
    def note(self) -> str | None:
        """The editor's note of the edition that is offered, if another one is."""
        note = self.to.about.get("note")
        return str(note).strip() if note and self.since.edition != self.to.edition and not self.is_back else None

    @property
    def says(self) -> str:
        """In one sentence, what the offer is."""
        if self.is_same:
            return "This is what your edition has now: there is nothing to move to."
        if self.to.withdrawn:
            return "This was withdrawn, so there is no reason to move to it."
        if self.is_back:
            return "This is older than what you have. Nothing that you completed is lost by going back."
        if self.offered.cls is None:
            return "Nothing changed that you would notice."
        if self.since.edition == self.to.edition:
            return "An edition moves to it by itself, with everybody who has it: there is nothing to decide."
        return self._says_of_moving()

    def _says_of_moving(self) -> str:
        """To another edition, which is newer and was not withdrawn."""
        if self.carry_over and all(plan.is_gone for plan in self.carry_over):
            which = "this course" if len(self.carry_over) == 1 else "these courses"
            return f"It does not have {which} any more, so finish on what you have."
        is_possible = self.completion.possible, self.staying.completion.possible
        if is_possible == (False, False):
            return "You can move to it. Neither it nor what you have can be completed any more."
        if is_possible == (False, True):
            return "It can no longer be completed, so finish on what you have."
        if self.since.withdrawn:
            return "You should move to it, as what you have was withdrawn."
        if is_possible == (True, False):
            return "You can move to it. What you have can no longer be completed."
        return "You can move to it, or finish on what you have."

    def whats_new(self) -> dict[str, tuple[str, ...]]:
        """What is new in plain words, by course."""
        return {
            course.id: tuple(whats_new(course, self.since.index(course.id), self.to.index(course.id)))
            for course in self.offered.courses
        }


def upgrade_offer(  # noqa: PLR0913 - what it is a function of
    since: Side,
    to: Side,
    offered: Changes,
    ledger: Mapping[str, Any],
    as_of: date,
    *,
    already: Changes | None = None,
    completed: Iterable[str] | None = None,
    compare: Compare | None = None,
) -> Offer:
    """The offer for a learner on `since`, whose courses are those of where its edition stands.

    `ledger` is the newest that is known: of the newer release, with what was observed since. `completed` are ids, or course/id;
    `compare` tells apart items that became one (comparing.py).
    """
    done = None if completed is None else frozenset(completed)
    of_course, not_known = _sorted_out(done or (), since, to)
    plans = tuple(
        carry_over(offered, since.index(course), to.index(course), None if done is None else of_course[course], already, compare)
        for course in _courses(since, to, of_course, [one for one in (already, offered) if one])
    )
    is_back = comes_before(to.release, since.release)
    of_offered, staying = _completion(to, ledger, as_of), _staying(since, to, ledger, as_of)
    return Offer(since, to, as_of, is_back, already, offered, plans, of_offered, staying, done, tuple(not_known))


def _courses(since: Side, to: Side, of_course: Mapping[str, frozenset[str]], changes: Iterable[Changes]) -> list[str]:
    """The courses that the learner has; one that only the other release has where it alone is asked about, or begun.

    Of several that were looked into for what was completed, those in which nothing changed and nothing is done are left out.
    """
    begun = [course for course in to.courses if course not in since.courses and of_course[course]]
    found = [*since.courses, *begun] or list(to.courses)
    changed = {course.id for one in changes for course in one.courses}
    return [course for course in found if len(found) == 1 or course in changed or of_course[course]]


def _staying(since: Side, to: Side, ledger: Mapping[str, Any], as_of: date) -> Staying:
    models = tuple(ending_models(since.courses, to.courses, ledger, as_of))
    complete = _completion(since, ledger, as_of)
    return Staying(models, complete, tuple(staying_says(models, complete, as_of, since.withdrawn)))


def _completion(side: Side, ledger: Mapping[str, Any], as_of: date) -> Completion:
    return completion(side.courses, ledger, side.about.get("baseline_models", ()), side.exams, as_of)


def _sorted_out(done: Iterable[str], since: Side, to: Side) -> tuple[dict[str, frozenset[str]], list[UnknownId]]:
    """Which course each completed id belongs to; ids in two courses need the course's name."""
    heirs = {course: Heirs(since.index(course), to.index(course)) for course in (*since.courses, *to.courses)}
    found: dict[str, set[str]] = {course: set() for course in heirs}
    not_known = []
    for said in sorted(done):
        course, _, name = said.rpartition("/")
        named = [course] if course else list(found)
        knowing = [one for one in named if one in heirs and heirs[one].is_known(name)]
        if len(knowing) == 1:
            found[knowing[0]].add(name)
        elif knowing:
            not_known.append(UnknownId(said, f"Several courses have it: write {knowing[0]}/{name} or {knowing[1]}/{name}."))
        else:
            not_known.append(UnknownId(said, "Neither release knows it, so it counts for nothing here."))
    return {course: frozenset(names) for course, names in found.items()}, not_known
