"""Findings of a report, told without the content they are of: for people, or as GitHub's workflow commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from coursewright.authoring.findings.finding import Severity
from coursewright.authoring.reports.findings_json import FindingJson
from coursewright.authoring.reports.github import annotation


class PushFormat(StrEnum):
    """How findings are told."""

    TEXT = "text"
    GITHUB = "github"


def lines_of(findings: Sequence[FindingJson], form: PushFormat) -> Iterator[str]:
    """The lines that tell them."""
    for finding in findings:
        if form is PushFormat.GITHUB:
            yield _annotation(finding)
        else:
            place = finding.place
            yield f"{place.path}:{place.line}:{place.column}: {finding.severity}: {_plain(finding.message)} [{finding.code}]"
            yield f"      = {_plain(finding.help)}"


def _annotation(finding: FindingJson) -> str:
    """On the file as the repository has it: a place in a commit begins with the commit's id, which GitHub does not know."""
    place = finding.place
    properties = {"file": place.path.split(":", 1)[-1], "line": str(place.line)}
    if place.end_line:
        properties |= {"endLine": str(place.end_line), "col": str(place.column), "endColumn": str(place.end_column)}
    return annotation(Severity(finding.severity), properties, finding.code, finding.message, finding.help)


def _plain(text: str) -> str:
    """On one line, and nothing a terminal would obey."""
    return "".join(character if character.isprintable() else "·" for character in text)
