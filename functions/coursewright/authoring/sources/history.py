"""The history of a content folder, by git: its last commit of each day, newest first, each with the id of the folder's tree.

And the commits that led to one, of the whole repository, as ancestry.py reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from coursewright.authoring.sources.ancestry import MOST_COMMITS, Ancestry, ancestry_in, packed
from coursewright.authoring.sources.commit import PLAIN_LOG, Commit, find_commit, objects, run_git
from coursewright.errors import SourceError


@dataclass(frozen=True, slots=True)
class Day:
    """The last commit of a day."""

    day: date
    commit: Commit


def days_of(folder: Path) -> list[Day]:
    """The days on which the content of a folder changed, as the branch that is checked out has it; the newest first.

    Of a merge, the day it was merged counts. Days are those of who committed.

    Raises:
        SourceError: no git, or no repository.
    """
    head = find_commit(folder, "HEAD")
    said = run_git(
        head.repository, "log", *PLAIN_LOG, "--first-parent", "--format=%H %cs", "--end-of-options", head.commit_id, "--",
        head.folder or ".",
    )  # fmt: skip
    return list(_last_of_each(head, said.splitlines()))


def packed_history(commit: Commit) -> bytes:
    """The commits that led to a commit, itself first, as far as they are at hand, and no more than are taken.

    Raises:
        SourceError: git lacks the commit itself, or cannot tell.
    """
    said = run_git(commit.repository, "rev-list", f"--max-count={MOST_COMMITS}", "--end-of-options", commit.commit_id)
    return packed(objects(commit.repository, [(name, f"the commit {name}") for name in said.split()]))


def ancestry_of(commit: Commit) -> Ancestry:
    """The same, read.

    Raises:
        SourceError: git lacks one of them, or it is damaged.
    """
    return ancestry_in(packed_history(commit), commit.commit_id)


def tree_id(commit: Commit) -> str:
    """The id git has for the content folder of a commit: the same for the same content.

    Raises:
        SourceError: the commit has no such folder.
    """
    return run_git(commit.repository, "rev-parse", "--verify", "--end-of-options", f"{commit.commit_id}:{commit.folder}").strip()


def holds(commit: Commit, path: str) -> bool:
    """Whether a commit has a file at this path of the content folder."""
    place = f"{commit.folder}/{path}" if commit.folder else path
    try:
        run_git(commit.repository, "cat-file", "-e", f"{commit.commit_id}:{place}")
    except SourceError:
        return False
    return True


def _last_of_each(head: Commit, lines: list[str]) -> Iterator[Day]:
    seen: set[date] = set()
    for line in lines:
        commit_id, _, said = line.partition(" ")
        day = date.fromisoformat(said)
        if day not in seen:
            seen.add(day)
            yield Day(day, Commit(head.repository, commit_id, head.folder))
