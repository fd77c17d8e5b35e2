"""One tree with one fault for each rule: every fault is found once, at its place, in one run, and always in the same order.

one_of_each is laid over the valid tree like any case folder. One thing is not in it: the secret would be taken for a real one by
whoever scans this repository, so it is put in here.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace

import pytest

from authoring.trees import HERE, before, laid, lines_of, tree_of
from coursewright.authoring.check import Report, check
from coursewright.authoring.reports.findings_json import as_json, rule_codes

CASE = HERE / "one_of_each"
ROOT = HERE.parents[1]
EXPECTED = (CASE / "expected.txt").read_text().splitlines()
CODES = [line.rsplit(" ", 1)[1] for line in EXPECTED]
WITH_A_SECRET = "courses/minimal/second/05-asking.md"  # noqa: S105 - a path
MIXED = "q7Zk" + "W2pX" + "v9Lr" + "T4mB" + "y8Hd" + "S3nC"
QUIZ = "courses/minimal/second/10-choices.quiz.yaml"
_IN_A_CHILD = """
from authoring.test_one_of_each import faulty
from coursewright.authoring.reports.findings_json import as_json
print(as_json(faulty()))
"""


def _files() -> dict[str, bytes]:
    files = dict(laid(CASE).files)
    files[WITH_A_SECRET] = files[WITH_A_SECRET].replace(b"YOUR_KEY", MIXED.encode())
    return files


def _checked(files: Mapping[str, bytes]) -> Report:
    return check(replace(tree_of(files), authors=laid(CASE).authors), baseline=before(CASE))


def faulty() -> Report:
    """What the checker says of the tree; the child processes ask for it, too."""
    return _checked(_files())


@pytest.fixture(scope="module")
def report() -> Report:
    return faulty()


def test_each_rule_that_has_a_fault_here_finds_it_and_finds_it_once(report: Report) -> None:
    """A new rule needs no fault here, as its case folder is enough; which rules have none is printed (`pytest -s`)."""
    print("rules without a fault in one_of_each:", ", ".join(sorted(set(rule_codes()) - set(CODES))) or "none")  # noqa: T201

    assert sorted(set(CODES)) == sorted(CODES)
    assert set(CODES) <= set(rule_codes())
    assert sorted(CODES) == sorted(finding.code for finding in report.findings)


def test_the_findings_are_those_expected_each_at_its_line_and_column(report: Report) -> None:
    assert EXPECTED == lines_of(report)
    assert () == report.acknowledged


@pytest.mark.parametrize("seed", range(3))
def test_the_order_in_which_files_are_read_makes_no_difference(report: Report, seed: int) -> None:
    files = list(_files().items())
    random.Random(seed).shuffle(files)  # noqa: S311 - an order, not a secret

    assert report.findings == _checked(dict(files)).findings


@pytest.mark.parametrize("seed", ["1", "4294967295"])
def test_the_seed_of_hashes_makes_no_difference(report: Report, seed: str) -> None:
    paths = os.pathsep.join(str(ROOT / folder) for folder in ("functions", "tests"))
    done = subprocess.run(
        [sys.executable, "-c", _IN_A_CHILD],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": paths, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=100,
    )

    assert done.returncode == 0, done.stderr
    assert as_json(report) == done.stdout.strip()


def test_no_rule_that_found_something_is_listed_as_passed(report: Report) -> None:
    said = json.loads(as_json(report))
    places = [(finding["place"], finding["code"]) for finding in said["findings"]]

    assert set() == set(CODES) & set(said["passed"])
    assert EXPECTED == [f"{place['path']}:{place['line']}:{place['column']} {code}" for place, code in places]
    assert MIXED not in as_json(report)
