"""What is too large is one finding, and is found before it costs time or memory."""

from __future__ import annotations

import pytest

from authoring.trees import VALID, files_of, lines_of, with_files
from coursewright.authoring import source_tree
from coursewright.authoring.check import check
from coursewright.authoring.source_tree import Member, assemble

LESSON = "courses/minimal/second/09-large.md"
FRONT = "---\ntitle: Large\nsummary: A large lesson.\nminutes: 1\n---\n"


@pytest.mark.parametrize(
    ("path", "data", "expected"),
    [
        ("people.yaml", "#" * 256_001, "people.yaml:1:1 file-too-large"),
        (LESSON, FRONT + "x" * 256_001, f"{LESSON}:1:1 file-too-large"),
        ("people.yaml", f"people: [{'a,' * 50_000}]", "people.yaml:1:100002 yaml-too-large"),
        (LESSON, FRONT + "|a" * 99 + "\n" + "|-" * 99 + "\n" + "|\n" * 600, f"{LESSON}:6:1 markdown-too-large"),
    ],
    ids=["file", "lesson", "yaml", "table"],
)
def test_what_is_too_large_is_one_finding(path: str, data: str, expected: str) -> None:
    assert [expected] == lines_of(check(with_files({path: data})))


def test_facts_may_be_more_than_other_files_hold() -> None:
    facts = files_of(VALID)["ledger/facts.jsonl"].decode() + "".join(
        f'{{"field": "replacement", "host": "openai", "model": "swift-1", "source": "page", "value": "swift-{n}"}}\n'
        for n in range(5_000)
    )

    assert [] == lines_of(check(with_files({"ledger/facts.jsonl": facts})))


def test_a_file_past_the_bound_is_refused_and_the_others_stay() -> None:
    tree = assemble([Member("small", "file", 1, b"x"), Member("large", "file", source_tree.MAX_FILE_BYTES + 1, None)])

    assert ["small"] == list(tree.files)
    assert [("unsafe-file", "large")] == [(finding.code, finding.place.path) for finding in tree.findings]


def test_a_tree_past_the_bounds_is_one_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_tree, "MAX_FILES", 2)

    tree = assemble(Member(f"f{n}", "file", 1, b"x") for n in range(5))

    assert ["tree-too-large"] == [finding.code for finding in tree.findings]
    assert 2 == len(tree.files)


def test_bytes_that_are_refused_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_tree, "MAX_TREE_BYTES", 3)

    tree = assemble(Member(f"f{n}", "file", 1, b"x") for n in range(5))

    assert ["f0", "f1", "f2"] == list(tree.files)
