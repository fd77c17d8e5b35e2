"""Pydantic's errors are led to lines and columns, in words that say what to do."""

from __future__ import annotations

import pytest

from coursewright.authoring.shapes.activities import ACTIVITY_KINDS, PracticeFile, QuizFile, SurveyFile
from coursewright.authoring.shapes.base import Shape
from coursewright.authoring.shapes.course_files import CourseFile, LessonFront
from coursewright.authoring.shapes.curriculum_files import ClaimFile, CurriculumFile, PeopleFile
from coursewright.authoring.shapes.edition_files import EditionFile
from coursewright.authoring.shapes.ledger_files import OverlayFile
from coursewright.authoring.yaml_text.located import read_shape

LESSON = "title: A\nsummary: B\nminutes: 1\n"
SURVEY = "title: A\nminutes: 1\nwhen: before\nintro: B\nquestions:\n"
SETTINGS = f"title: A\npublisher: B\nlocales: [en]\nproviders: [openai]\ndefault_model: m\nblind: {'ab' * 32}\n"
OVERLAY = "families: []\nsources: {}\n"


def _said(shape: type[Shape], text: str) -> list[str]:
    """Findings as `line:column code message help`."""
    located, findings = read_shape(shape, text.encode(), "a.yaml")
    assert (located is None) == bool(findings)
    return [f"{f.place.line}:{f.place.column} {f.code} {f.message} | {f.help}" for f in findings]


@pytest.mark.parametrize(
    ("shape", "text", "expected"),
    [
        (LessonFront, "summary: B\nminutes: 1\n", '1:1 missing-field "title" is missing | Add `title:` here.'),
        (
            PeopleFile,
            "people:\n  - {id: a, name: A}\n  - name: B\n",
            '3:5 missing-field "id" is missing | Add `id:` here.',
        ),
        (
            EditionFile,
            "title: A\nperiod:\n  until: 2026-01-02\neffective: 2026-01-01\nbaseline_models: [m]\nnote: N\n",
            '3:3 missing-field "from" is missing | Add `from:` here.',
        ),
        (LessonFront, LESSON + "sumary: C\n", '4:1 unknown-field there is no field "sumary" here | Did you mean `summary`?'),
        (
            PeopleFile,
            "people:\n  - {id: a, name: A, nmae: B}\n",
            '2:22 unknown-field there is no field "nmae" here | Did you mean `name`?',
        ),
        (PeopleFile, "people: []\nx: 1\n", '2:1 unknown-field there is no field "x" here | Fields here: people.'),
        (
            OverlayFile,
            "families: []\nsources:\n  s:\n    title: A\n    url: https://x.org\n    read: 2026-01-01\n    raed: 2026-01-01\n",
            '7:5 unknown-field there is no field "raed" here | Did you mean `read`?',
        ),
        (
            CurriculumFile,
            SETTINGS + "dimensions:\n  role:\n    title: A\n    values: {a: A}\n    default: a\n    defualt: a\n",
            '12:5 unknown-field there is no field "defualt" here | Did you mean `default`?',
        ),
    ],
)
def test_missing_and_unknown_fields_are_found_where_they_belong(shape: type[Shape], text: str, expected: str) -> None:
    assert [expected] == _said(shape, text)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("{id: q, text: T, kind: text, low: L}", '6:34 unknown-field there is no field "low" here'),
        ("{id: q, kind: text}", '6:5 missing-field "text" is missing'),
        ("{text: T, kind: text}", '6:5 missing-field "id" is missing'),
        ("{id: q, text: 1, kind: text}", '6:19 invalid-value "text" must be text'),
        ("{id: q, text: [T], kind: text}", '6:19 invalid-value "text" must be text'),
        ("{id: q, text: T, kind: scale, low: L}", '6:5 missing-field "high" is missing'),
        ("{id: q, text: T, kind: choice, choices: [A, 1]}", "6:49 invalid-value item 2 must be text"),
        ("{id: q, text: T, kind: choice, choices: [A]}", '6:45 invalid-value "choices" needs at least 2'),
        ("{id: q, text: T, kind: other}", "6:28 invalid-value \"kind\" must be one of 'scale', 'choice', 'text'"),
        ("{id: q, text: T}", '6:5 missing-field "kind" is missing'),
        ("{id: q, text: T, kind: [text]}", '6:28 invalid-value "kind"'),
        ("7", "6:5 invalid-value item 1 must hold fields"),
    ],
)
def test_the_tag_of_a_union_is_no_step_even_where_a_field_has_its_name(question: str, expected: str) -> None:
    (said,) = _said(SurveyFile, f"{SURVEY}  - {question}\n")

    assert said.startswith(expected)


@pytest.mark.parametrize(
    ("shape", "text", "expected"),
    [
        (LessonFront, LESSON + "objectives: a\n", '4:13 invalid-value "objectives" must be a list'),
        (LessonFront, LESSON + "objectives: [a, B c, d]\n", "4:17 invalid-value item 2 must be lower-case words"),
        (LessonFront, LESSON + "models: [a, A]\n", "4:13 invalid-value item 2 must be a model, a family"),
        (LessonFront, LESSON + "id:\n", ""),
        (LessonFront, LESSON.replace("1", '"1"'), '3:10 invalid-value "minutes" must be a whole number'),
        (LessonFront, LESSON.replace("1", "1.0"), '3:10 invalid-value "minutes" must be a whole number'),
        (LessonFront, LESSON.replace("1", "true"), '3:10 invalid-value "minutes" must be a whole number'),
        (LessonFront, LESSON.replace("1", "0"), '3:10 invalid-value "minutes" must be at least 1'),
        (LessonFront, LESSON.replace("B", "x" * 301), '2:10 invalid-value "summary" is longer than 300 characters'),
        (LessonFront, LESSON.replace("B", ""), '2:9 invalid-value "summary" must be text'),
        (LessonFront, "- a\n", "1:1 not-a-mapping the file should hold fields"),
        (LessonFront, "text", "1:1 not-a-mapping the file should hold fields"),
        (LessonFront, "", "1:1 not-a-mapping the file should hold fields"),
        (OverlayFile, OVERLAY.replace("{}", "{A b: {}}"), '2:11 invalid-value "A b" must be lower-case words'),
        (OverlayFile, "families: []\nsources: []\n", '2:10 invalid-value "sources" must hold fields'),
        (CurriculumFile, SETTINGS.replace("[en]", "[EN]"), "3:11 invalid-value item 1 must be a language tag"),
        (CurriculumFile, SETTINGS.replace("ab" * 32, "ab"), '6:8 invalid-value "blind" must be 64 hex digits'),
        (
            CurriculumFile,
            SETTINGS + "dimensions:\n  model: {title: A, values: {a: A}, default: a}\n",
            '8:3 invalid-value "dimensions" does not fit: "model" cannot be a dimension',
        ),
        (
            CurriculumFile,
            SETTINGS + "dimensions:\n  role: {title: A, values: {a: A}, default: b}\n",
            '8:45 invalid-value "default" does not fit: "b" is not one of the values',
        ),
        (
            OverlayFile,
            OVERLAY + "facts:\n  - {model: m, field: released, value: soon, source: s}\n",
            '4:40 invalid-value "value" does not fit: released must be a date like 2026-10-23',
        ),
    ],
)
def test_a_value_that_does_not_fit_is_found_at_the_value(shape: type[Shape], text: str, expected: str) -> None:
    said = "\n".join(_said(shape, text))

    assert said.startswith(expected)
    assert bool(said) == bool(expected)


@pytest.mark.parametrize("day", ["2026-10-23", '"2026-10-23"'])
def test_a_date_is_read_from_text(day: str) -> None:
    text = "statement: A\nmodels: [m]\nsources: [{title: T, url: https://example.org, read: 2026-01-01}]\nowner: o\nreview_by: "

    assert [] == _said(ClaimFile, f"{text}{day}\n")


@pytest.mark.parametrize("day", ["2026-02-30", "23.10.2026", "2026-10", "20261023", "2026-10-23T00:00:00Z", "0", "[2026]"])
def test_nothing_else_is_a_date(day: str) -> None:
    text = "statement: A\nmodels: [m]\nsources: [{title: T, url: https://example.org, read: 2026-01-01}]\nowner: o\nreview_by: "
    (said,) = _said(ClaimFile, f"{text}{day}\n")

    assert said.startswith('5:12 invalid-value "review_by" must be a date')


def test_every_problem_of_a_file_is_found_at_once() -> None:
    said = _said(QuizFile, "title: 1\nminutes: x\nformative: maybe\nquestions:\n  - {id: A, text: T, choices: [{text: 1}]}\n")

    assert [
        '1:8 invalid-value "title"',
        '2:10 invalid-value "minutes"',
        '3:12 invalid-value "formative"',
        '1:1 missing-field "pass_mark"',
        '5:10 invalid-value "id"',
        '5:39 invalid-value "text"',
    ] == [" ".join(line.split(" ")[:3]) for line in said]


def test_a_list_whose_items_fail_is_not_also_too_short() -> None:
    said = _said(
        PracticeFile, "title: A\nminutes: 1\nbrief: B\nrubric:\n  - {id: a, criterion: C, levels: [{points: 0}, {points: 1}]}\n"
    )

    assert ["missing-field", "missing-field"] == [line.split(" ")[1] for line in said]


def test_a_file_that_fits_knows_where_each_part_stands() -> None:
    located, findings = read_shape(PeopleFile, b"people:\n  - id: a\n    name: A\n", "people.yaml")

    assert () == findings
    assert located is not None
    assert ("a", 2, 9) == (located.value.people[0].id, (place := located.at("people", 0, "id")).line, place.column)


@pytest.mark.parametrize("shape", [CourseFile, CurriculumFile, EditionFile, OverlayFile, *ACTIVITY_KINDS.values()])
def test_every_missing_field_is_named(shape: type[Shape]) -> None:
    needed = {field.alias or name for name, field in shape.model_fields.items() if field.is_required()}
    _, findings = read_shape(shape, b"{}", "a.yaml")

    assert needed == {finding.message.split('"')[1] for finding in findings}
    assert {"missing-field"} == {finding.code for finding in findings}
