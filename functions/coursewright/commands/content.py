"""How every command finds the content it works on: --content, --commit, or the nearest curriculum."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.sources.bundle import read_bundle_file
from coursewright.authoring.sources.commit import authors_of, find_commit, read_commit
from coursewright.authoring.sources.folder import find_content, read_folder

ContentOption = Annotated[
    Path | None,
    typer.Option(
        "--content", help="A content folder, or a .tar.gz bundle of one. Default: the nearest folder with a curriculum.yaml."
    ),
]
CommitOption = Annotated[
    str | None, typer.Option("--commit", help="Read this git commit of the content folder, not the files as they are.")
]


def folder_of(content: Path | None) -> Path | None:
    """The content folder that is meant; None for a bundle."""
    if content is None:
        return find_content(Path.cwd())
    return None if content.is_file() else content


def read_content(content: Path | None, commit: str | None) -> SourceTree:
    """The tree that --content and --commit name, with who committed to it where git can tell."""
    folder = folder_of(content)
    if folder is None and content is not None:
        if commit:
            raise typer.BadParameter("a bundle holds one commit already; leave --commit out", param_hint="--commit")
        return read_bundle_file(content)
    folder = folder or Path.cwd()
    if commit:
        return read_commit(find_commit(folder, commit)).by(authors_of(folder, commit))
    return read_folder(folder).by(authors_of(folder, "HEAD"))
