"""Findings as SARIF 2.1.0, for code-scanning services (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html).

Columns are code points (`columnKind`). Acknowledged findings are results with an accepted suppression.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from coursewright import __version__
from coursewright.authoring.check import Report
from coursewright.authoring.findings.finding import Edit, Finding, Place, Severity
from coursewright.authoring.findings.help_pages import page_of, summary_of
from coursewright.authoring.reports.findings_json import rule_codes

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}


def as_sarif(report: Report) -> str:
    """The report as one SARIF log with one run."""
    found = (*report.findings, *report.acknowledged)
    codes = sorted({*rule_codes(), *(finding.code for finding in found)})
    index = {code: number for number, code in enumerate(codes)}
    shown_as = report.draft.tree.shown_as
    results = [_result(finding, index, shown_as) for finding in report.findings]
    results += [
        {**_result(finding, index, shown_as), "suppressions": [{"kind": "external", "status": "accepted"}]}
        for finding in report.acknowledged
    ]
    driver = {"name": "Coursewright", "version": __version__, "rules": [_rule(code) for code in codes]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False)


def _rule(code: str) -> dict[str, Any]:
    words = "".join(word.capitalize() for word in code.split("-"))
    page = page_of(code)
    return {
        "id": code,
        "name": words,
        "shortDescription": {"text": summary_of(code)},
        "help": {"text": page, "markdown": page},
    }


def _result(finding: Finding, index: dict[str, int], shown_as: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message}. {finding.help}"},
        "locations": [
            {"physicalLocation": {"artifactLocation": _artifact(finding.place, shown_as), "region": _region(finding.place)}}
        ],
    }
    if finding.fix:
        result["fixes"] = [_fix(finding, finding.fix, shown_as)]
    return result


def _fix(finding: Finding, edit: Edit, shown_as: str) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(edit.place), "insertedContent": {"text": edit.replacement}}
    change = {"artifactLocation": _artifact(edit.place, shown_as), "replacements": [replacement]}
    return {"description": {"text": finding.help}, "artifactChanges": [change]}


def _artifact(place: Place, shown_as: str) -> dict[str, str]:
    return {"uri": quote(f"{shown_as}{place.path}")}


def _region(place: Place) -> dict[str, int]:
    if place.end_line == 0:
        return {"startLine": place.line}
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": max(place.end_column, place.column) if place.end_line == place.line else place.end_column,
    }
