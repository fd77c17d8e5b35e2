"""What of a learner's progress in a course carries over to another release, item by item.

Takes what changed of the course, its index in both releases (None where a release does not have it), and the ids of what was
completed: what somebody did, or None for the plan in general. Gives for every item of the new release one of

- **kept**: it was completed, and that counts as it is;
- **refresh**: it was completed, and should be gone through again: what it claims, asks for or is marked by is not the same, an
  editor said so, or it took the place of something that was completed;
- **new**: the old release had nothing like it;
- **ahead**: it was there before, and was not completed;

and what is **gone**, with its heir. What was completed and still exists or has an heir is never lost: it is in one of the first
two. Of several that became one, what was completed is compared with it by itself; where nobody compares, it is to be gone
through again. In general everything the old release has counts as completed, and nothing is ahead. Refuses nothing: an id that
neither release knows is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from coursewright.publishing.changes.change import CLASSES, TO_REFRESH, Changes, CourseChange, ItemChange, Reason
from coursewright.renewing.catalogue import outline
from coursewright.renewing.upgrading.heirs import Heirs, Index

Compare = Callable[[str, str, str], Iterable[Reason]]
"""Course, id in the old release, id in the new one → why the one counts as another than the other."""

_BECAME_ONE = "It is one with others now."


@dataclass(frozen=True, slots=True)
class Carried:
    """An item of the new release. `was` are other ids in the old one that it answers for; `cls` is how it changed, if it did.

    `completed` is None in a plan in general. `why` says in sentences why it should be gone through again.
    """

    id: str
    title: str
    kind: str
    minutes: int
    was: tuple[str, ...] = ()
    completed: bool | None = None
    cls: str | None = None
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heir:
    """What took the place of something."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Gone:
    """An item of the old release that the new one does not have any more, what took its place, and why, as authors told."""

    id: str
    title: str
    kind: str
    heir: Heir | None
    reason: str | None
    completed: bool | None


@dataclass(frozen=True, slots=True)
class CarryOver:
    """The plan of one course."""

    course: str
    title: str
    is_gone: bool
    kept: tuple[Carried, ...] = ()
    refresh: tuple[Carried, ...] = ()
    new: tuple[Carried, ...] = ()
    ahead: tuple[Carried, ...] = ()
    gone: tuple[Gone, ...] = ()

    def minutes(self) -> dict[str, int]:
        """How long each part takes; `work` is what is new and what is to be gone through again."""
        parts = {"new": self.new, "refresh": self.refresh, "ahead": self.ahead, "kept": self.kept}
        told = {name: sum(item.minutes for item in items) for name, items in parts.items()}
        return {"work": told["new"] + told["refresh"], **told}


def carry_over(  # noqa: PLR0913 - what it is a function of
    changes: Changes,
    old: Index | None,
    new: Index | None,
    completed: frozenset[str] | None = None,
    before: Changes | None = None,
    compare: Compare | None = None,
) -> CarryOver:
    """The plan for a course that at least one of the releases has.

    `before` are changes that the learner's edition made already: what they make worth going through again, is.

    Raises:
        ValueError: neither release has the course.
    """
    index = new or old
    if index is None:
        raise ValueError("neither release has the course")
    plan = _Plan(str(index["id"]), changes, old, new, completed, before, compare)
    return CarryOver(
        course=plan.course,
        title=str(index["title"]),
        is_gone=new is None,
        gone=tuple(plan.gone()),
        **{part: tuple(item for found, item in plan.carried if found == part) for part in ("kept", "refresh", "new", "ahead")},
    )


@dataclass
class _Plan:
    course: str
    changes: Changes
    old: Index | None
    new: Index | None
    completed: frozenset[str] | None
    before: Changes | None
    compare: Compare | None

    @cached_property
    def heirs(self) -> Heirs:
        return Heirs(self.old, self.new)

    @cached_property
    def changed(self) -> Mapping[str, ItemChange]:
        return _items(self.changes, self.course)

    @cached_property
    def changed_before(self) -> Mapping[str, ItemChange]:
        return _items(self.before, self.course) if self.before else {}

    @cached_property
    def past(self) -> Mapping[str, list[tuple[str, bool]]]:
        """Of each item of the new release: the ids it answers for, completed ones that the old one does not have included."""
        found: dict[str, list[tuple[str, bool]]] = {}
        for name in dict.fromkeys([*self.heirs.old["items"], *sorted(self.completed or ())]):
            for home in self.heirs.homes(name):
                found.setdefault(home.id, []).append((name, home.is_same))
        return found

    @cached_property
    def carried(self) -> list[tuple[str, Carried]]:
        return [self._carried(name, item) for name, item in outline(self.heirs.new)]

    def _carried(self, name: str, item: Mapping[str, Any]) -> tuple[str, Carried]:
        past = self.past.get(name, [])
        own = [before for before, is_same in past if is_same]
        others = [before for before, is_same in past if not is_same]
        done_itself = [before for before in own if self._is_done(before)]
        done_others = [before for before in others if self._is_done(before)]
        change = self.changed.get(name)
        why = self._why(name, done_itself) if done_itself else [_took_the_place(self._title(one)) for one in done_others]
        carried = "refresh" if why else "kept"
        part = carried if done_itself or done_others else "ahead" if own else "new"
        return part, Carried(
            id=name,
            title=str(item["title"]),
            kind=str(item["kind"]),
            minutes=int(item["minutes"]),
            was=tuple(before for before in (*own, *others) if before != name),
            completed=None if self.completed is None else bool(done_itself or done_others),
            cls=change.cls if change and change.change == "kept" else None,
            why=tuple(dict.fromkeys(why)),
        )

    def _is_done(self, name: str) -> bool:
        return name in self.completed if self.completed is not None else True

    def _why(self, name: str, done: Iterable[str]) -> list[str]:
        """Why something that was completed should be gone through again; nothing where any of what it is made of need not be."""
        standing = [self.heirs.standing(one) for one in done]
        found = [[*self._differs(one, name), *_says(self.changed_before.get(one))] for one in standing]
        return [] if [] in found else [says for why in found for says in why]

    def _differs(self, old: str, new: str) -> Iterator[str]:
        change = self.changed.get(new)
        is_paired = old == new or old not in self.heirs.old["items"] or (change is not None and change.was == old)
        if is_paired:
            yield from _says(change)
            return
        yield from _raised(change)
        if self.compare is None:
            yield _BECAME_ONE
        else:
            yield from (reason.says for reason in self.compare(self.course, old, new) if reason.code in TO_REFRESH)

    def _title(self, name: str) -> str | None:
        item = self.heirs.old["items"].get(name)
        return str(item["title"]) if item else None

    def _goes_on_as(self, old: str, new: str) -> bool:
        """Whether the new item is told to be the old one; of several that became one, one is, and the others went."""
        change = self.changed.get(new)
        return old == new or (new not in self.heirs.old["items"] and (change is None or change.was in (None, old)))

    def gone(self) -> Iterator[Gone]:
        """What went, in the order of the old outline."""
        for name, item in outline(self.heirs.old):
            homes = self.heirs.homes(name)
            if any(home.is_same and self._goes_on_as(name, home.id) for home in homes):
                continue
            heir = Heir(homes[0].id, str(self.heirs.new["items"][homes[0].id]["title"])) if homes else None
            change = self.changed.get(name)
            reason = self.heirs.reason(name) or (change.gone_because if change else None)
            done = None if self.completed is None else name in self.completed
            yield Gone(name, str(item["title"]), str(item["kind"]), heir, reason, done)


def _items(changes: Changes, course: str) -> Mapping[str, ItemChange]:
    found: CourseChange | None = next((one for one in changes.courses if one.id == course), None)
    return {item.id: item for item in found.items} if found else {}


def _says(change: ItemChange | None) -> Iterator[str]:
    if change is None or not change.is_to_refresh:
        return
    yield from (reason.says for reason in change.reasons if reason.code in TO_REFRESH)
    yield from _raised(change)


def _raised(change: ItemChange | None) -> Iterator[str]:
    if change and change.raised and CLASSES.index(change.raised.to) >= CLASSES.index("claim"):
        yield change.raised.reason


def _took_the_place(title: str | None) -> str:
    return f"It took the place of “{title}”." if title else "It took the place of something that you completed."
