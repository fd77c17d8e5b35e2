"""Machine-applicable changes: gathered from findings, shown as a diff, and written only if nothing overlaps and nothing moved."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping

from coursewright.authoring.findings.finding import Edit, Finding


def mended(files: Mapping[str, bytes], findings: Iterable[Finding]) -> dict[str, bytes]:
    """The files that the findings' fixes change, as they would be afterwards.

    Of two fixes that touch the same text the first in reading order is taken; checking again offers the other.
    """
    edits: dict[str, set[Edit]] = defaultdict(set)
    for finding in findings:
        if finding.fix and finding.fix.place.path in files:
            edits[finding.fix.place.path].add(finding.fix)
    return {path: _edited(files[path], found) for path, found in sorted(edits.items())}


def diff(before: Mapping[str, bytes], after: Mapping[str, bytes], shown_as: str = "") -> str:
    """A unified diff of the files that change."""
    parts: list[str] = []
    for path, data in after.items():
        old, new = (text.decode("utf-8").splitlines(keepends=True) for text in (before[path], data))
        name = f"{shown_as}{path}"
        parts += [line if line.endswith("\n") else f"{line}\n" for line in difflib.unified_diff(old, new, name, name)]
    return "".join(parts)


def _edited(data: bytes, edits: set[Edit]) -> bytes:
    bom = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    lines = data.removeprefix(bom).decode("utf-8").split("\n")
    ordered = sorted(edits, key=lambda edit: (edit.place, edit.replacement))
    last: tuple[int, int] | None = None
    kept: list[Edit] = []
    for edit in ordered:
        start = (edit.place.line, edit.place.column)
        if last is None or start >= last:
            kept.append(edit)
            last = (edit.place.end_line, edit.place.end_column)
    for edit in reversed(kept):
        row = edit.place.line - 1
        line = lines[row]
        lines[row] = line[: edit.place.column - 1] + edit.replacement + line[edit.place.end_column - 1 :]
    return bom + "\n".join(lines).encode("utf-8")
