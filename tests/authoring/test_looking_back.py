"""Rules that compare with what learners have now: silent without it, and content with what is shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.trees import VALID, files_of, lines_of, tree_of, with_files
from coursewright.authoring.baseline import LOOKING_BACK, Baseline
from coursewright.authoring.check import check
from coursewright.authoring.drafting import draft
from coursewright.authoring.ids.identifiers import baseline_of
from coursewright.authoring.rules import rules
from coursewright.authoring.sources.folder import read_folder

ROOT = Path(__file__).parents[2]
COURSE = "courses/minimal/course.yaml"
EXAM = "courses/minimal/second/04-final.exam.yaml"
READING = "courses/minimal/first/01-reading.md"
LOOKING = [rule for rule in rules() if rule.__name__.replace("_", "-") in LOOKING_BACK]


@pytest.fixture(scope="module")
def before() -> Baseline:
    return baseline_of(draft(tree_of(files_of(VALID))), "before")


def text_of(path: str) -> str:
    return files_of(VALID)[path].decode()


def found(before: Baseline | None, changes: dict[str, bytes | str | None]) -> list[str]:
    drafted = draft(with_files(changes), baseline=before)
    return sorted(f"{finding.code}: {finding.message}" for rule in LOOKING for finding in rule(drafted))


def renamed(path: str, new: str) -> dict[str, bytes | str | None]:
    return {path: None, new: files_of(VALID)[path]}


def test_the_edition_that_is_shipped_follows_from_the_one_before() -> None:
    q3 = baseline_of(draft(read_folder(ROOT / "archive" / "2026-Q3")), "2026-Q3")

    assert [] == lines_of(check(read_folder(ROOT / "content"), baseline=q3))


def test_the_edition_before_does_not_follow_from_the_one_that_is_shipped() -> None:
    q4 = baseline_of(draft(read_folder(ROOT / "content")), "2026-Q4")
    report = check(read_folder(ROOT / "archive" / "2026-Q3"), baseline=q4)

    assert {"forgotten-heir", "vanished-id"} == {finding.code for finding in report.findings}


def test_a_tree_follows_from_itself(before: Baseline) -> None:
    assert [] == lines_of(check(tree_of(files_of(VALID)), baseline=before))


def test_without_a_baseline_nothing_is_missed() -> None:
    assert [] == found(None, {READING: None, COURSE: text_of(COURSE).replace("retired:", "retired: []\n_:")})


def test_a_course_that_was_not_there_before_is_not_missed() -> None:
    assert [] == found(Baseline("before"), {})


def test_a_course_that_is_gone_is_missed(before: Baseline) -> None:
    gone: dict[str, bytes | str | None] = {path: None for path in files_of(VALID) if path.startswith("courses/")}

    assert ['vanished-id: the course "minimal" of before is gone'] == found(before, gone)


def test_a_lesson_may_move_and_be_renamed_if_it_keeps_its_id(before: Baseline) -> None:
    moved = text_of(READING).replace("title: Reading", "title: Reading\nid: reading")

    assert [] == found(before, {READING: None, "courses/minimal/second/07-other.md": moved})


def test_a_lesson_that_is_renamed_says_what_it_was(before: Baseline) -> None:
    new = "courses/minimal/first/01-perusing.md"
    formerly = text_of(READING).replace("title: Reading", "title: Reading\nformerly: [reading]")

    assert ['vanished-id: the lesson "reading" of before is gone without an heir'] == found(before, renamed(READING, new))
    assert [] == found(before, {READING: None, new: formerly})


@pytest.mark.parametrize("kind", ["lesson", "activity"])
def test_lessons_and_activities_retire_as_one_kind(before: Baseline, kind: str) -> None:
    retired = text_of(COURSE) + f"  - {{id: reading, kind: {kind}, reason: It was read.}}\n"

    assert [] == found(before, {READING: None, COURSE: retired})


def test_a_thing_of_another_kind_does_not_retire_it(before: Baseline) -> None:
    retired = text_of(COURSE) + "  - {id: reading, kind: question, reason: It was read.}\n"

    assert ['vanished-id: the lesson "reading" of before is gone without an heir'] == found(
        before, {READING: None, COURSE: retired}
    )


def test_a_question_may_move_to_another_activity(before: Baseline) -> None:
    head, second = text_of(EXAM).split("  - id: when-to-stop")
    quiz = f"title: Moved\nminutes: 1\nformative: true\npass_mark: 50\nquestions:\n  - id: when-to-stop{second}"

    assert [] == found(before, {EXAM: head, "courses/minimal/second/05-moved.quiz.yaml": quiz})


@pytest.mark.parametrize("broken", [COURSE, EXAM, READING, "courses/minimal/first/module.yaml"])
def test_nothing_is_missed_in_a_course_that_cannot_be_read(before: Baseline, broken: str) -> None:
    assert [] == found(before, {broken: b"\xff"})


def test_a_retired_id_does_not_come_back(before: Baseline) -> None:
    course = text_of(COURSE).split("retired:")[0]
    lesson = text_of(READING).replace("title: Reading", "title: Opening")

    assert ["forgotten-heir: `retired: opening` of before (item) is gone"] == found(
        before, {COURSE: course, "courses/minimal/first/05-opening.md": lesson}
    )


def test_every_kind_of_thing_may_say_what_it_was(before: Baseline) -> None:
    module = text_of("courses/minimal/first/module.yaml") + "formerly: [zeroth]\n"
    older = baseline_of(draft(with_files({"courses/minimal/first/module.yaml": module})), "older")

    assert ["forgotten-heir: `formerly: zeroth` of older (module) is gone"] == found(older, {})
    assert [] == found(before, {"courses/minimal/first/module.yaml": module})


def test_an_exam_cannot_become_a_survey(before: Baseline) -> None:
    survey = "title: S\nminutes: 1\nwhen: after\nintro: I.\nquestions:\n  - {id: s, text: S?, kind: text}\n"
    retired = text_of(COURSE) + "".join(
        f"  - {{id: {question}, kind: question, reason: Gone.}}\n" for question in ("which-lines", "when-to-stop")
    )

    assert ['changed-kind: "final" was of kind exam in before, and is of kind survey here'] == found(
        before, {EXAM: None, COURSE: retired, "courses/minimal/second/04-final.survey.yaml": survey}
    )
