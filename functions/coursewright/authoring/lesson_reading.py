"""A lesson's or an activity's file → its draft: front matter and fields as shapes, every Markdown text parsed once."""

from __future__ import annotations

import re

from coursewright.authoring.draft import DraftActivity, DraftLesson
from coursewright.authoring.finding import Finding, Place
from coursewright.authoring.located import Located, read_shape
from coursewright.authoring.markdown.document import Document, at_place, in_file, read_document
from coursewright.authoring.shapes.activities import (
    ActivityFile,
    ExamFile,
    PracticeFile,
    QuizFile,
    RoleplayFile,
    SurveyFile,
)
from coursewright.authoring.shapes.course_files import LessonFront
from coursewright.authoring.slug import Slug
from coursewright.authoring.yaml_nodes import decode_text

MAX_LESSON_BYTES = 256_000
_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


def read_lesson(data: bytes, path: str, default_id: Slug) -> tuple[DraftLesson | None, tuple[Finding, ...]]:
    """Read NN-<lesson>.md: front matter between --- lines, then Markdown."""
    text, findings = decode_text(data, path, MAX_LESSON_BYTES)
    if text is None:
        return None, findings
    text = text.replace("\r\n", "\n")
    front = _FRONT.match(text)
    if front is None:
        begun = re.match(r"---[ \t]*(?:\n|\Z)", text)
        missing = Finding(
            "front-matter",
            Place(path),
            "the lesson's front matter is never closed" if begun else "the lesson does not begin with front matter",
            "Begin with a line `---`, then title, summary, minutes and objectives, then a line `---`.",
        )
        return None, (missing,)
    located, findings = read_shape(LessonFront, front[1].encode(), path, first_line=2)
    body_line = text[: front.end()].count("\n") + 1
    document = read_document(text[front.end() :], in_file(path, body_line))
    findings = (*findings, *document.findings)
    if located is None:
        return None, findings
    return DraftLesson(located.value.id or default_id, path, located, document), findings


def read_activity(
    shape: type[ActivityFile], data: bytes, path: str, default_id: Slug
) -> tuple[DraftActivity | None, tuple[Finding, ...]]:
    """Read <name>.<kind>.yaml."""
    located, findings = read_shape(shape, data, path)
    if located is None:
        return None, findings
    texts: dict[tuple[str | int, ...], Document] = {}
    for steps, text in _texts(located):
        texts[steps] = read_document(text, at_place(located.at(*steps)), blocks_allowed=False)
    problems = tuple(finding for document in texts.values() for finding in document.findings)
    return DraftActivity(located.value.id or default_id, path, located, texts), problems


def _texts(located: Located[ActivityFile]) -> list[tuple[tuple[str | int, ...], str]]:
    """The Markdown fields of an activity, each with the steps that lead to it."""
    match located.value:
        case QuizFile(questions=questions) | ExamFile(questions=questions):
            found: list[tuple[tuple[str | int, ...], str]] = []
            for q, question in enumerate(questions):
                found.append((("questions", q, "text"), question.text))
                for c, choice in enumerate(question.choices):
                    found.append((("questions", q, "choices", c, "text"), choice.text))
                    if choice.explanation:
                        found.append((("questions", q, "choices", c, "explanation"), choice.explanation))
            return found
        case PracticeFile(brief=brief):
            return [(("brief",), brief)]
        case RoleplayFile(scene=scene, partner=partner):
            return [(("scene",), scene), (("partner",), partner)]
        case SurveyFile(intro=intro):
            return [(("intro",), intro)]
        case _:
            return []
