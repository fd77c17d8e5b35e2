"""Where content came from, as far as it can be proved: a commit is named only if it holds exactly this content."""

from __future__ import annotations

import getpass
import subprocess
from pathlib import Path
from typing import Any

from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.sources.ancestry import Ancestry
from coursewright.authoring.sources.commit import Commit, find_commit, read_commit
from coursewright.authoring.sources.history import ancestry_of
from coursewright.errors import SourceError
from coursewright.publishing.depositing.authorship import authorship
from coursewright.publishing.storing.store import Store


def source_of(tree: SourceTree, folder: Path | None, revision: str | None, released: Store) -> dict[str, Any]:
    """What a candidate's record says of its source. `commit` is None for content that no commit at hand holds.

    Raises:
        StoreError: the released store, which tells since when authors count, cannot be read.
    """
    commit = _commit_of(tree, folder, revision) if folder is not None and folder.is_dir() else None
    return {
        "tree": tree.tree_id,
        "commit": commit.commit_id if commit else None,
        "folder": commit.folder if commit else None,
        **authorship(_ancestry_of(commit) if commit else None, released),
    }


def identity(folder: Path) -> str:
    """Who is at work here: git's e-mail address if there is one, else the name of the account."""
    return git_address(folder) or getpass.getuser()


def git_address(folder: Path) -> str | None:
    """The e-mail address that git would commit with here; None where it knows none."""
    try:
        command = ["git", "-C", str(folder), "config", "user.email"]
        said = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - fixed words and a folder
    except (OSError, subprocess.CalledProcessError):
        return None
    return said.stdout.decode("utf-8", "replace").strip() or None


def _commit_of(tree: SourceTree, folder: Path, revision: str | None) -> Commit | None:
    try:
        commit = find_commit(folder, revision or "HEAD")
        return commit if read_commit(commit).tree_id == tree.tree_id else None
    except SourceError:
        return None


def _ancestry_of(commit: Commit) -> Ancestry | None:
    try:
        return ancestry_of(commit)
    except SourceError:
        return None
