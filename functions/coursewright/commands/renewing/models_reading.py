"""Which ledger a command looks at: that of a content folder, of a git revision of it, or of a release in the stores."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from coursewright.authoring.shapes.edition_files import EditionFile
from coursewright.authoring.sources.commit import find_commit, read_commit
from coursewright.authoring.sources.folder import SETTINGS, read_folder
from coursewright.commands.content import folder_of, read_content
from coursewright.compiling.ledger_object import ledger_object
from coursewright.errors import SourceError, UnknownNameError
from coursewright.publishing.records.named import resolve
from coursewright.publishing.storing.store import get_json
from coursewright.publishing.storing.stores import stores_at
from coursewright.renewing.ledger.ledger_of_files import ledger_of, shape_in
from coursewright.renewing.ledger.timeline import Span

AsOf = Annotated[
    datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day that states are told of. Default: today.")
]
Families = Annotated[list[str] | None, typer.Option("--family", help="Only the models of this family; may be said again.")]
Everybody = Annotated[bool, typer.Option("--all", help="Models that are in no family too.")]


def day(as_of: datetime | None) -> date:
    """The day that is meant."""
    return (as_of or datetime.now(UTC)).date()


def ledger_in(content: Path | None) -> dict[str, Any]:
    """The ledger of a content folder or a bundle, as a release would hold it."""
    return ledger_object(ledger_of(files_in(content)))


def files_in(content: Path | None) -> Mapping[str, bytes]:
    """The files of a content folder or a bundle; who committed to it is nobody's question here."""
    folder = folder_of(content)
    return read_folder(folder).files if folder else read_content(content, None).files


def periods_of(files: Mapping[str, bytes]) -> list[Span]:
    """The periods of all editions, in order."""
    found = []
    for path in sorted(files):
        if path.startswith("editions/") and path.endswith(".yaml") and path.count("/") == 1:  # worklists lie deeper
            period = shape_in(EditionFile, files, path).value.period
            found.append(Span(path.removeprefix("editions/").removesuffix(".yaml"), period.from_, period.until))
    return found


def named_ledger(name: str, content: Path | None, store: str) -> tuple[str, dict[str, Any]]:
    """The ledger that a word means, and what it is: a folder, else a release in the stores, else a git revision.

    Raises:
        SourceError: it is none of them.
    """
    for folder in (Path(name), Path(name) / "content"):
        if (folder / SETTINGS).is_file():
            return name, ledger_in(folder)
    try:
        stores = stores_at(store)
        named = resolve(stores.candidates, stores.released, name)
        return named.name, get_json(named.store, get_json(named.store, named.manifest)["models"])
    except UnknownNameError:
        pass
    try:
        commit = find_commit(folder_of(content) or Path.cwd(), name)
    except SourceError as error:
        raise SourceError(f"{name} is no content folder, no release in {store}, and no commit: {error}") from error
    return f"{name} ({commit.commit_id[:12]})", ledger_object(ledger_of(read_commit(commit).files))
