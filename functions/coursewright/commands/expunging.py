"""`coursewright expunge`: take down an object that must not exist any more. It shows what will go, and asks first."""

from __future__ import annotations

from typing import Annotated

import typer

from coursewright.commands.acting import ByOption, StoreOption, command, counted, deciding, stamp
from coursewright.commands.terminal import say
from coursewright.compiling.digest import Digest, is_digest
from coursewright.errors import UnknownNameError
from coursewright.publishing.expunging import expunge, refuse_while_read, uses
from coursewright.publishing.stores import DEFAULT, Stores
from coursewright.publishing.takedown import FolderRemover


def expunge_command(  # noqa: PLR0913 - a command has the options its users need
    digest: Annotated[str, typer.Argument(help="The object's digest, as a manifest or an answer names it.")],
    why: Annotated[str, typer.Option("--why", help="Why; readers are told, so name nobody.")],
    law: Annotated[str, typer.Option("--law", help="The order, complaint or case that asks for it.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    store: StoreOption = DEFAULT,
    by: ByOption = None,
) -> None:
    """Take down an object of withdrawn releases: a signed record first, then its bytes. This cannot be undone."""
    stores = Stores(store)
    if not is_digest(digest):
        raise UnknownNameError(f"{digest!r} is no digest; it is 64 hexadecimal digits")
    found = uses(stores.released, Digest(digest))
    say(f"{digest} is needed by {counted(len(found), 'releases')}")
    for use in found:
        say(f"  {use.release}: {'; '.join(use.named_by)}")
    refuse_while_read(found)
    if not yes:
        typer.confirm("Its bytes will be gone for good. Take it down?", abort=True)
    places = [FolderRemover(stores.released.root), FolderRemover(stores.candidates.root)]
    with deciding(stores):
        done = expunge(stores.released, places, Digest(digest), stamp(stores, by, why), law)
    what = "took it down" if done.is_new else f"it was taken down at {done.record['at']}"
    say(f"✓ {what}; removed {counted(done.removed, 'files')}")
    say("  Not reached: backups, exported files, caches, and what running processes hold in memory. In a backup:", "yellow")
    say(f"    {command(Stores(store), 'expunge', digest, '--why', why)}, with the backup as --store")
