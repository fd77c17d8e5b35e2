"""What became of each identifier of a course since another version of it.

Takes two drafts; gives changes by course. Learners' records name things by identifiers, so what vanished without a word is what
this is for; everything else is told so that an author can see that nothing else happened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from coursewright.authoring.baseline import KINDS, CourseBefore
from coursewright.authoring.draft import Draft, DraftActivity, DraftCourse, DraftLesson
from coursewright.authoring.ids.identifiers import identifiers, kind_of_retired
from coursewright.authoring.shapes.activities import Question
from coursewright.authoring.shapes.course_files import Retired
from coursewright.authoring.yaml_text.yaml_editing import Steps


class Became(StrEnum):
    """What an identifier came to."""

    VANISHED = "vanished"
    UNSAID = "unsaid"
    CHANGED_KIND = "changed kind"
    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"
    MOVED = "moved"
    NEW = "new"
    STAYED = "stayed"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with an identifier. `path` and `steps` say where it is written, `where` what it is part of.

    `ties` are what it shares with what is alike: a lesson's objectives, a module's items.
    """

    kind: str
    what: str
    id: str
    path: str
    steps: Steps
    where: str
    title: str
    text: str
    ties: frozenset[str]
    formerly: tuple[str, ...]


Things = Mapping[tuple[str, str], Thing]
"""Things by kind and identifier."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one identifier: of `old` (none if it is new), with who answers to it now (none if nobody does)."""

    became: Became
    kind: str
    id: str
    old: Thing | None = None
    heirs: tuple[str, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CourseChanges:
    """All changes of one course, with what it held before and holds now, by kind and identifier."""

    course: str
    changes: tuple[Change, ...]
    before: Things
    after: Things
    retired_before: tuple[Retired, ...] = ()

    def those(self, *became: Became) -> tuple[Change, ...]:
        """The changes of some sorts."""
        return tuple(change for change in self.changes if change.became in became)


def compare(before: Draft, after: Draft) -> tuple[CourseChanges, ...]:
    """What became of every identifier, course by course. A course that is only in one of them is compared with an empty one."""
    old = {course.id: course for course in before.courses}
    new = {course.id: course for course in after.courses}
    return tuple(_course(name, old.get(name), new.get(name)) for name in sorted({*old, *new}))


def _course(name: str, old: DraftCourse | None, new: DraftCourse | None) -> CourseChanges:
    before, after = (things(course) if course else {} for course in (old, new))
    if old is None or new is None:
        became = Became.NEW if old is None else Became.VANISHED
        return CourseChanges(name, (Change(became, "course", name),), before, after)
    said_before, said = identifiers(old), identifiers(new)
    changes = [
        *(_became(thing, before, after, _said_heirs(thing, new, after), said) for thing in before.values()),
        *_appeared(before, after),
        *_unsaid(said_before, said),
    ]
    order = list(Became)
    changes.sort(key=lambda change: (order.index(change.became), KINDS.index(change.kind), change.id))
    return CourseChanges(name, tuple(changes), before, after, old.file.value.retired if old.file else ())


def things(course: DraftCourse) -> dict[tuple[str, str], Thing]:
    """Everything of a course that has an identifier, by kind and identifier."""
    return {(thing.kind, thing.id): thing for thing in _things(course)}


def _things(course: DraftCourse) -> Iterator[Thing]:
    for module in course.modules:
        file, inside = module.file.value if module.file else None, frozenset(item.id for item in module.items)
        title, text, formerly = (file.title, file.summary, file.formerly) if file else ("", "", ())
        yield Thing("module", "module", module.id, f"{module.path}/module.yaml", (), course.id, title, text, inside, formerly)
        for item in module.items:
            yield _item(item)
            if isinstance(item, DraftActivity):
                yield from (_question(item, number, question) for number, question in enumerate(item.questions))
    for number, objective in enumerate(course.file.value.objectives if course.file else ()):
        yield Thing(
            "objective", "objective", objective.id, f"{course.path}/course.yaml", ("objectives", number), course.id,
            objective.text, objective.text, frozenset(), objective.formerly,
        )  # fmt: skip


def _item(item: DraftLesson | DraftActivity) -> Thing:
    if isinstance(item, DraftLesson):
        front, text, what = item.front.value, " ".join(block.markdown for block in item.document.blocks), "lesson"
        return Thing(
            "item", what, item.id, item.path, (), item.path, front.title, text, frozenset(front.objectives), front.formerly
        )
    file = item.file.value
    text = file.model_dump_json(exclude={"title", "objectives", "formerly", "id"})
    return Thing(
        "item", file.kind, item.id, item.path, (), item.path, file.title, text, frozenset(file.objectives), file.formerly
    )


def _question(activity: DraftActivity, number: int, question: Question) -> Thing:
    choices = " ".join(choice.text for choice in question.choices)
    return Thing(
        "question", "question", question.id, activity.path, ("questions", number), activity.id,
        question.text, choices, frozenset(question.objectives), question.formerly,
    )  # fmt: skip


def _said_heirs(thing: Thing, course: DraftCourse, after: Things) -> tuple[list[str], list[str]]:
    """Who says to be the heir under `formerly:`, and whom `retired:` names."""
    claiming = [other.id for other in after.values() if other.kind == thing.kind and thing.id in other.formerly]
    entries = course.file.value.retired if course.file else ()
    named = [str(entry.heir) for entry in entries if entry.heir and _is_about(entry, thing)]
    return claiming, named


def _is_about(entry: Retired, thing: Thing) -> bool:
    return entry.id == thing.id and kind_of_retired(entry.kind) == thing.kind


def _became(thing: Thing, before: Things, after: Things, said_heirs: tuple[list[str], list[str]], said: CourseBefore) -> Change:
    here = after.get((thing.kind, thing.id))
    if here is not None:
        return _still_there(thing, here, after)
    claiming, named = said_heirs
    heirs = tuple(dict.fromkeys([*claiming, *named]))
    if len(heirs) > 1:
        return Change(Became.SPLIT, thing.kind, thing.id, thing, heirs)
    if claiming:
        heir = after[thing.kind, claiming[0]]
        others = [name for name in (heir.id, *heir.formerly) if name != thing.id and (thing.kind, name) in before]
        return Change(Became.MERGED if others else Became.RENAMED, thing.kind, thing.id, thing, heirs)
    if thing.id in said.retired[thing.kind]:
        return Change(Became.RETIRED, thing.kind, thing.id, thing, heirs)
    return Change(Became.VANISHED, thing.kind, thing.id, thing)


def _still_there(thing: Thing, here: Thing, after: Things) -> Change:
    if here.what != thing.what:
        return Change(Became.CHANGED_KIND, thing.kind, thing.id, thing, (here.id,), f"{thing.what} → {here.what}")
    holder = after.get(("item", here.where))
    if here.where != thing.where and not (holder and thing.where in holder.formerly):
        return Change(Became.MOVED, thing.kind, thing.id, thing, (here.id,), f"{thing.where} → {here.where}")
    return Change(Became.STAYED, thing.kind, thing.id, thing, (here.id,))


def _appeared(before: Things, after: Things) -> Iterator[Change]:
    for key, thing in after.items():
        if key not in before and not any((thing.kind, old) in before for old in thing.formerly):
            yield Change(Became.NEW, thing.kind, thing.id, None, (thing.id,), thing.what)


def _unsaid(before: CourseBefore, after: CourseBefore) -> Iterator[Change]:
    """What was said to have gone, and is said no longer: links and records to it cannot be answered any more."""
    for kind in KINDS:
        kept = after.formerly[kind] | after.retired[kind]
        gone = (before.formerly[kind] - kept - after.ids[kind]) | (before.retired[kind] - kept)
        yield from (Change(Became.UNSAID, kind, name) for name in gone)
