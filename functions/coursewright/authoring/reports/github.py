"""Findings as GitHub workflow commands, which GitHub shows as annotations beside the changed lines.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coursewright.authoring.check import Report
from coursewright.authoring.findings.finding import Finding, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}


def as_github(report: Report) -> Iterator[str]:
    """One command a finding. What is acknowledged is not annotated."""
    return (_command(finding, report.draft.tree.shown_as) for finding in report.findings)


def _command(finding: Finding, shown_as: str) -> str:
    place = finding.place
    properties = {"file": f"{shown_as}{place.path}", "line": str(place.line)}
    if place.end_line:
        properties |= {"endLine": str(place.end_line), "col": str(place.column), "endColumn": str(place.end_column)}
    return annotation(finding.severity, properties, finding.code, finding.message, finding.help)


def annotation(severity: Severity, properties: Mapping[str, str], code: str, message: str, help_: str) -> str:
    """One command: its properties say where."""
    properties = {**properties, "title": code}
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    said = _data("\n".join(one for one in (message, help_) if one))
    return f"::{_COMMANDS[severity]} {listed}::{said}"


def _data(text: str) -> str:
    """Escaped as the runner unescapes: otherwise a message could start a command of its own."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
