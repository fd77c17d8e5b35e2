"""docs/operating.md tells the truth: its figures are those that are worked out, and each alarm of the template has its place."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from courses import ROOT
from workflows import read_yaml

PAGE = (ROOT / "docs" / "operating.md").read_text()
BENCHMARKS = ROOT / "benchmarks"
TEMPLATE = ROOT / "template.yaml"


def _printed(script: str, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'functions'}:{ROOT / 'tests'}"}
    command = [sys.executable, str(BENCHMARKS / script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def test_the_tables_are_those_that_are_worked_out() -> None:
    tables = _printed("cost_of_reads.py").strip().split("\n\n")

    assert 5 == len(tables)
    assert [] == [table for table in tables if f" -->\n{table}\n<!-- /" not in PAGE], "run benchmarks/cost_of_reads.py --write"


def test_what_was_measured_still_holds() -> None:
    """Requests exactly, bytes to a fiftieth, since zlib differs; time is the machine's."""
    kept = json.loads((BENCHMARKS / "reads_measured.json").read_text())["routes"]
    now = json.loads(_printed("measure_reads.py", "--print"))["routes"]
    asked = ("addresses", "cold_requests", "warm_requests")

    assert {name: [one[what] for what in asked] for name, one in kept.items()} == {
        name: [one[what] for what in asked] for name, one in now.items()
    }, "run benchmarks/measure_reads.py, then benchmarks/cost_of_reads.py --write"
    assert {name: one["bytes"] for name, one in kept.items()} == {
        name: pytest.approx(one["bytes"], rel=0.02) for name, one in now.items()
    }


def test_each_alarm_of_the_template_has_its_heading_and_each_heading_its_alarm() -> None:
    resources = read_yaml(TEMPLATE.read_text())["Resources"]
    alarms = {name for name, one in resources.items() if one["Type"].startswith("AWS::CloudWatch::") and "Alarm" in one["Type"]}

    assert alarms == set(re.findall(r"^### `(\w+)`$", PAGE, re.MULTILINE))


def test_every_link_to_a_file_leads_somewhere() -> None:
    files = {name for name in re.findall(r"\]\(([^)#]+)\)", PAGE) if not name.startswith("https://")}

    assert {"github.md", "releasing.md", "../template.yaml"} == files
    assert [] == [name for name in files if not (ROOT / "docs" / name).is_file()]
