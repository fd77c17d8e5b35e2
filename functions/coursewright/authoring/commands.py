"""`coursewright check`: every finding in one run. Also how every command finds the content it works on."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from coursewright.authoring.check import check
from coursewright.authoring.reporting import as_text
from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.sources.bundle import read_bundle_file
from coursewright.authoring.sources.commit import find_commit, read_commit
from coursewright.authoring.sources.folder import find_content, read_folder
from coursewright.terminal import out

ContentOption = Annotated[
    Path | None,
    typer.Option(
        "--content", help="A content folder, or a .tar.gz bundle of one. Default: the nearest folder with a curriculum.yaml."
    ),
]
CommitOption = Annotated[
    str | None, typer.Option("--commit", help="Read this git commit of the content folder, not the files as they are.")
]
AsOfOption = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Judge by this day. Default: the newest edition's effective date."),
]


def read_content(content: Path | None, commit: str | None) -> SourceTree:
    """The tree that --content and --commit name."""
    if content is not None and content.is_file():
        if commit:
            raise typer.BadParameter("a bundle holds one commit already; leave --commit out", param_hint="--commit")
        return read_bundle_file(content)
    folder = content if content is not None else find_content(Path.cwd())
    return read_commit(find_commit(folder, commit)) if commit else read_folder(folder)


def check_command(content: ContentOption = None, commit: CommitOption = None, as_of: AsOfOption = None) -> None:
    """Check the content: every problem at once, each at its place, with what to do.

    Exit code 0: nothing found. 1: findings. 2: the command was misused.
    """
    report = check(read_content(content, commit), _day(as_of))
    for line in as_text(report):
        out.print(line)
    if report.findings:
        raise typer.Exit(1)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
