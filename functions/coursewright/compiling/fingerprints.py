"""Fingerprints: digests of what a change would mean to a learner, item by item, whatever the compiler makes of it.

Taken from the sources, not from the rendered bytes, so that a new compiler alone changes none; links by identifier, so that a
renamed file changes none either. Of what is private there are keyed digests only (marks.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coursewright.authoring.curriculum import Activity, Course, Curriculum, Lesson, Module
from coursewright.authoring.links import target_of
from coursewright.authoring.markdown.document import Document
from coursewright.authoring.shapes.activities import (
    ExamFile,
    PracticeFile,
    Question,
    QuizFile,
    RoleplayFile,
    SurveyFile,
)
from coursewright.compiling.activities import choice_id
from coursewright.compiling.addresses import AddressBook
from coursewright.compiling.canonical import canonical
from coursewright.compiling.claims import claims_of
from coursewright.compiling.digest import Digest, digest_of
from coursewright.compiling.marks import marks
from coursewright.compiling.rendering import Addresses, readdressed


def fingerprints(curriculum: Curriculum, course: Course, book: AddressBook) -> dict[str, Any]:
    """For the course and each item: `seen` (what a learner reads), `claims`, `objectives`, `frame` (what else binds it).

    A lesson also has what is seen of each of its translations, by language.
    """
    reader = _Reader(curriculum, course, book)
    return {
        "outline": _of([[module.id, [item.id for item in module.items]] for module in course.modules]),
        "objectives": _of([[o.id, o.text, o.weight] for o in course.file.objectives]),
        "items": {
            item.id: reader.lesson(module, item) if isinstance(item, Lesson) else reader.activity(module, item)
            for module, item in course.outline()
        },
    }


@dataclass(frozen=True, slots=True)
class _Reader:
    curriculum: Curriculum
    course: Course
    book: AddressBook

    def lesson(self, module: Module, lesson: Lesson) -> dict[str, Any]:
        front = lesson.front
        return {
            "seen": _of([front.title, front.summary, self._text(lesson.path, lesson.document)]),
            "locales": {
                made.locale: _of([made.front.title, made.front.summary, self._text(made.path, made.document)])
                for made in lesson.translations
            },
            "claims": self._claims(lesson),
            "objectives": _of(sorted(front.objectives)),
            "frame": _of(["lesson", module.id]),
        }

    def activity(self, module: Module, activity: Activity) -> dict[str, Any]:
        file = activity.file
        questions = file.questions if isinstance(file, QuizFile | ExamFile) else ()
        objectives = {*file.objectives, *(name for question in questions for name in question.objectives)}
        return {
            "seen": _of([file.title, file.summary, self._read(activity)]),
            "claims": self._claims(activity),
            "objectives": _of(sorted(objectives)),
            "frame": _of([file.kind, module.id, *_terms(activity), sorted(question.id for question in questions)]),
            **self._marks(activity),
        }

    def _marks(self, activity: Activity) -> dict[str, Any]:
        def text(*steps: str | int) -> list[Any]:
            return self._field(activity, *steps)

        found = marks(self.curriculum.settings.blind, f"{self.course.id}/{activity.id}", activity, text)
        return {"marks": found} if found else {}

    def _claims(self, item: Lesson | Activity) -> Digest:
        return _of([[name, self.curriculum.claims[name].statement] for name in claims_of(item)])

    def _read(self, activity: Activity) -> list[Any]:
        """What a learner reads; choices in the order of their text, so that shuffling them changes nothing."""
        file = activity.file
        match file:
            case QuizFile() | ExamFile():
                return [self._question(activity, q, question) for q, question in enumerate(file.questions)]
            case PracticeFile():
                return [self._field(activity, "brief"), file.starter]
            case RoleplayFile():
                return [self._field(activity, "scene"), file.learner, file.opening]
            case SurveyFile():
                asked = [question.model_dump(mode="json") for question in file.questions]
                return [file.when, self._field(activity, "intro"), asked]
            case _:
                return []

    def _question(self, activity: Activity, q: int, question: Question) -> list[Any]:
        shown = sorted(" ".join(choice.text.split()) for choice in question.choices)
        told: list[Any] = []
        if isinstance(activity.file, QuizFile) and activity.file.formative:
            told = sorted([choice_id(choice.text), choice.explanation] for choice in question.choices)
        return [question.id, self._field(activity, "questions", q, "text"), shown, told]

    def _field(self, activity: Activity, *steps: str | int) -> list[Any]:
        return self._text(activity.path, activity.texts[steps])

    def _text(self, path: str, document: Document) -> list[Any]:
        """Source of the blocks a learner may see, with whom each is for; a figure by the bytes that were authored."""
        links = Addresses(self.book.of(self.course, path, document).links, {})
        shown = [
            [[str(condition) for condition in block.conditions], block.kind, readdressed(block.markdown, links)]
            for block in document.blocks
            if block.kind != "coach"
        ]
        images = [target_of(link.href, path).path for link in document.links if link.is_image]
        return [shown, [self.curriculum.figures[image].source_sha256 for image in images]]


def _terms(activity: Activity) -> list[Any]:
    """What an assessment asks for besides its text; a formative quiz's key is public, and so part of it."""
    file = activity.file
    match file:
        case QuizFile():
            right = [sorted(choice_id(c.text) for c in question.choices if c.correct) for question in file.questions]
            return [file.formative, file.pass_mark, right if file.formative else []]
        case ExamFile():
            return [file.pass_mark, file.draw, file.attempts]
        case RoleplayFile():
            return [file.turns]
        case _:
            return []


def _of(value: Any) -> Digest:  # noqa: ANN401 - JSON
    return digest_of(canonical(value))
