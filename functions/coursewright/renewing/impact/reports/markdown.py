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

_SPECIAL = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>|#"})


def as_markdown(impact: Impact) -> str:
    """The whole impact."""
    return "\n".join(_lines(impact)) + "\n"


def _lines(impact: Impact) -> Iterator[str]:
    yield f"## {_plain(heading(impact))}"
    yield ""
    yield f"{counted(impact).capitalize()}. Release `{impact.manifest[:12]}`; a notice of {impact.notice_days} days."
    for outcome in happenings(impact):
        yield from _event(outcome, impact)
    late = overdue(impact)
    if late:
        yield from ("", "### Claims to be checked again", "")
        for outcome in late:
            claim = next(one for one in outcome.affected if one.kind == "claim")
            yield f"- [ ] `{claim.id}`, due {outcome.event.day}: {_plain(claim.title)} Stated by {reach(outcome)}.{_place(claim)}"


def _event(outcome: Outcome, impact: Impact) -> Iterator[str]:
    yield from ("", f"### {_plain(title(outcome, impact))}", "", _plain(advice(outcome)), "")
    for one in outcome.affected:
        if one.kind in WORK:
            name = "" if one.kind == "claim" else f" {_plain(one.title)}"
            yield f"- [ ] **{one.status}** {one.kind}{name} `{one.id}`: {_plain(one.because)}{_place(one)}"
    yield ""
    yield from (_plain(sentence) for sentence in follows(outcome))


def _place(one: Affected) -> str:
    place = f" (`{where(one)}`" if one.path else ""
    owner = f"{', ' if place else ' ('}{_plain(one.owner)}" if one.owner else ""
    return f"{place}{owner})" if place or owner else ""


def _plain(text: str) -> str:
    """Text that means nothing in Markdown; on one line."""
    return " ".join(text.split()).translate(_SPECIAL)
