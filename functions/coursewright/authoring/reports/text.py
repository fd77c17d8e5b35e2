"""Findings as text for people: one line an editor can jump to, the source line with a caret under the place, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from coursewright.authoring.check import Report
from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.rules import rules

if TYPE_CHECKING:
    from rich.text import Text

_STYLES: Mapping[Severity, str] = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.HINT: "bold cyan"}
_WIDEST = 150
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in pieces, each with its style; Rich is loaded only where it is asked to paint one."""

    pieces: tuple[tuple[str, str], ...]

    @property
    def plain(self) -> str:
        """The line without its styles."""
        return "".join(text for text, _style in self.pieces)

    def __str__(self) -> str:
        return self.plain

    def __rich__(self) -> Text:
        """The line for a console of Rich: https://rich.readthedocs.io/en/stable/protocol.html."""
        from rich.text import Text  # noqa: PLC0415 - see above

        return Text.assemble(*self.pieces)


def as_text(report: Report) -> Iterator[Line]:
    """The findings grouped by file, then one line that sums up."""
    last = None
    for finding in report.findings:
        if last is not None and last != finding.place.path:
            yield _line()
        last = finding.place.path
        yield from _finding(finding, report)
    if report.findings:
        yield _line()
    yield _summary(report)


def _finding(finding: Finding, report: Report) -> Iterator[Line]:
    place, tree = finding.place, report.draft.tree
    yield _line(
        (f"{tree.shown_as}{place.path}:{place.line}:{place.column}", "bold"),
        ": ",
        (finding.severity.value, _STYLES[finding.severity]),
        f": {_printable(finding.message)} ",
        (f"[{finding.code}]", "dim"),
    )
    if line := _masked(finding, _source_line(finding, report)):
        start, text = _window(line, place.column)
        text = _printable(text)
        ends = place.end_column if place.end_line == place.line else place.column + 1
        first = place.column - 1 - start
        width = max(1, _width(text[first : ends - 1 - start]))
        gutter = f"{place.line:>5} │ "
        yield _line((gutter, "dim"), text)
        indent = " " * (len(gutter) - 2) + "│ " + " " * _width(text.ljust(first)[:first])
        yield _line((indent, "dim"), ("^" * width, _STYLES[finding.severity]))
    yield _line(("      = ", "dim"), _printable(finding.help))


def _masked(finding: Finding, line: str) -> str:
    """A line that holds a secret, without it: logs of checks are read by more people than the file is."""
    if finding.code != "looks-like-secret" or not line:
        return line
    start, end = finding.place.column - 1, max(finding.place.end_column - 1, finding.place.column)
    return line[:start] + "•" * (min(end, len(line)) - start) + line[end:]


def _source_line(finding: Finding, report: Report) -> str:
    data = report.draft.tree.files.get(finding.place.path)
    if data is None or finding.place.end_line == 0:
        return ""  # the finding is about the whole file
    lines = _lines(data)
    if finding.place.line > len(lines):
        return ""
    return lines[finding.place.line - 1].rstrip("\r").replace("\t", " ")


@lru_cache(1)
def _lines(data: bytes) -> list[str]:
    """A file's lines; findings come file by file, so the last one is enough to keep."""
    return data.decode("utf-8-sig", "replace").split("\n")


def _printable(text: str) -> str:
    """On one line, and nothing a terminal would obey: findings repeat what authors wrote."""
    return "".join(character if character.isprintable() else "·" for character in text)


def _window(line: str, column: int) -> tuple[int, str]:
    """As much of a long line as fits, with the place in it; and how many characters were cut off in front."""
    if len(line) <= _WIDEST:
        return 0, line
    start = max(0, min(column - 1 - _WIDEST // 3, len(line) - _WIDEST))
    return start, line[start : start + _WIDEST]


def _summary(report: Report) -> Line:
    codes = {finding.code for finding in (*report.findings, *report.acknowledged)}
    passed = sum(rule.__name__.replace("_", "-") not in codes for rule in rules())
    more = f"; {passed} of {_count(len(rules()), 'rule')} found nothing, as of {report.draft.as_of}"
    if report.acknowledged:
        more += f"; {len(report.acknowledged)} acknowledged"
    looked_at = _named(report) or _everything(report)
    if not report.findings:
        return _line(("✓ ", "bold green"), f"No findings{' in' if report.scope.names else ':'} {looked_at}{more}.")
    by_severity = {severity: sum(finding.severity is severity for finding in report.findings) for severity in Severity}
    found = ", ".join(_count(number, severity.value) for severity, number in by_severity.items() if number)
    return _line(("✗ ", "bold red"), (found, "bold"), f" in {looked_at}{more}.")


def _named(report: Report) -> str:
    """The files and folders that were asked about, in short; nothing where all were."""
    names, files = sorted(report.scope.names), report.draft.tree.files
    if len(names) > _MOST_NAMES:
        return f"the {len(names)} files and folders named"
    is_folder = {name: any(path.startswith(f"{name}/") for path in files) for name in names}
    return ", ".join(_printable(f"{name.rpartition('/')[2]}{'/' * is_folder[name]}") for name in names)


def _everything(report: Report) -> str:
    """How much there is in the whole tree."""
    draft = report.draft
    lessons = sum(1 for course in draft.courses for _ in course.lessons())
    activities = sum(1 for course in draft.courses for _ in course.activities())
    return ", ".join(
        _count(number, noun)
        for number, noun in (
            (len(draft.courses), "course"),
            (lessons, "lesson"),
            (activities, "activity"),
            (len(draft.claims), "claim"),
            (len(draft.ledger.models) if draft.ledger else 0, "model"),
        )
    )


def _count(number: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def _line(*pieces: str | tuple[str, str]) -> Line:
    return Line(tuple((piece, "") if isinstance(piece, str) else piece for piece in pieces))


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 - most lines that something is found in need no table of widths

    return cell_len(text)
