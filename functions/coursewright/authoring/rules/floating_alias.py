"""A claim says which release of a model it was checked on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from coursewright.authoring.draft import Draft
from coursewright.authoring.findings.finding import Edit, Finding, Severity
from coursewright.authoring.ledger import Ledger, Model

_DAY = re.compile(r"-(\d{4}-\d{2}-\d{2})$")


def floating_alias(draft: Draft) -> Iterator[Finding]:
    """`verified: against:` names a dated release where the ledger knows one, not the alias that moves from one to the next.

    What was checked on `gpt-5` in March may have been checked on another model than `gpt-5` in August. Write the release that the
    alias stood for on the day: the newest of that day is offered. An alias whose releases all came later, or have no date, is
    left alone, and so is a family's name where no model has it.
    """
    if draft.ledger is None:
        return
    for claim in draft.claims.values():
        verified = claim.value.verified
        for index, name in enumerate(verified.against if verified else ()):
            newest = _newest_snapshot(draft.ledger, name, verified.on) if verified else None
            if newest:
                place = claim.at("verified", "against", index)
                yield Finding(
                    "floating-alias",
                    place,
                    f'"{name}" is an alias, whose newest release on {verified.on if verified else ""} was {newest}',
                    f"Write {newest} if that is what answered.",
                    Severity.WARNING,
                    Edit(place, newest),
                )


def _newest_snapshot(ledger: Ledger, alias: str, on: date) -> str | None:
    dated = ((_day_of(model), model.id) for model in ledger.models.values() if alias in model.values("snapshot_of"))
    return max(((day, name) for day, name in dated if day and day <= on), default=(None, None))[1]


def _day_of(model: Model) -> date | None:
    """The day in a release's name."""
    found = _DAY.search(model.id)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
