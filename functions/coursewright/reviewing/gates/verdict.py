"""What a gate says of a candidate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PASSED, FAILED, OVERRIDDEN = "passed", "failed", "overridden"
APPROVALS_GATE = "approvals"
"""The gate that judges what the others say; nobody overrides it."""
DEPOSIT_AGAIN = "deposit the commit again"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`passed`, `failed` or `overridden`, and why. `items` are stable texts that name what fails; a gate that fails has some."""

    gate: str
    state: str
    reason: str
    items: tuple[str, ...] = ()


def verdict(gate: str, items: Iterable[str], passed: str, failed: str) -> Verdict:
    """Failed with what fails, each once and in order; passed where nothing does."""
    found = tuple(sorted(set(items)))
    return Verdict(gate, FAILED, failed, found) if found else Verdict(gate, PASSED, passed)


def untold(gate: str, what: str) -> Verdict:
    """Failed, since nobody can tell: what is not known does not open a gate."""
    return Verdict(gate, FAILED, f"{what}; {DEPOSIT_AGAIN}.", (f"{gate} cannot be told",))
