"""A lesson's or an activity's file → its draft: front matter and fields as shapes, every Markdown text parsed once."""

from __future__ import annotations

import re
from typing import TypeVar

from coursewright.authoring.decoding import decode_text
from coursewright.authoring.draft import DraftActivity, DraftLesson, DraftTranslation
from coursewright.authoring.findings.finding import Finding, Place
from coursewright.authoring.markdown.document import Document, at_place, in_file, read_document
from coursewright.authoring.shapes.activities import (
    ActivityFile,
    ExamFile,
    PracticeFile,
    QuizFile,
    RoleplayFile,
    SurveyFile,
)
from coursewright.authoring.shapes.base import Shape
from coursewright.authoring.shapes.course_files import LessonFront, TranslationFront
from coursewright.authoring.slug import Slug
from coursewright.authoring.yaml_text.located import Located, read_shape

S = TypeVar("S", bound=Shape)

MAX_LESSON_BYTES = 50_000
"""Also of all texts of an activity. Markdown can cost 16 microseconds a byte; a long lesson has 20,000."""
_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


def front_matter(text: str) -> re.Match[str] | None:
    """What stands between the --- lines at the beginning of a lesson's file; the body follows its end."""
    return _FRONT.match(text)


def read_lesson(data: bytes, path: str, default_id: Slug) -> tuple[DraftLesson | None, tuple[Finding, ...]]:
    """Read NN-<lesson>.md: front matter between --- lines, then Markdown."""
    found, findings = _read_markdown(LessonFront, data, path)
    if found is None:
        return None, findings
    located, document = found
    return DraftLesson(located.value.id or default_id, path, located, document), findings


def read_translation(data: bytes, path: str, locale: str, original: str) -> tuple[DraftTranslation | None, tuple[Finding, ...]]:
    """Read NN-<lesson>.<language>.md."""
    found, findings = _read_markdown(TranslationFront, data, path)
    return (DraftTranslation(locale, path, original, *found) if found else None), findings


def _read_markdown(shape: type[S], data: bytes, path: str) -> tuple[tuple[Located[S], Document] | None, tuple[Finding, ...]]:
    """Front matter of this shape, then Markdown."""
    text, findings = decode_text(data, path, MAX_LESSON_BYTES)
    if text is None:
        return None, findings
    text = text.replace("\r\n", "\n")
    front = front_matter(text)
    if front is None:
        begun = re.match(r"---[ \t]*(?:\n|\Z)", text)
        missing = Finding(
            "front-matter",
            Place(path),
            "the lesson's front matter is never closed" if begun else "the lesson does not begin with front matter",
            "Begin with a line `---`, then title, summary, minutes and objectives, then a line `---`.",
        )
        return None, (missing,)
    located, findings = read_shape(shape, front[1].encode(), path, first_line=2)
    body_line = text[: front.end()].count("\n") + 1
    document = read_document(text[front.end() :], in_file(path, body_line))
    return ((located, document) if located else None), (*findings, *document.findings)


def read_activity(
    shape: type[ActivityFile], data: bytes, path: str, default_id: Slug
) -> tuple[DraftActivity | None, tuple[Finding, ...]]:
    """Read <name>.<kind>.yaml."""
    located, findings = read_shape(shape, data, path)
    if located is None:
        return None, findings
    written = _texts(located)
    if (length := sum(len(text) for _, text in written)) > MAX_LESSON_BYTES:
        said = f"its texts have {length:,} characters in all; at most {MAX_LESSON_BYTES:,} are read"
        return None, (Finding("file-too-large", Place(path), said, "Split it into several files."),)
    texts: dict[tuple[str | int, ...], Document] = {}
    for steps, text in written:
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
