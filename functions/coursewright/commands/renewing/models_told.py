"""How `coursewright models sync` tells what it did: the sources in their order of precedence, what moved, what is odd."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from coursewright.authoring.shapes.ledger_files import OverlayFile
from coursewright.authoring.slug import Slug
from coursewright.commands.publishing.told_findings import PushFormat, lines_of
from coursewright.commands.renewing.models_documents import SourceJson, StatedJson, StatementJson, SyncJson
from coursewright.renewing.ledger.conflicts import Stated
from coursewright.renewing.ledger.ledger_lines import FACTS, facts_in
from coursewright.renewing.ledger.ledger_of_files import shape_in
from coursewright.renewing.ledger.source_entries import OVERLAY
from coursewright.renewing.ledger.syncing import Outcome, Synced
from coursewright.renewing.sources.readers import READERS

_STYLES = {"read": "green", "refused": "red", "not asked": "dim"}
_MOST_TOLD, _MOST_HINTS = 8, 3
_DAYS = ("shutdown", "deprecated", "released")


def source_rows(result: Synced, asked: Mapping[str, str | None], files: Mapping[str, bytes]) -> Iterator[SourceJson]:
    """Every source there is a reader for, in the order of precedence."""
    held = Counter(fact.source for fact in facts_in(files.get(FACTS, b"")))
    recorded = shape_in(OverlayFile, files, OVERLAY).value.sources
    outcomes = {outcome.source: outcome for outcome in result.outcomes}
    for name in READERS:
        outcome, entry = outcomes.get(name, Outcome(name, None, None)), recorded.get(Slug(name))
        source = outcome.data or entry
        yield SourceJson(
            source=name,
            state="read" if outcome.data else "refused" if outcome.refusal else "not asked",
            place=(asked[name] or "at hand") if name in asked else None,
            version=source.version if source else None,
            as_of=source.as_of if source else None,
            facts=held[Slug(name)],
            new=sum(not change.before for change in outcome.changes),
            changed=sum(bool(change.before) for change in outcome.changes),
            vanished=len(outcome.vanished),
            refusal=str(outcome.refusal) if outcome.refusal else None,
        )


def stated_json(one: Stated) -> StatedJson:
    """A field with all its statements."""
    return StatedJson(
        subject=one.subject,
        host=one.host,
        field=one.field,
        counts=one.counting,
        why=one.why,
        statements=tuple(StatementJson(value=said.value, source=said.source, by_hand=said.by_hand) for said in one.statements),
    )


def sync_lines(told: SyncJson) -> Iterator[RenderableType]:
    """What was done, for people."""
    yield _table(told)
    yield from _moved(told)
    yield from _conflicts(told)
    yield from _odd(told)
    if not told.written:
        yield Text("✓ The ledger says all of this already; no byte changed.", "green")
    elif told.dry_run:
        yield Text(f"Nothing was written; {' and '.join(told.written)} would change.", "yellow")
    else:
        yield Text(f"✓ wrote {' and '.join(told.written)}; review the change like any other.", "green")


def _table(told: SyncJson) -> Table:
    table = Table(
        *("", "source", "version", "data of", "facts", "new", "changed", "gone", ""), box=box.SIMPLE_HEAD, pad_edge=False
    )
    for column in (0, 4, 5, 6, 7):
        table.columns[column].justify = "right"
    for number, row in enumerate(told.sources, 1):
        counts = (row.new, row.changed, row.vanished)
        shown = (str(count or "") for count in counts) if row.state == "read" else ("", "", "")
        state = Text(row.state, _STYLES[row.state])
        days = row.as_of.isoformat() if row.as_of else ""
        table.add_row(str(number), row.source, row.version or "", days, str(row.facts or ""), *shown, state)
    table.caption = "What a source says counts before those below it; what was entered by hand, before all of them."
    table.caption_justify = "left"
    return table


def _moved(told: SyncJson) -> Iterator[Text]:
    """Days that a source now says otherwise: what a reviewer looks for first."""
    moved = [change for change in told.changes if change.before and change.field in _DAYS]
    for change in moved[:_MOST_TOLD]:
        before, after = change.before[0], change.after[0]
        yield Text(f"  {change.subject}: {change.field} {before} → {after} ({change.source})", "yellow")
    if len(moved) > _MOST_TOLD:
        yield Text(f"  … and {len(moved) - _MOST_TOLD} days more; --json has all", "dim")


def _conflicts(told: SyncJson) -> Iterator[Text]:
    if told.conflicts:
        yield Text(f"Sources disagree on {len(told.conflicts)} fields; the first of each counts:")
        yield from (Text(f"  {conflict_line(one)}") for one in told.conflicts[:_MOST_TOLD])
    if len(told.conflicts) > _MOST_TOLD:
        yield Text("  … coursewright models list --conflicts shows all", "dim")


def conflict_line(one: StatedJson) -> str:
    """A disagreement on one line: each value with who states it."""
    by_value: dict[str | int, list[str]] = {}
    for said in one.statements:
        by_value.setdefault(said.value, []).append(f"{said.source}{' by hand' if said.by_hand else ''}")
    values = "; ".join(f"{value} ({', '.join(sources)})" for value, sources in by_value.items())
    return f"{one.subject} {one.field}: {values}"


def _odd(told: SyncJson) -> Iterator[Text]:
    counted = Counter(finding.code for finding in told.findings)
    shown: Counter[str] = Counter()
    for finding in told.findings:
        shown[finding.code] += 1
        most = _MOST_HINTS if finding.severity == "hint" else _MOST_TOLD
        if shown[finding.code] <= most:
            style = {"error": "red", "warning": "yellow", "hint": ""}[finding.severity]
            yield from (
                Text(line, style if number == 0 else "dim") for number, line in enumerate(lines_of([finding], PushFormat.TEXT))
            )
        elif shown[finding.code] == counted[finding.code]:
            yield Text(f"  … {counted[finding.code] - most} more [{finding.code}]; --json has all", "dim")
