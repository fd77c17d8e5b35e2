"""`coursewright backup` and `restore`: everything that was released, kept in a second place and brought back from there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coursewright.commands.acting import JsonOption, StoreOption, command, counted
from coursewright.commands.documents import CopyJson, tell_json
from coursewright.commands.terminal import progress, say
from coursewright.errors import BackupError
from coursewright.publishing.copying import Copying
from coursewright.publishing.folder_store import FolderStore
from coursewright.publishing.stores import DEFAULT, Stores
from coursewright.publishing.trust_root import read_trust_root

CopyRootOption = Annotated[
    Path | None, typer.Option("--root", help="A trust root: copy only what its keys signed; nothing is written otherwise.")
]
FullOption = Annotated[bool, typer.Option("--full", help="Read and compare also what was copied before.")]


def backup_command(
    target: Annotated[Path, typer.Argument(help="Where the copy is kept: stores like those of --store.")],
    store: StoreOption = DEFAULT,
    root: CopyRootOption = None,
    full: FullOption = False,
    as_json: JsonOption = False,
) -> None:
    """Copy everything that was released, answer keys included, to other stores; a second run copies only what is new.

    Private keys are not copied. Whoever may write the backup should not be who may write what it is a backup of.
    """
    _copy(Stores(store), Stores(target), root, full=full, as_json=as_json)


def restore_command(
    source: Annotated[Path, typer.Argument(help="Stores that `coursewright backup` wrote.")],
    store: StoreOption = DEFAULT,
    root: CopyRootOption = None,
    full: FullOption = False,
    as_json: JsonOption = False,
) -> None:
    """Bring everything that was released back from a backup: into empty stores, or what others lost; nothing is overwritten."""
    _copy(Stores(source), Stores(store), root, full=full, as_json=as_json)
    if not as_json:
        say(f"Next, so that readers who verify know that this is new: {command(Stores(store), 'heads')}", "dim")


def _copy(source: Stores, target: Stores, root: Path | None, *, full: bool, as_json: bool) -> None:
    _refuse_unless_two(source, target)
    believed = read_trust_root(root) if root else None
    with progress() as report:
        done = Copying(FolderStore(source.released.root, must_exist=True), target.released, believed, report).run(full=full)
    told = CopyJson(
        source=str(source.root),
        target=str(target.root),
        objects=done.objects,
        records=done.records,
        written_objects=done.written_objects,
        written_records=done.written_records,
        left_out=done.left_out,
    )
    if as_json:
        tell_json(told)
    else:
        _tell(told)


def _refuse_unless_two(source: Stores, target: Stores) -> None:
    if source.released.root.resolve() == target.released.root.resolve():
        raise BackupError(f"{source.root} cannot be a backup of itself; name another place")


def _tell(told: CopyJson) -> None:
    whole = f"{counted(told.objects, 'objects')} and {counted(told.records, 'records')}"
    if told.written_objects or told.written_records:
        say(f"✓ copied to {told.target}: {told.written_objects} and {told.written_records} of {whole} were new there")
    else:
        say(f"✓ {told.target} holds all {whole} of {told.source}; nothing was written")
    for key in told.left_out:
        say(f"left out: {key}, which nothing needs, and which is damaged or no record", "yellow")
