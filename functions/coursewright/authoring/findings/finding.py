"""One problem in the sources: what, where, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters: an error keeps the tree from being compiled."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of one source file. Lines and columns count from 1, columns in code points; the end is exclusive."""

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 0
    end_column: int = 0


@dataclass(frozen=True, slots=True)
class Edit:
    """A change that mends a finding by itself: the text at the place, which is within one line, becomes the replacement."""

    place: Place
    replacement: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem. `code` names its rule, `message` says what is wrong, `help` what to do, `fix` does it where that is safe."""

    code: str
    place: Place
    message: str
    help: str
    severity: Severity = Severity.ERROR
    fix: Edit | None = None

    @property
    def order(self) -> tuple[Place, str, str]:
        """Sort key: by path, place and code, so that output is the same on every run."""
        return (self.place, self.code, self.message)


def in_order(findings: list[Finding] | tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings sorted by place and code, each said once."""
    return tuple(sorted(set(findings), key=lambda finding: finding.order))


def told(findings: Iterable[Finding], most_in_a_file: int, most: int) -> tuple[Finding, ...]:
    """At most so many findings of one code, in one file and in all; the last of each code says that there are more."""
    in_file: Counter[tuple[str, str]] = Counter()
    in_all: Counter[str] = Counter()
    kept: list[Finding] = []
    last: dict[str, int] = {}
    more: set[str] = set()
    for finding in findings:
        kind = (finding.code, finding.place.path)
        if in_file[kind] >= most_in_a_file or in_all[finding.code] >= most:
            more.add(finding.code)
            continue
        in_file[kind] += 1
        in_all[finding.code] += 1
        last[finding.code] = len(kept)
        kept.append(finding)
    for code in more:
        at = last[code]
        kept[at] = replace(kept[at], message=f"{kept[at].message} (there are more of this kind; mend these first)")
    return tuple(kept)
