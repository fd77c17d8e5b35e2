"""An impact as Markdown, to be pasted into an issue: a task for each thing to mend, under the event that makes it untrue."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.renewing.impact.impact import WORK, Affected, Impact, Outcome
from coursewright.renewing.impact.reports.telling import (
    advice,
    counted,
    follows,
    happenings,
    heading,
    overdue,
    reach,
    title,
    where,
)
from coursewright.renewing.plain_markdown import plain


def as_markdown(impact: Impact) -> str:
    """The whole impact."""
    return "\n".join(_lines(impact)) + "\n"


def _lines(impact: Impact) -> Iterator[str]:
    yield f"## {plain(heading(impact))}"
    yield ""
    yield f"{counted(impact).capitalize()}. Release `{impact.manifest[:12]}`; a notice of {impact.notice_days} days."
    for outcome in happenings(impact):
        yield from _event(outcome, impact)
    late = overdue(impact)
    if late:
        yield from ("", "### Claims to be checked again", "")
        for outcome in late:
            claim = next(one for one in outcome.affected if one.kind == "claim")
            yield f"- [ ] `{claim.id}`, due {outcome.event.day}: {plain(claim.title)} Stated by {reach(outcome)}.{_place(claim)}"


def _event(outcome: Outcome, impact: Impact) -> Iterator[str]:
    yield from ("", f"### {plain(title(outcome, impact))}", "", plain(advice(outcome)), "")
    for one in outcome.affected:
        if one.kind in WORK:
            name = "" if one.kind == "claim" else f" {plain(one.title)}"
            yield f"- [ ] **{one.status}** {one.kind}{name} `{one.id}`: {plain(one.because)}{_place(one)}"
    yield ""
    yield from (plain(sentence) for sentence in follows(outcome))


def _place(one: Affected) -> str:
    place = f" (`{where(one)}`" if one.path else ""
    owner = f"{', ' if place else ' ('}{plain(one.owner)}" if one.owner else ""
    return f"{place}{owner})" if place or owner else ""
