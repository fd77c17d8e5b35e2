"""One problem in the sources: what, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
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
class Finding:
    """One problem. `code` names its rule, `message` says what is wrong, `help` what to do."""

    code: str
    place: Place
    message: str
    help: str
    severity: Severity = Severity.ERROR

    @property
    def order(self) -> tuple[Place, str, str]:
        """Sort key: by path, place and code, so that output is the same on every run."""
        return (self.place, self.code, self.message)


def in_order(findings: list[Finding] | tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings sorted by place and code, each said once."""
    return tuple(sorted(set(findings), key=lambda finding: finding.order))
