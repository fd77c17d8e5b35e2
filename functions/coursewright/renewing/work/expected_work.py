"""What an edition asks for beyond what `check` finds: the work an editor of a quarter wants to see on its first day.

Takes a draft whose newest edition is the one being made; gives findings under the codes of
authoring/findings/acknowledgeable.py. They are no findings of `check`, because nothing is wrong with the content yet: they are
due while the edition is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from coursewright.authoring.draft import Draft
from coursewright.authoring.ending import advice_on, dependences, end_of
from coursewright.authoring.findings.finding import Finding, Place, Severity
from coursewright.authoring.naming import Naming
from coursewright.authoring.rules.dead_model import dead_model
from coursewright.authoring.shapes.curriculum_files import ClaimFile
from coursewright.authoring.shapes.edition_files import EditionFile
from coursewright.authoring.words import said_at, source_text


def expected(draft: Draft, edition: EditionFile) -> Iterator[Finding]:
    """Everything of the kind."""
    yield from _reviews(draft, edition)
    yield from _unverified(draft)
    yield from _mentions(draft, edition)
    yield from _api(draft, edition)
    yield from _ledger(draft, edition)


def name_at(draft: Draft, place: Place) -> str:
    """The model, family or part of an API that stands at a place; empty where the place is not within one line."""
    return said_at(draft, place).strip(" ,[]\"'") if place.end_line == place.line else ""


def _reviews(draft: Draft, edition: EditionFile) -> Iterator[Finding]:
    """Claims to be read again while this edition is current, or before. One that is overdue by then is a finding of `check`."""
    last, opened = edition.period.until, edition.opened
    for name, claim in draft.claims.items():
        due = claim.value.review_by
        if opened and draft.as_of <= due <= last and _last_looked_at(claim.value) < opened:
            yield _work(
                "claim-review",
                claim.at("review_by"),
                f'the claim "{name}" is to be reviewed by {due}, before the edition ends on {last}',
                "Read its sources again, note the day under `read:`, mend what has changed, and set the next `review_by:`.",
            )


def _last_looked_at(claim: ClaimFile) -> date:
    """The day all of its sources had been read, or it was tried."""
    read = min(source.read for source in claim.sources)
    return max(read, claim.verified.on) if claim.verified else read


def _unverified(draft: Draft) -> Iterator[Finding]:
    for name, claim in draft.claims.items():
        if claim.value.verified is None:
            yield _work(
                "unverified-claim",
                claim.at("statement"),
                f'nobody has verified the claim "{name}"; it rests on what its sources say',
                "Try it, and note under `verified:` when, against which models and how; or say why reading is enough.",
            )


def _mentions(draft: Draft, edition: EditionFile) -> Iterator[Finding]:
    """Texts that name a model which ends within the period. What depends on one is a finding of `check`: ending-model."""
    if draft.ledger is None:
        return
    ledger = draft.ledger
    before = {finding.place for finding in dead_model(draft)} | {needed.place for needed in dependences(draft, ledger)}
    for finding in dead_model(replace(draft, as_of=edition.period.until)):
        name = name_at(draft, finding.place)
        if finding.place not in before and name:
            yield _work(
                "ending-mention",
                finding.place,
                f'"{name}" is named, and it is shut down on {end_of(ledger, ledger.select(name))}, while the edition is current',
                f"{advice_on(ledger, name, ledger.select(name))}, or tell learners the day and acknowledge this.",
            )


def _api(draft: Draft, edition: EditionFile) -> Iterator[Finding]:
    """Claims about parts of APIs that end before the edition does, and texts that name them."""
    ends = api_ends(draft, edition.period.until)
    for claim in draft.claims.values():
        for index, part in enumerate(claim.value.api):
            if part in ends:
                yield _api_ends(draft, part, ends[part], claim.at("api", index))
    naming = Naming((), ends)
    for item in (item for course in draft.courses for item in course.items()):
        text = source_text(draft, item.path) or ""
        if ends and naming.api([text]):
            for number, line in enumerate(text.split("\n"), 1):
                for part in naming.api([line]):
                    yield _api_ends(draft, part, ends[part], Place(item.path, number, 1, number, len(line) + 1))


def api_ends(draft: Draft, until: date) -> dict[str, date]:
    """The parts of APIs that are shut down by a day, and when."""
    parts = draft.ledger.api if draft.ledger else {}
    days = {name: part.value("shutdown") for name, part in parts.items()}
    found = {name: date.fromisoformat(day) for name, day in days.items() if day}
    return {name: day for name, day in found.items() if day <= until}


def _api_ends(draft: Draft, part: str, day: date, place: Place) -> Finding:
    heirs = draft.ledger.api[part].values("replacement") if draft.ledger else ()
    advice = f"Move to {' or '.join(heirs)}, which the ledger names in its place" if heirs else "Say what to do without it"
    return _work(
        "ending-api", place, f"{part} is shut down on {day}", f"{advice}; or tell learners the day and acknowledge this."
    )


def _ledger(draft: Draft, edition: EditionFile) -> Iterator[Finding]:
    read = [source.read for source in draft.overlay.value.sources.values()] if draft.overlay else []
    if draft.overlay and read and edition.opened and max(read) < edition.opened:
        yield _work(
            "unread-ledger",
            draft.overlay.key("sources"),
            f"no source of the ledger was read since {max(read)}, and the edition was opened on {edition.opened}",
            "Read the sources again: what was announced since may change this list. Then note the day under `read:`.",
        )


def _work(code: str, place: Place, message: str, advice: str) -> Finding:
    return Finding(code, place, message, advice, Severity.WARNING)
