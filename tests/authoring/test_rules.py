"""Every rule and every structural finding has a case folder: an overlay of the valid tree, and what the checker says of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from authoring.trees import INVALID, PASSING, VALID, checked, files_of, lines_of, tree_of
from coursewright import authoring
from coursewright.authoring.check import check
from coursewright.authoring.rules import rules

CODES = {rule.__name__.replace("_", "-") for rule in rules()}
TOO_LARGE_FOR_A_FOLDER = {"file-too-large", "markdown-too-large", "tree-too-large", "yaml-too-large"}  # test_limits.py


def _cases(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir())


def _named(case: Path) -> str:
    return case.name


def _codes_in_the_source() -> set[str]:
    """Every code given to a Finding, and every one the YAML reader refuses with."""
    said = re.compile(r'(?:Finding\(|_refuse\(event,)\s*"([a-z0-9-]+)"')
    return {code for path in Path(authoring.__file__).parent.rglob("*.py") for code in said.findall(path.read_text())}


def test_the_valid_tree_has_no_findings() -> None:
    assert [] == lines_of(check(tree_of(files_of(VALID))))


@pytest.mark.parametrize("case", _cases(INVALID), ids=_named)
def test_a_case_has_exactly_the_findings_it_expects(case: Path) -> None:
    expected = (case / "expected.txt").read_text().splitlines()

    assert expected == lines_of(checked(case))


@pytest.mark.parametrize("case", _cases(INVALID), ids=_named)
def test_a_case_is_named_for_a_code_it_expects(case: Path) -> None:
    assert case.name in {line.rsplit(" ", 1)[1] for line in (case / "expected.txt").read_text().splitlines()}


@pytest.mark.parametrize("case", _cases(INVALID), ids=_named)
def test_a_finding_says_on_one_line_what_is_wrong_and_what_to_do(case: Path) -> None:
    for finding in checked(case).findings:
        assert re.fullmatch(r"\S.*\S", finding.message), finding
        assert re.fullmatch(r"[A-Z].*[.…?:/}\w]", finding.help), finding


@pytest.mark.parametrize("case", _cases(PASSING), ids=_named)
def test_what_only_looks_wrong_has_no_findings(case: Path) -> None:
    assert [] == lines_of(checked(case))


def test_every_rule_has_a_case_that_fails_and_one_that_only_looks_wrong() -> None:
    assert set() == CODES - {case.name for case in _cases(INVALID)}
    assert set() == CODES - {case.name for case in _cases(PASSING)}


def test_every_structural_finding_has_a_case() -> None:
    assert _codes_in_the_source() == {case.name for case in _cases(INVALID)} | TOO_LARGE_FOR_A_FOLDER


def test_a_rule_finds_only_under_its_own_code() -> None:
    for case in _cases(INVALID):
        drafted = checked(case).draft
        for rule in rules():
            assert {rule.__name__.replace("_", "-")} >= {finding.code for finding in rule(drafted)}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.__name__)
def test_a_rule_says_why_it_is_there(rule: object) -> None:
    sentence, _, reason = (rule.__doc__ or "").partition("\n\n")

    assert sentence.endswith(".")
    assert len(reason) > 40
