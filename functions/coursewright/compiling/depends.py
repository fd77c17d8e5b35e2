"""What each part of a course depends on, and who looks after it: for editors, and for whoever works out what stopped being true.

Learners never get this object, and it holds no text of theirs: which models and parts of APIs an item's texts name (keys, rubrics
and notes for the tutor included, as they have to be mended too), which models its passages are for, what each question rests
on, and the file and the owner of each item and claim. No line numbers: they would change with every edit above.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from coursewright.authoring.curriculum import Activity, Course, Curriculum, Lesson
from coursewright.authoring.markdown.conditions import MODEL
from coursewright.authoring.markdown.document import Document
from coursewright.authoring.naming import Naming
from coursewright.authoring.owners import Owners
from coursewright.authoring.shapes.activities import ExamFile, Question, QuizFile
from coursewright.compiling.claims import claims_of

_NO_TEXT = ("id", "kind", "objectives", "claims", "formerly", "questions", "when")


class Dependencies:
    """Finds what the courses of one curriculum depend on."""

    def __init__(self, curriculum: Curriculum) -> None:
        self.curriculum = curriculum
        self.owners = Owners(curriculum.people)

    @cached_property
    def naming(self) -> Naming:
        """What can be named: the ledger's models and families, and each part of an API that a claim or the ledger knows."""
        ledger, claims = self.curriculum.ledger, self.curriculum.claims.values()
        return Naming({*ledger.models, *ledger.families}, {*ledger.api, *(part for claim in claims for part in claim.api)})

    def of(self, course: Course) -> dict[str, Any]:
        """The object of one course."""
        claims = sorted({name for _, item in course.outline() for name in claims_of(item)})
        return {
            "kind": "depends",
            "course": course.id,
            "items": {item.id: self._item(item) for _, item in course.outline()},
            "objectives": {objective.id: self._named([objective.text]) for objective in course.file.objectives},
            "claims": {name: {"owner": self.curriculum.claims[name].owner, "path": f"claims/{name}.yaml"} for name in claims},
        }

    def _item(self, item: Lesson | Activity) -> dict[str, Any]:
        texts = _lesson(item) if isinstance(item, Lesson) else _strings(item.file.model_dump(mode="json"))
        about = {"owner": self.owners.of(item.path), "path": item.path, **self._named(list(texts))}
        if isinstance(item, Lesson):
            return {**about, "conditions": sorted(set(_asked_for(item)))}
        questions = item.file.questions if isinstance(item.file, QuizFile | ExamFile) else ()
        return {**about, "conditions": [], "questions": {question.id: self._question(question) for question in questions}}

    def _question(self, question: Question) -> dict[str, Any]:
        return {
            "objectives": list(question.objectives),
            "claims": list(question.claims),
            **self._named(list(_strings(question.model_dump(mode="json")))),
        }

    def _named(self, texts: list[str]) -> dict[str, list[str]]:
        return {"speaks_of": self.naming.models(texts), "api": self.naming.api(texts)}


def _lesson(lesson: Lesson) -> Iterator[str]:
    """Every text of a lesson in every language, what only the tutor reads included."""
    yield from (lesson.front.title, lesson.front.summary, *_markdown(lesson.document))
    for made in lesson.translations:
        yield from (made.front.title, made.front.summary, *_markdown(made.document))


def _markdown(document: Document) -> Iterator[str]:
    return (block.markdown for block in document.blocks)


def _asked_for(lesson: Lesson) -> Iterator[str]:
    """The models that passages are for; a passage for all but some is about none of them."""
    documents = [lesson.document, *(made.document for made in lesson.translations)]
    conditions = (condition for document in documents for block in document.blocks for condition in block.conditions)
    for condition in conditions:
        if condition.dimension == MODEL and not condition.negated:
            yield from condition.values


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Every text in a file's fields, identifiers left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in _NO_TEXT:
                yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
