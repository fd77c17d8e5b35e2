"""How every command speaks to a person: colour only on a terminal, progress on long work, one sentence for what went wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

out = Console(soft_wrap=True, highlight=False, width=None if sys.stdout.isatty() else 200)
err = Console(soft_wrap=True, highlight=False, stderr=True)

Report = Callable[[str, int, int], None]


@contextmanager
def progress() -> Iterator[Report]:
    """Bars for work that reports (what, done, of), of 0 where that is not known; they vanish when it is done.

    They never reach a file or a pipe.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn  # noqa: PLC0415 - not for a check

    columns = (TextColumn("[dim]{task.description:>10}"), BarColumn(bar_width=30), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def report(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=of or None)
            bars.update(tasks[what], completed=done, total=of or None)

        yield report


def say(text: str, style: str = "") -> None:
    """One line of result."""
    out.print(text, style=style, markup=False)


def complain(text: str) -> None:
    """One sentence on what went wrong."""
    err.print(f"coursewright: {text}", style="red", markup=False)
