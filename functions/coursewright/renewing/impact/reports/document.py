"""An impact as plain data: what the command prints as JSON, and what the preview answers."""

from __future__ import annotations

from typing import Any

from coursewright.renewing.impact.impact import Affected, Impact, Outcome


def document(impact: Impact) -> dict[str, Any]:
    """The whole impact; dates as ISO 8601, things in the order of the impact."""
    return {
        "of": impact.name,
        "manifest": impact.manifest,
        "as_of": impact.as_of.isoformat(),
        "notice_days": impact.notice_days,
        "counts": impact.counts(),
        "events": [_event(outcome, impact) for outcome in impact.outcomes],
    }


def _event(outcome: Outcome, impact: Impact) -> dict[str, Any]:
    event = outcome.event
    return {
        "id": event.id,
        "kind": event.kind,
        "subject": event.subject,
        "date": event.day.isoformat(),
        "days": (event.day - impact.as_of).days,
        "status": outcome.status,
        "says": f"{event.subject}: {event.told(impact.as_of)}",
        "replacements": list(event.replacements),
        "affected": [affected(one) for one in outcome.affected],
    }


def affected(one: Affected) -> dict[str, Any]:
    """One thing that is affected."""
    return {
        "kind": one.kind,
        "id": one.id,
        "title": one.title,
        "status": one.status,
        "how": list(one.how),
        "because": one.because,
        "owner": one.owner,
        "path": one.path,
        "line": one.line,
    }
