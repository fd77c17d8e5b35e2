"""`coursewright serve --watch`: what a look at the working copy came to, for the terminal; and a look whenever a file changes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from watchfiles import watch

from coursewright.authoring.check import Report, check
from coursewright.authoring.reports.text import as_text
from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.sources.commit import authors_of
from coursewright.authoring.sources.folder import read_folder
from coursewright.commands.content import folder_of
from coursewright.commands.terminal import out, say
from coursewright.errors import SourceError
from coursewright.publishing.depositing.baselines import baseline_for, newest_edition
from coursewright.publishing.storing.store import Store
from coursewright.serving.previewing.preview import CHANNEL, Preview
from coursewright.serving.previewing.working_copy import Look, WorkingCopy

_MOST = 8
"""Changed items that are named in one line."""


def working_copy(content: Path | None, released: Store) -> WorkingCopy:
    """The content folder over a released store, looked at once and told.

    Raises:
        SourceError: there is no curriculum to watch.
    """
    folder = folder_of(content)
    if folder is None:
        raise SourceError("only a content folder can be watched; a bundle does not change")
    read_folder(folder)  # what is no curriculum at the start is a mistyped name; later it is a change like any other
    preview = Preview(released, datetime.now(UTC).year)
    say(f"Watching {folder}: what is saved there is in channel {CHANNEL} at the next request; nothing is written to a store.")
    if preview.shadows:
        say(f"  The store has a channel {CHANNEL} as well; while this runs, {CHANNEL} is the working copy.", "yellow")
    copy = WorkingCopy(folder, lambda tree: _judged(folder, tree, released), preview, tell)
    copy.refresh()
    return copy


def _judged(folder: Path, tree: SourceTree, released: Store) -> Report:
    """As a deposit judges: against what learners have, and knowing who committed."""
    return check(tree.by(authors_of(folder, "HEAD")), baseline=baseline_for(released, newest_edition(tree)))


def tell(look: Look) -> None:
    """Findings as `check` prints them, then one line: what `next` has now."""
    if look.report and look.report.findings:
        say("")
        for line in as_text(look.report):
            out.print(line)
    clock, took = f"{datetime.now().astimezone():%H:%M:%S}", f"{look.seconds:.2f} s"
    if look.trouble or (look.report and look.report.errors):
        because = look.trouble or "errors"
        stays = f"{CHANNEL} stays at {look.draft}, the last without errors" if look.draft else f"{CHANNEL} has nothing yet"
        say(f"{clock} ✗ {because}: {stays} ({took})", "red")
    elif look.changes is None:
        say(f"{clock} ✓ {CHANNEL} has {look.draft} as before: nothing that it serves differs ({took})", "green")
    else:
        say(f"{clock} ✓ {CHANNEL} has {look.draft} after {took}: {_listed(look.changes)}", "green")


def _listed(changes: list[str]) -> str:
    if not changes:
        return "nothing that readers see differs"
    more = f" and {len(changes) - _MOST} more" if len(changes) > _MOST else ""
    return ", ".join(changes[:_MOST]) + more


@contextmanager
def looking_on(copy: WorkingCopy) -> Iterator[None]:
    """Look as soon as a file changes, so that findings are told although nobody asks for a lesson."""
    stop = threading.Event()
    thread = threading.Thread(target=_look_on, args=(copy, stop), name="watching", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)


def _look_on(copy: WorkingCopy, stop: threading.Event) -> None:
    """Looks once a second as well: a watch is lost with its folder, and a shared folder may never tell of a change."""
    while not stop.is_set():
        try:
            events = watch(
                copy.folder, watch_filter=None, stop_event=stop, rust_timeout=1000, yield_on_timeout=True, raise_interrupt=False
            )
            for _ in events:
                copy.refresh()
        except (OSError, RuntimeError):  # the folder is gone, or the system gives no more watches
            copy.refresh()
            stop.wait(1)
