"""Findings as JSON, in a shape with a schema (schemas/authoring/findings.schema.json), for editors and scripts."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from coursewright.authoring.check import Report
from coursewright.authoring.findings.finding import Finding, Place
from coursewright.authoring.rules import rules


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PlaceJson(_Part):
    """A stretch of a file. Lines and columns count from 1, columns in code points; the end is exclusive."""

    path: Annotated[str, Field(description="The file, as an editor can open it from where the command ran.")]
    line: Annotated[int, Field(description="The line it begins on, from 1.")]
    column: Annotated[int, Field(description="The code point of that line it begins at, from 1.")]
    end_line: Annotated[int | None, Field(description="The line it ends on; null where the finding is about the whole file.")]
    end_column: Annotated[int | None, Field(description="The code point before which it ends; null like the line.")]


class FixJson(_Part):
    """A change that mends the finding: the text at the place becomes the replacement."""

    place: Annotated[PlaceJson, Field(description="What is replaced.")]
    replacement: Annotated[str, Field(description="What takes its place.")]


class FindingJson(_Part):
    """One problem."""

    code: Annotated[
        str, Field(description="Its help page is docs/findings/<code>.md, and `coursewright check --explain <code>`.")
    ]
    severity: Annotated[Literal["error", "warning", "hint"], Field(description="An error keeps the content from being compiled.")]
    place: Annotated[PlaceJson, Field(description="Where it is.")]
    message: Annotated[str, Field(description="What is wrong.")]
    help: Annotated[str, Field(description="What to do about it.")]
    fix: Annotated[FixJson | None, Field(description="What `coursewright check --fix` would do; null where it would do nothing.")]


class FindingsJson(_Part):
    """What `coursewright check --format json` prints."""

    format: Annotated[Literal[1], Field(description="The version of this form.")]
    as_of: Annotated[date, Field(description="The day that was judged by.")]
    findings: Annotated[tuple[FindingJson, ...], Field(description="Every problem, by path and place.")]
    acknowledged: Annotated[tuple[FindingJson, ...], Field(description="What the edition's file says to live with.")]
    passed: Annotated[tuple[str, ...], Field(description="Codes of the rules that found nothing.")]


def as_json(report: Report) -> str:
    """The report as one JSON document."""
    shown_as = report.draft.tree.shown_as
    found = {finding.code for finding in (*report.findings, *report.acknowledged)}
    document = FindingsJson(
        format=1,
        as_of=report.draft.as_of,
        findings=findings_of(report),
        acknowledged=tuple(finding_json(finding, shown_as) for finding in report.acknowledged),
        passed=tuple(code for code in rule_codes() if code not in found),
    )
    return document.model_dump_json(indent=2)


def findings_of(report: Report) -> tuple[FindingJson, ...]:
    """What the report found, less what is acknowledged."""
    return tuple(finding_json(finding, report.draft.tree.shown_as) for finding in report.findings)


def rule_codes() -> list[str]:
    """The codes of all rules, in order."""
    return [rule.__name__.replace("_", "-") for rule in rules()]


def finding_json(finding: Finding, shown_as: str) -> FindingJson:
    """One finding, its path as it is shown to people."""
    fix = FixJson(place=_place(finding.fix.place, shown_as), replacement=finding.fix.replacement) if finding.fix else None
    return FindingJson(
        code=finding.code,
        severity=finding.severity.value,
        place=_place(finding.place, shown_as),
        message=finding.message,
        help=finding.help,
        fix=fix,
    )


def _place(place: Place, shown_as: str) -> PlaceJson:
    is_whole = place.end_line == 0
    return PlaceJson(
        path=f"{shown_as}{place.path}",
        line=place.line,
        column=place.column,
        end_line=None if is_whole else place.end_line,
        end_column=None if is_whole else place.end_column,
    )
