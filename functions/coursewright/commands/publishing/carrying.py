"""`coursewright export` and `import`: a release as one file, from one store to another."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from coursewright.commands.acting import (
    ByOption,
    JsonOption,
    StoreOption,
    WhyOption,
    after_deposit,
    deciding,
    named_in,
    stamp,
)
from coursewright.commands.printed import tell_json
from coursewright.commands.publishing.documents import ExportJson, ImportJson
from coursewright.commands.publishing.showing import NameArgument
from coursewright.commands.terminal import err, out, progress, say
from coursewright.errors import ArchiveError, MissingObjectError
from coursewright.publishing.carrying.archived_release import LARGEST_STREAM
from coursewright.publishing.carrying.exporting import Exported, export
from coursewright.publishing.carrying.importing import import_verified, verified
from coursewright.publishing.records.named import Named
from coursewright.publishing.removing.expunged_content import lacking, refuse_expunged
from coursewright.publishing.storing.stores import DEFAULT, Stores, stores_at

_PIPE = Path("-")


def export_command(
    name: NameArgument,
    file: Annotated[Path, typer.Argument(help="The file to write, which must not exist; - for standard output.")],
    store: StoreOption = DEFAULT,
    as_json: JsonOption = False,
) -> None:
    """Write a release to one file: every object, answer keys and coach notes included, and where it came from.

    The same release with the same attestations gives the same bytes, on any machine, on any day.
    """
    if as_json and file == _PIPE:
        raise typer.BadParameter("standard output holds the release or the report, not both", param_hint="--json")
    stores = stores_at(store)
    named = named_in(stores, name)
    with _new_file(file) as stream, progress() as report:
        try:
            done = export(named.store, named.edition, named.manifest, stream, report)
        except MissingObjectError as error:
            if needs := lacking(stores.released, named.store, named.manifest):
                raise MissingObjectError(f"{named.name} cannot be exported whole, for it {needs}") from error
            raise
    if as_json:
        tell_json(_export_json(named, file, done))
        return
    console = err if file == _PIPE else out
    said = f"✓ exported {named.name} to {file}: {done.objects} objects, {done.size:,} bytes, SHA-256 {done.sha256}"
    console.print(said, markup=False)
    console.print("  It holds answer keys, coach notes and addresses: give it only to those who may read them.", style="yellow")


def import_command(
    file: Annotated[Path, typer.Argument(help="A file that `coursewright export` wrote; - for standard input.")],
    store: StoreOption = DEFAULT,
    by: ByOption = None,
    why: WhyOption = "",
    as_json: JsonOption = False,
) -> None:
    """Verify an exported release and deposit it as a candidate of its edition; to release it, promote it."""
    stores = stores_at(store)
    with _opened(file) as stream, progress() as report, deciding(stores):
        try:
            made = verified(stream, report)
            refuse_expunged(stores.released, made.places, str(file))
            candidate = import_verified(stream, made, stores.candidates, stamp(stores, by, why), report)
        except (ArchiveError, OSError) as error:
            raise ArchiveError(f"{file} cannot be imported: {error}") from error
    told = ImportJson(
        candidate=str(candidate.name),
        edition=made.edition,
        manifest=made.manifest,
        is_new=candidate.is_new,
        objects=len(made.places),
        written=candidate.written,
    )
    if as_json:
        tell_json(told)
    else:
        _tell_import(told, stores)


def _tell_import(told: ImportJson, stores: Stores) -> None:
    if told.is_new:
        say(f"✓ imported {told.candidate}: {told.written} of {told.objects} objects were new, manifest {told.manifest[:12]}")
        say(f"Next: {after_deposit(stores, told.candidate)}", "dim")
    else:
        mended = f"{told.written} objects it had lost were put back" if told.written else "nothing was written"
        say(f"✓ already deposited as {told.candidate} (manifest {told.manifest[:12]}); {mended}")


def _export_json(named: Named, file: Path, done: Exported) -> ExportJson:
    return ExportJson(
        name=named.name,
        edition=named.edition,
        manifest=named.manifest,
        file=str(file),
        objects=done.objects,
        bytes=done.size,
        sha256=done.sha256,
    )


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that was not there, readable by its owner only; it goes again if what is written to it is not finished."""
    if path == _PIPE:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise ArchiveError(f"{path} exists; nothing is overwritten, so name another file or remove it") from error
    except OSError as error:
        raise ArchiveError(f"{path} cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink()
        raise ArchiveError(f"{path} cannot be written: {error.strerror}") from error
    except BaseException:
        path.unlink()
        raise


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """A file that can be read twice: what comes through a pipe is copied first."""
    if path == _PIPE:
        with tempfile.TemporaryFile() as copy:
            _copy(sys.stdin.buffer, copy)
            yield copy
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {error.strerror}") from error
    with file:
        if file.seekable():
            yield file
            return
        with tempfile.TemporaryFile() as copy:
            _copy(file, copy)
            yield copy


def _copy(source: BinaryIO, copy: BinaryIO) -> None:
    """As much as an import may hold, from a stream that can be read once."""
    left = LARGEST_STREAM
    while data := source.read(1 << 16):
        left -= len(data)
        if left < 0:
            raise ArchiveError(f"it has more than {LARGEST_STREAM:,} bytes")
        copy.write(data)
    copy.seek(0)
