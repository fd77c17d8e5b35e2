"""What can be mended by itself: in place, once, and nothing around it touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.trees import INVALID, laid
from coursewright.authoring.check import check
from coursewright.authoring.findings.finding import Edit, Finding, Place
from coursewright.authoring.findings.fixing import diff, mended
from coursewright.authoring.source_tree import SourceTree


def _finding(line: int, start: int, end: int, replacement: str, path: str = "a.md") -> Finding:
    place = Place(path, line, start, line, end)
    return Finding("x", place, "m", "h", fix=Edit(place, replacement))


def test_an_edit_replaces_exactly_its_place() -> None:
    assert {"a.md": b"one TWO three\nnext\n"} == mended({"a.md": b"one two three\nnext\n"}, [_finding(1, 5, 8, "TWO")])


def test_several_edits_of_a_line_do_not_shift_each_other() -> None:
    found = [_finding(1, 1, 4, "1"), _finding(1, 5, 8, "twenty-two"), _finding(1, 9, 14, "3")]

    assert {"a.md": b"1 twenty-two 3"} == mended({"a.md": b"one two three"}, found)


def test_of_two_that_overlap_the_first_is_taken_and_the_other_left_for_the_next_run() -> None:
    assert {"a.md": b"X three"} == mended({"a.md": b"one two three"}, [_finding(1, 1, 8, "X"), _finding(1, 5, 8, "Y")])


def test_the_same_fix_of_two_findings_is_made_once() -> None:
    assert {"a.md": b"Xtwo"} == mended({"a.md": b"one two"}, [_finding(1, 1, 5, "X"), _finding(1, 1, 5, "X")])


def test_columns_are_code_points_and_line_ends_and_byte_order_mark_stay() -> None:
    before = b"\xef\xbb\xbf" + "äö😀 two\r\nend\r\n".encode()

    assert {"a.md": b"\xef\xbb\xbf" + "äö😀 2\r\nend\r\n".encode()} == mended({"a.md": before}, [_finding(1, 5, 8, "2")])


def test_a_finding_without_a_fix_or_about_another_file_changes_nothing() -> None:
    plain = Finding("x", Place("a.md", 1, 1, 1, 2), "m", "h")

    assert {} == mended({"a.md": b"x"}, [plain, _finding(1, 1, 2, "y", path="gone.md")])


def test_a_deletion_is_an_empty_replacement() -> None:
    assert {"a.md": b"ab"} == mended({"a.md": "a\u200bb".encode()}, [_finding(1, 2, 3, "")])


def test_the_diff_names_the_file_as_an_editor_opens_it() -> None:
    before = {"a.md": b"one\ntwo"}
    shown = diff(before, mended(before, [_finding(2, 1, 4, "2")]), "content/")

    assert "--- content/a.md\n+++ content/a.md\n" in shown
    assert "-two\n+2\n" in shown


@pytest.mark.parametrize("case", sorted(path for path in INVALID.iterdir() if path.is_dir()), ids=lambda case: str(case.name))
def test_mending_a_faulty_tree_removes_what_it_offers_to_and_brings_nothing_new(case: Path) -> None:
    before = check(laid(case))
    after = check(SourceTree({**before.draft.tree.files, **mended(before.draft.tree.files, before.findings)}))
    offered = [finding for finding in before.findings if finding.fix]

    assert len(after.findings) <= len(before.findings) - len({finding.fix for finding in offered}) or not offered
    assert {finding.code for finding in after.findings} <= {finding.code for finding in before.findings}
