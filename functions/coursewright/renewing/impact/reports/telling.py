"""The words in which an impact is told to people, whatever it is written on."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.renewing.impact.impact import Affected, Impact, Outcome

_PLURALS = {"activity": "activities"}


def heading(impact: Impact) -> str:
    """What is told, of what, and as of when."""
    return f"What is no longer true in {impact.name}, as of {impact.as_of}"


def counted(impact: Impact) -> str:
    """`13 broken, 5 expiring`; how many different things have which status, at worst."""
    found = [f"{count} {status}" for status, count in impact.counts().items() if count]
    return ", ".join(found) if found else "nothing is affected"


def title(outcome: Outcome, impact: Impact) -> str:
    """`o1, to be shut down on 2026-10-23 (in 12 days)`"""
    event = outcome.event
    days = (event.day - impact.as_of).days
    ahead = f" (in {days} day{'' if days == 1 else 's'})" if days > 0 else ""
    return f"{event.subject}, {event.told(impact.as_of)}{ahead}"


def advice(outcome: Outcome) -> str:
    """What to do about an event, as far as the ledger says."""
    event = outcome.event
    if event.kind == "alias":
        return "Try the claims again on the model it stands for now, and record it under `verified:`."
    if event.replacements:
        return f"The ledger names {' or '.join(event.replacements)} in its place."
    return "The ledger names nothing in its place."


def overdue(impact: Impact) -> list[Outcome]:
    """Reviews that are overdue; told together, as there can be many."""
    return [outcome for outcome in impact.outcomes if outcome.event.kind == "review"]


def happenings(impact: Impact) -> list[Outcome]:
    """All other events."""
    return [outcome for outcome in impact.outcomes if outcome.event.kind != "review"]


def follows(outcome: Outcome) -> Iterator[str]:
    """What follows for objectives, courses and credentials, a sentence for each kind."""
    for kind in ("objective", "course", "credential"):
        found = [one for one in outcome.affected if one.kind == kind]
        if found:
            yield f"{_plural(kind, len(found)).capitalize()}: {', '.join(f'{one.id} ({one.status})' for one in found)}."


def reach(outcome: Outcome) -> str:
    """`2 lessons, 1 question`"""
    counts = {kind: sum(one.kind == kind for one in outcome.affected) for kind in ("lesson", "activity", "question")}
    return ", ".join(f"{count} {_plural(kind, count)}" for kind, count in counts.items() if count) or "nothing that states it"


def where(one: Affected) -> str:
    """`claims/x.yaml:3`; empty where it is not known."""
    return f"{one.path}:{one.line}" if one.path and one.line else one.path or ""


def _plural(kind: str, count: int) -> str:
    return kind if count == 1 else _PLURALS.get(kind, f"{kind}s")
