"""What an author sees while typing: the real YAML language server over course files and front matter, with our schemas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from authoring.language_server import LanguageServer
from courses import ARCHIVE, CONTENT, COURSE, ROOT
from coursewright.authoring.lesson_reading import front_matter
from coursewright.authoring.schemas import FOLDER, modeline, schema_for

COURSE_FILE = CONTENT / COURSE / "course.yaml"
QUIZ = CONTENT / COURSE / "asking-well" / "05-asking-well-check.quiz.yaml"
LESSON = CONTENT / COURSE / "asking-well" / "02-tokens-and-context.md"


@pytest.fixture(scope="module")
def editor() -> Iterator[LanguageServer]:
    with LanguageServer() as server:
        yield server


def _named(path: Path, content: Path = CONTENT) -> str:
    """A shipped YAML file, beginning with the line that names its schema."""
    name = schema_for(path.relative_to(content).as_posix())
    assert name
    text = path.read_text()
    line = modeline(name, str(ROOT / FOLDER), str(path.parent))
    return text if text.startswith(line) else f"{line}\n{text}"


def _front(path: Path) -> str:
    """A lesson's front matter as a YAML file of its own, which is how an editor's plug-in shows it to the server."""
    found = front_matter(path.read_text())
    assert found
    return f"{modeline('lesson-front-matter', str(ROOT / FOLDER), str(path.parent))}\n{found[1]}"


def _line_of(text: str, start: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(start))


def test_a_field_is_offered_in_a_course_file(editor: LanguageServer) -> None:
    text = _named(COURSE_FILE).rstrip("\n") + "\npre"
    path = COURSE_FILE.with_name("course-field.yaml")
    editor.show(path, text)

    assert "prerequisites" in editor.offers(path, len(text.splitlines()), 4)


def test_the_values_of_an_enumeration_are_offered(editor: LanguageServer) -> None:
    text = _named(COURSE_FILE).replace("level: foundation", "level: ")
    path = COURSE_FILE.with_name("course-value.yaml")
    editor.show(path, text)

    assert {"foundation", "practitioner", "expert"} <= set(editor.offers(path, _line_of(text, "level: "), 8))


def test_an_unknown_field_and_a_wrong_type_are_underlined(editor: LanguageServer) -> None:
    text = _named(COURSE_FILE).replace("audience:", "audiense:").replace("weight: 15", "weight: heavy", 1)
    path = COURSE_FILE.with_name("course-wrong.yaml")
    editor.show(path, text)
    found = editor.problems(path)

    assert [] != [problem for problem in found if problem.startswith(f"{_line_of(text, 'audiense')}: ") and "audiense" in problem]
    assert [] != [problem for problem in found if problem.startswith(f"{_line_of(text, '    weight: heavy')}: ")]
    assert [] != [problem for problem in found if '"audience"' in problem]


def test_a_question_of_a_quiz_is_completed_and_judged(editor: LanguageServer) -> None:
    text = _named(QUIZ).replace("        correct: true\n", "        corect: true\n        \n", 1)
    path = QUIZ.with_name("05-wrong.quiz.yaml")
    editor.show(path, text)
    wrong = _line_of(text, "        corect")

    assert "correct" in editor.offers(path, wrong + 1, 9)
    assert [f"{wrong}: Property corect is not allowed."] == editor.problems(path)


def test_front_matter_is_completed_and_judged(editor: LanguageServer) -> None:
    text = _front(LESSON).replace("minutes: 8", "minutes: eight").replace("claims:", "clams:") + "for"
    path = LESSON.with_name("02-front.yaml")
    editor.show(path, text)
    found = editor.problems(path)

    assert {"claims", "formerly"} <= set(editor.offers(path, len(text.splitlines()), 4))
    assert [] != [problem for problem in found if problem.startswith(f"{_line_of(text, 'minutes')}: ")]
    assert [] != [problem for problem in found if "clams" in problem]


def test_nothing_is_underlined_in_what_is_shipped(editor: LanguageServer) -> None:
    shown = {path: _named(path, content) for content in (CONTENT, ARCHIVE) for path in sorted(content.rglob("*.yaml"))}
    shown |= {path.with_suffix(".yaml"): _front(path) for path in sorted((CONTENT / COURSE).rglob("*.md"))}
    for path, text in shown.items():
        editor.show(path, text)

    assert len(shown) > 60
    assert {} == {path.name: found for path in shown if (found := editor.problems(path))}
