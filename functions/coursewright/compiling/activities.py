"""An activity is split in two: what a learner may see, and what marks it (answer key, explanations, rubric, the partner's brief).

Choices are ordered and named by the digest of what they say, so the order an author wrote them in leaves no trace. A quiz marked
`formative` gives its key to the learner by its author's choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coursewright.authoring.curriculum import Activity, Course, Module
from coursewright.authoring.markdown.document import Document, plain_text
from coursewright.authoring.shapes.activities import (
    SCALE_STEPS,
    Criterion,
    ExamFile,
    PracticeFile,
    Question,
    QuizFile,
    RoleplayFile,
    ScaleQuestion,
    SurveyFile,
    SurveyQuestion,
)
from coursewright.compiling.addresses import AddressBook
from coursewright.compiling.digest import digest_of
from coursewright.compiling.rendering import html_of_tokens, readdressed


@dataclass(frozen=True, slots=True)
class CompiledActivity:
    """`public` for learners; `key` for whoever scores, `coach` for the tutor, each None where there is nothing to hide."""

    public: dict[str, Any]
    key: dict[str, Any] | None
    coach: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class _Texts:
    """The Markdown fields of one activity, as readers get them."""

    activity: Activity
    course: Course
    book: AddressBook

    def of(self, *steps: str | int) -> dict[str, str]:
        document: Document = self.activity.texts[steps]
        addresses = self.book.of(self.course, self.activity.path, document)
        tokens = [token for block in document.blocks for token in block.tokens]
        source = "\n\n".join(block.markdown for block in document.blocks)
        return {"markdown": readdressed(source, addresses), "html": html_of_tokens(tokens, addresses), "text": plain_text(tokens)}


def choice_id(text: str) -> str:
    """A choice's name: 16 hex digits of the digest of what it says, spaces aside."""
    return digest_of(" ".join(text.split()).encode())[:16]


def compile_activity(course: Course, module: Module, activity: Activity, book: AddressBook) -> CompiledActivity:
    """Split an activity into its public and its private parts."""
    file = activity.file
    texts = _Texts(activity, course, book)
    public: dict[str, Any] = {
        "kind": file.kind,
        "id": activity.id,
        "course": course.id,
        "module": module.id,
        "title": file.title,
        "summary": file.summary,
        "minutes": file.minutes,
        "objectives": _objectives(course, file.objectives),
        "formerly": list(file.formerly),
    }
    match file:
        case QuizFile():
            public |= {"formative": file.formative, "pass_mark": file.pass_mark}
            public["questions"] = _questions(file.questions, texts, with_key=file.formative)
            return CompiledActivity(public, None if file.formative else _key(file.questions, texts), None)
        case ExamFile():
            public |= {"pass_mark": file.pass_mark, "draw": file.draw, "attempts": file.attempts}
            public["questions"] = _questions(file.questions, texts, with_key=False)
            return CompiledActivity(public, _key(file.questions, texts), None)
        case PracticeFile():
            public |= {"brief": texts.of("brief"), "starter": file.starter}
            return CompiledActivity(public, {"rubric": _rubric(file.rubric)}, None)
        case RoleplayFile():
            public |= {"scene": texts.of("scene"), "learner": file.learner, "opening": file.opening, "turns": file.turns}
            return CompiledActivity(public, {"rubric": _rubric(file.rubric)}, {"partner": texts.of("partner")})
        case SurveyFile():
            public |= {
                "when": file.when,
                "intro": texts.of("intro"),
                "questions": [_asked(question) for question in file.questions],
            }
    return CompiledActivity(public, None, None)


def _asked(question: SurveyQuestion) -> dict[str, Any]:
    steps = {"steps": SCALE_STEPS} if isinstance(question, ScaleQuestion) else {}
    return {**question.model_dump(mode="json"), **steps}


def _objectives(course: Course, names: tuple[str, ...]) -> list[dict[str, str]]:
    texts: Mapping[str, str] = {objective.id: objective.text for objective in course.file.objectives}
    return [{"id": name, "text": texts[name]} for name in names]


def _questions(questions: tuple[Question, ...], texts: _Texts, *, with_key: bool) -> list[dict[str, Any]]:
    made = []
    for q, question in enumerate(questions):
        choices = []
        for c, choice in enumerate(question.choices):
            one: dict[str, Any] = {"id": choice_id(choice.text), **texts.of("questions", q, "choices", c, "text")}
            if with_key:
                one |= {"correct": choice.correct, "explanation": _explanation(question, q, c, texts)}
            choices.append(one)
        made.append(
            {
                "id": question.id,
                **texts.of("questions", q, "text"),
                "select": "many" if sum(choice.correct for choice in question.choices) > 1 else "one",
                "objectives": list(question.objectives),
                "claims": list(question.claims),
                "formerly": list(question.formerly),
                "choices": sorted(choices, key=lambda choice: str(choice["id"])),
            }
        )
    return made


def _key(questions: tuple[Question, ...], texts: _Texts) -> dict[str, Any]:
    return {
        "questions": {
            question.id: {
                "right": sorted(choice_id(choice.text) for choice in question.choices if choice.correct),
                "explanations": {
                    choice_id(choice.text): _explanation(question, q, c, texts) for c, choice in enumerate(question.choices)
                },
            }
            for q, question in enumerate(questions)
        }
    }


def _explanation(question: Question, q: int, c: int, texts: _Texts) -> dict[str, str] | None:
    return texts.of("questions", q, "choices", c, "explanation") if question.choices[c].explanation else None


def _rubric(criteria: tuple[Criterion, ...]) -> list[dict[str, Any]]:
    return [criterion.model_dump(mode="json") for criterion in criteria]
