"""What a later release means for a certificate: the effect, the reasoning, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coursewright.renewing.certificates.evidence import Cause
from coursewright.renewing.certificates.rules import Effect, Rules
from coursewright.renewing.certificates.sides import CertificateSide
from coursewright.renewing.certificates.studying import Study
from coursewright.renewing.certificates.telling import sentences


@dataclass(frozen=True, slots=True)
class ObjectiveEffect:
    """An objective that the certificate was earned on, or that came since: its share in percent, why, and what teaches it now."""

    course: str
    id: str
    text: str
    weight: int
    is_safety: bool
    least: int
    most: int
    causes: tuple[Cause, ...] = ()
    study: tuple[Study, ...] = ()
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class CertificateEffect:
    """The effect, from the least to the most that the evidence allows, and the reasoning.

    `is_back`: the release is older than the one it was earned on. `exam` says why another exam is one, if it is. `log` is what
    changed in its courses, in plain words; `due` is when what is asked for is due, None where nothing is.
    """

    credential: str
    title: str
    earned: CertificateSide
    now: CertificateSide
    as_of: date
    earned_on: date | None
    valid_until: date | None
    due: date | None
    least: Effect
    most: Effect
    rules: Rules
    objectives: tuple[ObjectiveEffect, ...]
    log: tuple[str, ...]
    exam: str | None
    is_back: bool

    @property
    def is_over(self) -> bool:
        """Whether it has come to its own end."""
        return self.valid_until is not None and self.valid_until < self.as_of

    def changed(self) -> tuple[float, float]:
        """The least and the most of its objectives that changed, in percent by weight, to a tenth; what came since included.

        Rounded down, so that what stays below a threshold is not told to reach it; and never more than all of them.
        """
        of = sum(one.weight for one in self.objectives if not one.is_new) or 1
        sums = (sum(one.weight * one.least for one in self.objectives), sum(one.weight * one.most for one in self.objectives))
        return min(sums[0] * 10 // of / 10, 100.0), min(sums[1] * 10 // of / 10, 100.0)

    def says(self) -> tuple[str, ...]:
        """What it comes to, in sentences for who holds it."""
        return tuple(sentences(self))

    def delta(self) -> tuple[ObjectiveEffect, ...]:
        """The objectives of a delta module: exactly those that changed or came, or may have, and that something teaches now."""
        return tuple(one for one in self.objectives if one.most and one.study)

    def minutes(self) -> int:
        """How long a delta module takes: each thing that it is made of once."""
        return sum({(one.course, study.id): study.minutes for one in self.delta() for study in one.study}.values())

    def gone(self) -> tuple[ObjectiveEffect, ...]:
        """Objectives that changed and that nothing teaches now."""
        return tuple(one for one in self.objectives if one.most and not one.study)
