"""Hostile input ends as findings or as one sentence: within 2 s and 300 MB, without a traceback, and with nothing written.

Every case runs in a child process of its own (authoring/hostile/watching.py), forked from one that has the libraries loaded.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from authoring.hostile.every import cases

BATCHES = 8
MOST_SECONDS = 2.0
MOST_MEGABYTES = 300
ROOT = Path(__file__).parents[2]


def test_there_are_many_cases_of_every_sort(capsys: pytest.CaptureFixture[str]) -> None:
    sorts = [case.sort for case in cases()]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(sorts)} hostile cases: {', '.join(f'{sorts.count(sort)} {sort}' for sort in dict.fromkeys(sorts))}\n"
        )

    assert len(sorts) >= 300
    assert {"yaml", "facts", "markdown", "figure", "name", "link", "archive", "commit", "drawn"} == set(sorts)


@pytest.mark.parametrize("number", [0, *(pytest.param(number, marks=pytest.mark.thorough) for number in range(1, BATCHES))])
def test_hostile_input_ends_as_findings_in_bounds(number: int, tmp_path: Path) -> None:
    paths = os.pathsep.join(str(ROOT / name) for name in ("functions", "tests"))
    command = [sys.executable, "-m", "authoring.hostile.batch", str(number), str(BATCHES), str(tmp_path)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=tmp_path, env={**os.environ, "PYTHONPATH": paths}, timeout=110
    )
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]

    assert (0, "") == (done.returncode, done.stderr)
    assert len(cases()[number::BATCHES]) == len(outcomes)
    assert [] == [outcome for outcome in outcomes if outcome["trouble"]]
    assert [] == [outcome for outcome in outcomes if outcome["seconds"] > MOST_SECONDS]
    assert [] == [outcome for outcome in outcomes if outcome["megabytes"] > MOST_MEGABYTES]
