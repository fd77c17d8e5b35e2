"""`coursewright expunge`: take down what must not exist any more. It shows what will go, and asks first."""

from __future__ import annotations

from typing import Annotated

import typer

from coursewright.commands.acting import ByOption, JsonOption, StoreOption, command, counted, deciding, named_in, stamp
from coursewright.commands.printed import tell_json
from coursewright.commands.publishing.documents import ExpungedJson, ExpungeJson
from coursewright.commands.terminal import err, say
from coursewright.compiling.digest import Digest, is_digest
from coursewright.errors import UnknownNameError
from coursewright.publishing.removing.expunged_parts import digests_of
from coursewright.publishing.removing.expunging import Expunction, Use, expunge, refuse_while_read, uses
from coursewright.publishing.removing.takedown import FolderRemover, Remover, bucket_removers
from coursewright.publishing.storing.store_address import s3_client
from coursewright.publishing.storing.stores import DEFAULT, Deployed, Stores, stores_at


def expunge_command(  # noqa: PLR0913 - a command has the options its users need
    what: Annotated[str, typer.Argument(help="An object's digest; with --at a lesson, an activity, or a figure's file name.")],
    why: Annotated[str, typer.Option("--why", help="Why; readers are told, so name nobody.")],
    at: Annotated[str | None, typer.Option("--at", help="The release whose lesson, activity or figure is meant.")] = None,
    law: Annotated[str, typer.Option("--law", help="The order, complaint or case that asks for it.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    store: StoreOption = DEFAULT,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take down objects of withdrawn releases: a signed record of each first, then its bytes. This cannot be undone."""
    if as_json and not yes:
        raise typer.BadParameter("nobody can be asked where a script reads; add --yes", param_hint="--json")
    stores = stores_at(store)
    found = {digest: (name, uses(stores.released, digest)) for digest, name in _meant(stores, what, at).items()}
    _show(found)
    for _, needed in found.values():
        refuse_while_read(needed)
    if not yes:
        typer.confirm("These bytes will be gone for good. Take them down?", abort=True)
    places, who = _places(stores), stamp(stores, by, why)
    with deciding(stores):
        done = {digest: expunge(stores.released, places, digest, who, law) for digest in found}
    if as_json:
        tell_json(ExpungeJson(objects=tuple(_as_json(digest, name, done[digest]) for digest, (name, _) in found.items())))
    else:
        _tell(done, what, at, why)


def _places(stores: Stores) -> list[Remover]:
    """Where bytes are removed from. On AWS whoever types this needs the rights for it, which no function has."""
    if isinstance(stores, Deployed):
        return bucket_removers(s3_client(), stores.name)
    return [FolderRemover(stores.root / "released"), FolderRemover(stores.root / "candidates")]


def _meant(stores: Stores, what: str, at: str | None) -> dict[Digest, str]:
    """The objects that are meant, with what each is."""
    if is_digest(what):
        return {Digest(what): ""}
    if at is None:
        raise UnknownNameError(f"{what!r} is no digest (64 hexadecimal digits); to name a part of a release, add --at RELEASE")
    named = named_in(stores, at)
    return digests_of(named.store, named.manifest, named.name, what)


def _show(found: dict[Digest, tuple[str, list[Use]]]) -> None:
    """On standard error, which is where a person looks also if a script reads the rest."""
    for digest, (name, needed) in found.items():
        err.print(f"{digest}{f' ({name})' if name else ''} is needed by {counted(len(needed), 'releases')}", markup=False)
        for use in needed:
            err.print(f"  {use.release}: {'; '.join(use.named_by)}", markup=False)


def _tell(done: dict[Digest, Expunction], what: str, at: str | None, why: str) -> None:
    new, removed = sum(one.is_new for one in done.values()), sum(one.removed for one in done.values())
    before = len(done) - new
    told = f"took down {counted(new, 'objects')}" if new else "nothing was new"
    told += f"; {counted(before, 'objects')} had been taken down before" if before else ""
    say(f"✓ {told}; removed {counted(removed, 'files')}")
    say("  Not reached: backups, exported files, caches, and what running processes hold in memory. In a backup:", "yellow")
    words = ("expunge", what, *(("--at", at) if at else ()), "--why", why)
    say(f"    {command(stores_at(DEFAULT), *words)}, with the backup as --store")


def _as_json(digest: Digest, name: str, done: Expunction) -> ExpungedJson:
    record = done.record
    return ExpungedJson(
        object=digest,
        name=name,
        releases=tuple(record["releases"]),
        by=record["by"],
        at=record["at"],
        why=record["why"],
        law=record["law"],
        is_new=done.is_new,
        removed=done.removed,
    )
