"""`coursewright bundle` and `push`: from a commit to a bundle that proves it, and from there to a candidate.

Where the store is a folder, nobody is told of what comes in: then the code of the publish function runs here.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from coursewright.authoring.reports.findings_json import FindingJson
from coursewright.authoring.sources.bundling import bundle_of
from coursewright.authoring.sources.commit import Commit, find_commit, read_commit
from coursewright.authoring.sources.folder import find_content, read_folder
from coursewright.commands.acting import JsonOption
from coursewright.commands.publishing.told_findings import PushFormat, lines_of
from coursewright.commands.terminal import complain, err, progress, say
from coursewright.errors import SourceError, StoreError
from coursewright.publishing.depositing.incoming import MAX_BUNDLE_BYTES, IncomingStore, Upload, is_attempt
from coursewright.publishing.depositing.provenance import identity
from coursewright.publishing.depositing.publish import Publisher
from coursewright.publishing.depositing.reports import PublishReport, Reports
from coursewright.publishing.storing.store_address import SCHEME, incoming_at
from coursewright.publishing.storing.stores import DEFAULT, Stores

_PAUSE = 1.0
"""Seconds between looks for the next report."""

FolderOption = Annotated[
    Path | None, typer.Option("--content", help="The content folder. Default: the nearest folder with a curriculum.yaml.")
]
RevisionOption = Annotated[str, typer.Option("--commit", help="The git commit to take.")]


def bundle_command(
    commit: RevisionOption = "HEAD",
    content: FolderOption = None,
    out_file: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write.")] = Path("bundle.tar.gz"),
) -> None:
    """Write a commit's content as a bundle that proves which commit it is of, and print its digest."""
    found, data = _bundled(content, commit)
    try:
        out_file.write_bytes(data)
    except OSError as error:
        raise SourceError(f"{out_file} cannot be written: {error.strerror}") from error
    say(hashlib.sha256(data).hexdigest())
    err.print(f"  {out_file}: {len(data):,} bytes, commit {found.commit_id[:12]}", style="dim", markup=False)


def push_command(  # noqa: PLR0913 - a command has the options its users need
    commit: RevisionOption = "HEAD",
    content: FolderOption = None,
    store: Annotated[
        str, typer.Option("--store", envvar="COURSEWRIGHT_STORE", help="s3://NAME of the deployment, or a folder.")
    ] = str(DEFAULT),
    wait: Annotated[bool, typer.Option("--wait", help="Wait for the report that says how it ended.")] = False,
    attempt: Annotated[str | None, typer.Option("--attempt", help="A name for this attempt, for the reports.")] = None,
    seconds: Annotated[int, typer.Option("--seconds", min=1, help="How long --wait waits.")] = 600,
    form: Annotated[PushFormat, typer.Option("--format", help="How findings are told: for people, or GitHub.")] = PushFormat.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Push a commit's content to be checked, compiled and deposited as a candidate.

    Exit code 0: deposited, or pushed. 1: refused, or no final report in time. 2: the command was misused.
    """
    if attempt is not None and not is_attempt(attempt):
        raise typer.BadParameter("use letters, digits, '.', '_' and '-', at most 100 of them", param_hint="--attempt")
    if as_json and not wait and store.startswith(SCHEME):
        raise typer.BadParameter("what --json prints is a report; wait for it with --wait", param_hint="--json")
    found, data = _bundled(content, commit)
    target = _target(store)
    upload, is_there = _put(target, data, attempt, identity(found.repository))
    if target.publisher is not None:
        with progress() as show:
            show("publishing", 0, 0)
            report = target.publisher.publish(upload)
    elif wait:
        report = _awaited(Reports(target.incoming, upload), seconds)
    else:
        done = "is there already" if is_there else "pushed"
        say(f"✓ {done}: commit {found.commit_id[:12]}, as {upload.key}; --wait tells what becomes of it")
        return
    raise typer.Exit(_told(report, form, as_json=as_json))


@dataclass(frozen=True, slots=True)
class _Target:
    """Where bundles go; and who publishes them, where that is done here."""

    incoming: IncomingStore
    publisher: Publisher | None


def _target(store: str) -> _Target:
    if store.startswith(SCHEME):
        return _Target(incoming_at(f"{store.rstrip('/')}-incoming"), None)
    stores = Stores(Path(store))
    incoming = incoming_at(str(stores.root / "incoming"))
    publisher = Publisher(incoming, stores.candidates, stores.released, stores.signers, log=lambda _: None)
    return _Target(incoming, publisher)


def _bundled(content: Path | None, revision: str) -> tuple[Commit, bytes]:
    """The commit and its bundle; what is not committed is said."""
    if content is not None and not content.is_dir():
        raise typer.BadParameter(f"{content} is no folder", param_hint="--content")
    folder = find_content(Path.cwd()) if content is None else content
    commit = find_commit(folder, revision)
    if _differs(folder, commit):
        err.print(
            f"  the content folder differs from commit {commit.commit_id[:12]}, and what is not committed is left out",
            style="yellow",
            markup=False,
        )
    data = bundle_of(commit)
    if len(data) > MAX_BUNDLE_BYTES:
        raise SourceError(
            f"the bundle has {len(data):,} bytes, and at most {MAX_BUNDLE_BYTES:,} are taken; "
            "keep videos and data sets outside the content folder and link to them"
        )
    return commit, data


def _differs(folder: Path, commit: Commit) -> bool:
    """Whether the folder holds other content than the commit; git is not asked, for comparing it would run filters."""
    try:
        return read_folder(folder).tree_id != read_commit(commit).tree_id
    except SourceError:
        return True


def _put(target: _Target, data: bytes, attempt: str | None, by: str) -> tuple[Upload, bool]:
    """Put the bundle where it belongs; whether it was there already is given, and said."""
    digest = hashlib.sha256(data).hexdigest()
    upload = Upload(digest, attempt or f"push-{secrets.token_hex(4)}", by)
    if attempt is None and (before := _deposited_before(target.incoming, digest, by)):
        upload = before
    elif target.incoming.put_if_absent(upload.key, data):
        return upload, False
    err.print(f"  this bundle is there already as {upload.key}", style="dim", markup=False)
    return upload, True


def _deposited_before(store: IncomingStore, digest: str, by: str) -> Upload | None:
    """An earlier attempt with this bundle that was deposited; whoever may not list starts another, which does no harm."""
    try:
        attempts = store.folders(f"reports/{digest}/")
        for attempt in attempts:
            upload = Upload(digest, attempt, by)
            last = Reports(store, upload).last()
            if last is not None and last.state == "deposited":
                return upload
    except StoreError:
        return None
    return None


def _awaited(reports: Reports, seconds: int) -> PublishReport:
    """The final report.

    Raises:
        StoreError: there was none in time, or the reports cannot be read.
    """
    until, last = time.monotonic() + seconds, None
    with progress() as show:
        while time.monotonic() < until:
            last = reports.last()
            if last is not None and last.final:
                return last
            show(last.state if last else "pushed", last.number if last else 0, 0)
            time.sleep(_PAUSE)
    known = f"the last one says {last.state}: {last.problem or 'no more yet'}" if last else "there is none at all"
    raise StoreError(
        f"no final report came within {seconds} seconds ({known}). Push the same attempt again to go on waiting: "
        f"--attempt {reports.upload.attempt}"
    )


def _told(report: PublishReport, form: PushFormat, *, as_json: bool) -> int:
    """Tell a final report, and give the exit code."""
    if as_json:
        typer.echo(report.model_dump_json(indent=2))
    _tell_findings(report.findings, form, to_err=as_json)
    if report.state == "refused":
        complain(f"refused: {report.problem}")
        return 1
    if not as_json:
        known = f"{report.written} of {report.objects} objects were new" if report.is_new else "which it was already"
        say(f"✓ deposited {report.candidate}: {known}, manifest {str(report.manifest)[:12]}")
        if report.preview:
            say(f"Preview: {report.preview}", "dim")
    return 0


def _tell_findings(findings: tuple[FindingJson, ...], form: PushFormat, *, to_err: bool) -> None:
    for line in lines_of(findings, form):
        typer.echo(line, err=to_err)
