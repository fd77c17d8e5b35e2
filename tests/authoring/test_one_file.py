"""What is found of one file is what a check of the whole tree finds of it: in this order, in these words, acknowledged or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.test_one_of_each import CASE, faulty
from authoring.trees import before
from coursewright.authoring.baseline import Baseline
from coursewright.authoring.check import Report, check
from coursewright.authoring.drafting import draft
from coursewright.authoring.findings.finding import Finding
from coursewright.authoring.findings.scope import Scope
from coursewright.authoring.ids.identifiers import baseline_of
from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.sources.folder import read_folder

ROOT = Path(__file__).parents[2]
Found = tuple[tuple[Finding, ...], tuple[Finding, ...]]


def _of(report: Report, scope: Scope) -> Found:
    findings, acknowledged = (
        tuple(finding for finding in some if scope.holds(finding.place.path)) for some in (report.findings, report.acknowledged)
    )
    return findings, acknowledged


def _differing(tree: SourceTree, baseline: Baseline | None) -> list[str]:
    """The files, and the folders above them, of which something else is found when they are asked about."""
    whole = check(tree, baseline=baseline)
    assert whole.findings or whole.acknowledged
    told = {finding.place.path for finding in (*whole.findings, *whole.acknowledged)}
    folders = {parent.as_posix() for path in tree.files for parent in Path(path).parents} - {"."}
    differing = []
    for path in sorted({*tree.files, *told, *folders}):
        scope = Scope(frozenset({path}))
        one = check(tree, baseline=baseline, scope=scope)
        if _of(whole, scope) != (one.findings, one.acknowledged):
            differing.append(path)
    return differing


def test_of_a_tree_with_a_fault_for_each_rule_each_file_tells_its_own() -> None:
    assert [] == _differing(faulty().draft.tree, before(CASE))


@pytest.mark.thorough
def test_of_the_shipped_content_each_file_tells_its_own() -> None:
    baseline = baseline_of(draft(read_folder(ROOT / "archive/2026-Q3")), "2026-Q3")

    assert [] == _differing(read_folder(ROOT / "content"), baseline)


def test_several_files_and_folders_can_be_asked_about_at_once() -> None:
    report = faulty()
    tree = report.draft.tree
    scope = Scope(frozenset({"claims", "people.yaml", "courses/minimal/second/05-asking.md"}))
    asked = check(tree, baseline=before(CASE), scope=scope)

    assert _of(report, scope) == (asked.findings, asked.acknowledged)
    assert len({finding.place.path for finding in asked.findings}) > len(scope.names)


def test_what_another_file_is_acknowledged_for_is_not_idle_when_only_the_edition_is_asked_about() -> None:
    tree = read_folder(ROOT / "content")
    edition = max(tree.under("editions"))
    acknowledged = {finding.place.path for finding in check(tree).acknowledged}

    assert acknowledged - {edition} == acknowledged != set()
    assert () == check(tree, scope=Scope(frozenset({edition}))).findings
