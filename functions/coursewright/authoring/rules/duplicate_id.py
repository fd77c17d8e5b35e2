"""Every identifier is used once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coursewright.authoring.draft import Draft, DraftActivity, DraftCourse, DraftLesson
from coursewright.authoring.findings.finding import Finding, Place
from coursewright.authoring.shapes.activities import PracticeFile, RoleplayFile, SurveyFile


def duplicate_id(draft: Draft) -> Iterator[Finding]:
    """Modules, objectives, questions, and lessons together with activities each have identifiers of their own in a course.

    So have the questions of one survey, the criteria of one rubric, people and model families. Learners' records, links and
    certificates name things by these identifiers, so one name must not mean two things. An identifier a thing had before
    (`formerly`) counts as taken. Give the newer of the two another id: rename the file, or set `id:`. Where one replaces the
    other, remove the old file and list its id under `formerly:` of the new one.
    """
    for course in draft.courses:
        yield from _twice("item", _items(course))
        yield from _twice("question", _questions(course))
        yield from _twice("objective", _objectives(course))
        yield from _twice("module", _modules(course))
        for activity in course.activities():
            yield from _twice("question", _survey_questions(activity))
            yield from _twice("criterion", _criteria(activity))
    if draft.people:
        people = draft.people.value.people
        yield from _twice("person", [(p.id, draft.people.at("people", i, "id")) for i, p in enumerate(people)])
    if draft.overlay:
        families = draft.overlay.value.families
        yield from _twice("family", [(f.id, draft.overlay.at("families", i, "id")) for i, f in enumerate(families)])


def _items(course: DraftCourse) -> Iterator[tuple[str, Place]]:
    for item in course.items():
        located = item.front if isinstance(item, DraftLesson) else item.file
        has_id = located.value.model_dump().get("id") is not None
        yield item.id, located.at("id") if has_id else Place(item.path)
        former = located.value.model_dump().get("formerly", ())
        yield from ((old, located.at("formerly", index)) for index, old in enumerate(former))


def _questions(course: DraftCourse) -> Iterator[tuple[str, Place]]:
    for activity in course.activities():
        for index, question in enumerate(activity.questions):
            yield question.id, activity.file.at("questions", index, "id")
            for k, old in enumerate(question.formerly):
                yield old, activity.file.at("questions", index, "formerly", k)


def _survey_questions(activity: DraftActivity) -> Iterator[tuple[str, Place]]:
    if isinstance(activity.file.value, SurveyFile):
        for index, question in enumerate(activity.file.value.questions):
            yield question.id, activity.file.at("questions", index, "id")


def _criteria(activity: DraftActivity) -> Iterator[tuple[str, Place]]:
    if isinstance(activity.file.value, PracticeFile | RoleplayFile):
        for index, criterion in enumerate(activity.file.value.rubric):
            yield criterion.id, activity.file.at("rubric", index, "id")


def _objectives(course: DraftCourse) -> Iterator[tuple[str, Place]]:
    if course.file:
        for index, objective in enumerate(course.file.value.objectives):
            yield objective.id, course.file.at("objectives", index, "id")
            for k, old in enumerate(objective.formerly):
                yield old, course.file.at("objectives", index, "formerly", k)


def _modules(course: DraftCourse) -> Iterator[tuple[str, Place]]:
    for module in course.modules:
        yield module.id, Place(f"{module.path}/module.yaml")
        if module.file:
            for k, old in enumerate(module.file.value.formerly):
                yield old, module.file.at("formerly", k)


def _twice(what: str, named: Iterable[tuple[str, Place]]) -> Iterator[Finding]:
    first: dict[str, Place] = {}
    for name, place in named:
        if name in first:
            taken = first[name]
            yield Finding(
                "duplicate-id",
                place,
                f'the {what} id "{name}" is already taken in {taken.path}, line {taken.line}',
                "Give one of the two another id.",
            )
        first.setdefault(name, place)
