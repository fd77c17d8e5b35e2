"""What a later release means for a certificate, from two releases as they are stored and what changed between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from coursewright.publishing.changes.change import Changes
from coursewright.renewing.certificates.certificate_effect import CertificateEffect
from coursewright.renewing.certificates.effect import effect
from coursewright.renewing.certificates.sides import Source, read_side
from coursewright.renewing.certificates.terms import eased


def effect_between(  # noqa: PLR0913 - what it is a function of
    credential: str,
    earned: Source,
    now: Source,
    changes: Changes,
    as_of: date,
    earned_on: date | None = None,
    ledger: Mapping[str, Any] | None = None,
) -> CertificateEffect:
    """The effect of `now` on a certificate earned on `earned`. `ledger` takes the place of the one that `now` was released with.

    Raises:
        UnknownNameError: the release that it was earned on does not award it.
        StoreError: what the readers raise.
    """
    changed = {course.id for course in changes.courses}
    then = read_side(earned.release, earned.edition, earned.manifest, earned.read, credential, (), changed)
    later = read_side(now.release, now.edition, now.manifest, now.read, credential, then.courses, changed)
    later = replace(later, eased=frozenset(eased(then, earned.read, later, now.read, changes)))
    return effect(credential, then, later.with_ledger(ledger) if ledger else later, changes, as_of, earned_on)
