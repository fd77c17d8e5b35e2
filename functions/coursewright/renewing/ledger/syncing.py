"""Sources that were read, and the ledger's two files as they are, become the files as they should be, and everything to be told.

Pure: `today` comes in. A source that could not be read, is older than what the ledger was written from, or says nothing any more,
leaves its part as it was. A source that says the same again changes no byte: the day it was read moves only with what it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from coursewright.authoring.findings.finding import Finding, Place, Severity, in_order
from coursewright.authoring.ledger import SOURCE_PRECEDENCE, Ledger, ledger_from
from coursewright.authoring.shapes.curriculum_files import CurriculumFile
from coursewright.authoring.shapes.ledger_files import OverlayFile
from coursewright.authoring.slug import Slug
from coursewright.authoring.yaml_text.located import Located
from coursewright.errors import PublishedSourceError
from coursewright.renewing.ledger import ledger_findings as odd
from coursewright.renewing.ledger.conflicts import Stated, conflicts
from coursewright.renewing.ledger.ledger_lines import FACTS, facts_bytes, facts_in
from coursewright.renewing.ledger.ledger_of_files import SETTINGS, shape_in
from coursewright.renewing.ledger.merging import AnyFact, CellChange, Merged, merged, refuse_if_stale
from coursewright.renewing.ledger.source_entries import OVERLAY, is_of_other_version, with_entry_of
from coursewright.renewing.sources.source_data import SourceData

Reading = SourceData | PublishedSourceError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source: what was read of it, or why it was refused."""

    source: str
    data: SourceData | None
    refusal: PublishedSourceError | None
    changes: tuple[CellChange, ...] = ()
    vanished: tuple[CellChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Synced:
    """The files that change, by path; what became of each source; what is odd, and where sources disagree."""

    files: Mapping[str, bytes]
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    conflicts: tuple[Stated, ...]


def providers_of(files: Mapping[str, bytes]) -> frozenset[str]:
    """Whose models the curriculum follows.

    Raises:
        SourceError: its settings cannot be read.
    """
    return frozenset(map(str, shape_in(CurriculumFile, files, SETTINGS).value.providers))


def synced(files: Mapping[str, bytes], readings: Mapping[str, Reading], today: date) -> Synced:
    """The ledger with all that was read in it, and what is to be told.

    Raises:
        SourceError: the ledger's files hold what cannot be read.
        WritingRefusedError: a source cannot be entered in overlay.yaml.
    """
    providers, overlay = providers_of(files), shape_in(OverlayFile, files, OVERLAY)
    before = facts_in(files.get(FACTS, b""))
    text, facts = files[OVERLAY].decode("utf-8"), before
    outcomes: list[Outcome] = []
    for name in sorted(readings, key=_precedence):
        outcome, facts = _taken(name, readings[name], overlay.value, facts, providers)
        outcomes.append(outcome)
        if outcome.data and (outcome.changes or is_of_other_version(outcome.data, overlay.value.sources.get(Slug(name)))):
            text = with_entry_of(
                text, shape_in(OverlayFile, {OVERLAY: text.encode()}, OVERLAY).value.sources, outcome.data, today
            )
    now = {FACTS: facts_bytes(facts), OVERLAY: text.encode()}
    changed = {path: data for path, data in now.items() if data != files.get(path)}
    ledger, placed = ledger_from(overlay.value, facts), shape_in(OverlayFile, now, OVERLAY)
    findings = _findings(outcomes, placed, ledger_from(overlay.value, before), ledger, now[FACTS], today)
    return Synced(changed, tuple(outcomes), in_order(findings), conflicts(ledger))


def _taken(
    name: str, reading: Reading, overlay: OverlayFile, facts: frozenset[AnyFact], providers: frozenset[str]
) -> tuple[Outcome, frozenset[AnyFact]]:
    """One source's facts in the ledger, or none of them."""
    if isinstance(reading, PublishedSourceError):
        return Outcome(name, None, reading), facts
    try:
        refuse_if_stale(reading, overlay.sources.get(Slug(name)))
        result: Merged = merged(facts, reading, providers)
    except PublishedSourceError as refusal:
        return Outcome(name, None, refusal), facts
    return Outcome(name, reading, None, result.changes, result.vanished), result.facts


def _findings(  # noqa: PLR0913 - what the findings are about
    outcomes: list[Outcome], overlay: Located[OverlayFile], before: Ledger, after: Ledger, written: bytes, today: date
) -> list[Finding]:
    lines = odd.Lines(written)
    read = [outcome.data for outcome in outcomes if outcome.data]
    facts = facts_in(written)
    found = [_refused(outcome, overlay) for outcome in outcomes if outcome.refusal]
    for outcome in outcomes:
        found += outcome.data.findings if outcome.data else ()
        found += odd.vanished_row(outcome.source, outcome.vanished, facts, lines, after, today)
    found += odd.new_model(before, read, after, lines)
    found += odd.unsourced_model(overlay, after, read)
    found += odd.shutdown_before_announcement(after, lines)
    found += odd.unknown_replacement(after, read, lines)
    return found


def _refused(outcome: Outcome, overlay: Located[OverlayFile]) -> Finding:
    """At the source's entry, if it has one."""
    entry = overlay.at("sources", outcome.source) if outcome.source in overlay.value.sources else Place(OVERLAY)
    code = outcome.refusal.code if outcome.refusal else ""
    said = f"{outcome.source} was left as it was in the ledger: {outcome.refusal}"
    return Finding(code, entry, said, _ADVICE[code], Severity.ERROR)


_ADVICE = {
    "source-down": "Install or name it (--from), or try again later; what the ledger holds of it still counts.",
    "source-malformed": "If the source has a new form, its reader must learn it. Until then, name an older version with --from.",
    "source-contradictory": "Tell whoever keeps the source. Until it is mended, enter what is true in overlay.yaml.",
    "source-stale": "Install the newer version; to go back on purpose, take `version:` and `as_of:` out of its entry.",
}


def _precedence(name: str) -> int:
    return SOURCE_PRECEDENCE.index(name)
