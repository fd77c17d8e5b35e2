"""What a verification found: every problem, each at a key or an address, with what to do about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """An error is a broken promise. A warning is none yet. A note is good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem, on one line."""

    severity: Severity
    where: str
    what: str
    to_do: str = ""

    def __str__(self) -> str:
        return f"{self.severity}: {self.where}: {self.what}" + (f". To do: {self.to_do}" if self.to_do else "")


@dataclass(slots=True)
class Report:
    """Collects problems and counts what was looked at. What is missing is said once, however many things name it."""

    found: dict[tuple[Severity, str, str], Problem] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    not_visible: list[str] = field(default_factory=list)

    def error(self, where: str, what: str, to_do: str = "") -> None:
        """A broken promise."""
        self._add(Problem(Severity.ERROR, where, what, to_do))

    def warning(self, where: str, what: str, to_do: str = "") -> None:
        """None yet."""
        self._add(Problem(Severity.WARNING, where, what, to_do))

    def note(self, where: str, what: str, to_do: str = "") -> None:
        """Good to know."""
        self._add(Problem(Severity.NOTE, where, what, to_do))

    def missing(self, where: str, named_by: str, to_do: str) -> None:
        """A broken promise: something is not there, although something else names it."""
        if not any(known[:2] == (Severity.ERROR, where) for known in self.found):
            self.error(where, f"is missing; {named_by}", to_do)

    def include(self, other: Report) -> None:
        """What was found aside."""
        for problem in other.found.values():
            self._add(problem)
        self.counts.update(other.counts)
        self.not_visible += other.not_visible

    @property
    def problems(self) -> list[Problem]:
        """Errors, then warnings, then notes, each in the order of where they are."""
        order = list(Severity)
        return sorted(self.found.values(), key=lambda one: (order.index(one.severity), one.where, one.what))

    @property
    def errors(self) -> list[Problem]:
        """The broken promises."""
        return [one for one in self.problems if one.severity is Severity.ERROR]

    def _add(self, problem: Problem) -> None:
        self.found.setdefault((problem.severity, problem.where, problem.what), problem)
