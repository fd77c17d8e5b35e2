"""All findings in one run, and a Curriculum where none of them is an error."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.trees import VALID, files_of, lines_of, tree_of, with_files
from coursewright.authoring.check import check, settle
from coursewright.authoring.findings.finding import Severity
from coursewright.authoring.sources.folder import read_folder
from coursewright.errors import InvalidCurriculumError

ROOT = Path(__file__).parents[2]
LESSON = "courses/minimal/first/01-reading.md"
CLAIM = "claims/deep-1-reasons.yaml"
EDITION = files_of(VALID)["editions/2026-Q4.yaml"].decode()


@pytest.mark.parametrize("folder", ["content", "archive/2026-Q3"])
def test_what_is_shipped_has_no_findings(folder: str) -> None:
    assert [] == lines_of(check(read_folder(ROOT / folder)))


def test_all_findings_come_in_one_run_sorted_by_place() -> None:
    report = check(
        with_files(
            {"people.yaml": "people: {}", "courses/minimal/second/09-new.md": "---\n---\n", "notes.txt": "", CLAIM: b"\xff"}
        )
    )

    assert [
        "claims/deep-1-reasons.yaml:1:1 not-utf-8",
        "courses/minimal/second/09-new.md:2:1 not-a-mapping",
        "notes.txt:1:1 unknown-file",
        "people.yaml:1:9 invalid-value",
    ] == lines_of(report)


def test_the_order_of_the_files_does_not_matter() -> None:
    files = {**files_of(VALID), "people.yaml": b"people: {}", "notes.txt": b"", CLAIM: b"\xff"}
    backwards = dict(reversed(files.items()))

    assert check(tree_of(files)).findings == check(tree_of(backwards)).findings


@pytest.mark.parametrize("path", sorted(files_of(VALID)))
@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"", b"\0", b"---\n", b"[" * 1000], ids=["latin", "empty", "nul", "dashes", "deep"]
)
def test_a_file_that_cannot_be_read_is_a_finding_of_its_own_and_of_no_other_file(path: str, data: bytes) -> None:
    report = check(with_files({path: data}))
    is_nothing_yet = path == "ledger/facts.jsonl" and not data.strip()

    assert is_nothing_yet or path in {finding.place.path for finding in report.findings}
    assert all(finding.place.path == path for finding in report.findings) or path in ("ledger/facts.jsonl", LESSON)


def test_the_rest_is_still_checked_where_a_file_cannot_be_read() -> None:
    text = files_of(VALID)[LESSON].decode().replace("[read]", "[raed]")

    assert [
        "courses/minimal/first/01-reading.md:4:14 unknown-objective",
        "curriculum.yaml:1:1 not-utf-8",
    ] == lines_of(check(with_files({"curriculum.yaml": b"\xff", LESSON: text})))


def test_a_claim_that_cannot_be_read_is_not_also_unknown() -> None:
    assert [f"{CLAIM}:1:1 not-a-mapping"] == lines_of(check(with_files({CLAIM: "A sentence"})))


def test_a_claim_that_is_not_there_is_unknown_wherever_it_is_named() -> None:
    assert [
        "courses/minimal/first/01-reading.md:7:10 unknown-claim",
        "courses/minimal/first/03-check.quiz.yaml:10:14 unknown-claim",
    ] == lines_of(check(with_files({CLAIM: None})))


def test_a_link_into_a_lesson_that_cannot_be_read_is_not_also_broken() -> None:
    report = check(with_files({LESSON: b"---\ntitle: Caf\xe9\n---\n"}))

    assert [f"{LESSON}:2:11 not-utf-8"] == lines_of(report)


def test_a_retired_lesson_may_have_an_heir_that_cannot_be_read() -> None:
    report = check(with_files({LESSON: "---\ntitle: Reading\n---\n"}))

    assert {"missing-field"} == {finding.code for finding in report.findings}


def test_a_credential_may_need_an_exam_that_cannot_be_read() -> None:
    report = check(with_files({"courses/minimal/second/04-final.exam.yaml": "title: Final"}))

    assert {"missing-field"} == {finding.code for finding in report.findings}


def test_models_are_not_unknown_where_the_ledger_cannot_be_read() -> None:
    assert ["ledger/facts.jsonl:1:1 json-syntax"] == lines_of(check(with_files({"ledger/facts.jsonl": "?"})))


def test_a_tree_is_judged_as_of_its_newest_edition() -> None:
    older = EDITION.replace("2026-10-01", "2026-07-01").replace("2026-12-31", "2026-09-30")

    assert date(2026, 10, 1) == check(with_files({"editions/2026-Q3.yaml": older})).draft.as_of
    assert date(2026, 7, 1) == check(with_files({"editions/2026-Q3.yaml": older, "editions/2026-Q4.yaml": None})).draft.as_of


def test_a_tree_is_judged_as_of_another_day_if_asked() -> None:
    assert date(2027, 1, 1) == check(with_files({}), as_of=date(2027, 1, 1)).draft.as_of


def test_a_tree_without_editions_is_judged_as_of_a_day_that_is_always_the_same() -> None:
    assert date(1970, 1, 1) == check(with_files({"editions/2026-Q4.yaml": None})).draft.as_of


def test_errors_keep_a_tree_from_becoming_a_curriculum() -> None:
    report = check(with_files({"people.yaml": "people: {}", "notes.txt": ""}))

    with pytest.raises(InvalidCurriculumError, match="1 error in the sources") as raised:
        settle(report)

    assert report.errors == raised.value.findings
    assert ["people.yaml"] == [finding.place.path for finding in raised.value.findings]


def test_warnings_do_not_keep_a_tree_from_becoming_a_curriculum() -> None:
    report = check(with_files({"notes.txt": ""}))

    assert [Severity.WARNING] == [finding.severity for finding in report.findings]
    assert report.draft.tree.tree_id == settle(report).tree_id


def test_a_curriculum_follows_the_order_the_course_gives() -> None:
    course = files_of(VALID)["courses/minimal/course.yaml"].decode()
    curriculum = settle(check(with_files({"courses/minimal/course.yaml": course.replace("[first, second]", "[second, first]")})))

    assert ["second", "first"] == [module.id for module in curriculum.courses[0].modules]
    assert ["rewriting", "draft", "editor", "final", "after"] == [item.id for item in curriculum.courses[0].modules[0].items]


def test_items_are_ordered_by_their_number_and_not_by_its_digits() -> None:
    lesson = files_of(VALID)["courses/minimal/second/01-rewriting.md"]
    folder = "courses/minimal/second"
    report = check(with_files({f"{folder}/10-tenth.md": lesson, f"{folder}/9-ninth.md": lesson, f"{folder}/last.md": lesson}))

    assert ["rewriting", "draft", "editor", "final", "ninth", "tenth", "after", "last"] == [
        item.id for item in settle(report).courses[0].modules[1].items
    ]


def test_an_id_in_the_file_wins_over_the_name_of_the_file() -> None:
    text = files_of(VALID)["courses/minimal/second/01-rewriting.md"].decode()
    report = check(with_files({"courses/minimal/second/01-rewriting.md": text.replace("---\ntitle", "---\nid: again\ntitle", 1)}))

    assert "again" in [item.id for item in settle(report).courses[0].modules[1].items]


SPLICES = st.text(max_size=20) | st.sampled_from(
    [
        *(
            "\0",
            "\r",
            "\u2028",
            "\ufeff",
            "---\n",
            "::: models x\n",
            ":::\n",
            "<b>",
            "[a](b.md#c)",
            "![](a.svg)",
            "&a",
            "*a",
            "!!str ",
        ),
        *(
            "[",
            "]",
            "{",
            "}",
            ": ",
            "\n",
            "\n  ",
            "- ",
            '"',
            "'",
            "|",
            ">",
            "?",
            "#",
            "%",
            "1e999",
            "9" * 30,
            "~",
            "true",
            "2026-13-40",
        ),
        *("'\\ud800'", '"\\e"', "../" * 9, "https://[", "//", "NaN", "{}", "[]", "null", "has:", "-1", "0", "\\"),
    ]
)


@settings(deadline=None)
@given(st.sampled_from(sorted(files_of(VALID))), st.floats(0, 1), st.integers(0, 30), SPLICES)
def test_no_edit_of_any_file_makes_checking_raise(path: str, where: float, cut: int, splice: str) -> None:
    text = files_of(VALID)[path].decode()
    at = int(where * len(text))
    report = check(with_files({path: text[:at] + splice + text[at + cut :]}))

    if report.errors:
        with pytest.raises(InvalidCurriculumError):
            settle(report)
    else:
        settle(report)
