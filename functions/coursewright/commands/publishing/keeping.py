"""`coursewright backup` and `restore`: everything that was released, kept in a second place and brought back from there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coursewright.commands.acting import JsonOption, StoreOption, command, counted
from coursewright.commands.printed import tell_json
from coursewright.commands.publishing.documents import CopyJson
from coursewright.commands.terminal import progress, say
from coursewright.errors import BackupError
from coursewright.publishing.carrying.copying import Copying
from coursewright.publishing.keys.trust_root import read_trust_root
from coursewright.publishing.storing.store_address import store_at
from coursewright.publishing.storing.stores import DEFAULT, Stores, stores_at

CopyRootOption = Annotated[
    Path | None, typer.Option("--root", help="A trust root: copy only what its keys signed; nothing is written otherwise.")
]
FullOption = Annotated[bool, typer.Option("--full", help="Read and compare also what was copied before.")]


def backup_command(
    target: Annotated[str, typer.Argument(help="Where the copy is kept: stores like those of --store.")],
    store: StoreOption = DEFAULT,
    root: CopyRootOption = None,
    full: FullOption = False,
    as_json: JsonOption = False,
) -> None:
    """Copy everything that was released, answer keys included, to other stores; a second run copies only what is new.

    Private keys are not copied. Whoever may write the backup should not be who may write what it is a backup of.
    """
    _copy(stores_at(store), stores_at(target), root, full=full, as_json=as_json)


def restore_command(
    source: Annotated[str, typer.Argument(help="Stores that `coursewright backup` wrote.")],
    store: StoreOption = DEFAULT,
    root: CopyRootOption = None,
    full: FullOption = False,
    as_json: JsonOption = False,
) -> None:
    """Bring everything that was released back from a backup: into empty stores, or what others lost; nothing is overwritten."""
    _copy(stores_at(source), stores_at(store), root, full=full, as_json=as_json)
    if not as_json:
        say(f"Next, so that readers who verify know that this is new: {command(stores_at(store), 'heads')}", "dim")


def _copy(source: Stores, target: Stores, root: Path | None, *, full: bool, as_json: bool) -> None:
    _refuse_unless_two(source, target)
    believed = read_trust_root(root) if root else None
    with progress() as report:
        done = Copying(store_at(source.released_at, must_exist=True), target.released, believed, report).run(full=full)
    told = CopyJson(
        source=source.address,
        target=target.address,
        objects=done.objects,
        records=done.records,
        notes=done.notes,
        written_objects=done.written_objects,
        written_records=done.written_records,
        written_notes=done.written_notes,
        left_out=done.left_out,
    )
    if as_json:
        tell_json(told)
    else:
        _tell(told)


def _refuse_unless_two(source: Stores, target: Stores) -> None:
    if source.released_at == target.released_at:
        raise BackupError(f"{source.address} cannot be a backup of itself; name another place")


def _tell(told: CopyJson) -> None:
    whole = f"{counted(told.objects, 'objects')} and {counted(told.records, 'records')}"
    if told.written_objects or told.written_records:
        say(f"✓ copied to {told.target}: {told.written_objects} and {told.written_records} of {whole} were new there")
    else:
        say(f"✓ {told.target} holds all {whole} of {told.source}; nothing was written")
    if told.written_notes:
        say(f"  with {counted(told.written_notes, 'notes')} of what was observed, what still held, and who was told")
    for key in told.left_out:
        say(f"left out: {key}, which nothing needs, and which is damaged or no record", "yellow")
