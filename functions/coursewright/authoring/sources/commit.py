"""A git commit → SourceTree, by git itself: blobs are read from the commit, never from the work tree.

Hostile repositories are expected: links and submodules (modes 120000, 160000) become findings, a revision cannot pass for an
option (`--end-of-options`), replacement refs are ignored, and no command is used that runs hooks, filters or a file-system
monitor.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from coursewright.authoring.source_tree import MAX_FILE_BYTES, Member, SourceTree, assemble, is_hidden
from coursewright.authoring.sources.folder import SETTINGS
from coursewright.errors import SourceError

_KINDS = {"120000": "symbolic link", "160000": "submodule"}


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the repository that holds a content folder: its id, and the folder's path from the repository's root."""

    repository: Path
    commit_id: str
    folder: str


def find_commit(folder: Path, revision: str) -> Commit:
    """The commit a revision names, in the repository this folder is part of.

    Raises:
        SourceError: no git, no repository, or no such commit.
    """
    root = Path(_git(folder, "rev-parse", "--show-toplevel").strip())
    commit_id = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
    inside = folder.resolve().relative_to(root.resolve()).as_posix()
    return Commit(root, commit_id, "" if inside == "." else inside)


def read_commit(commit: Commit) -> SourceTree:
    """Read the content folder as it stands in the commit.

    Raises:
        SourceError: the commit has no `curriculum.yaml` in that folder.
    """
    place = f"{commit.commit_id}:{commit.folder}" if commit.folder else commit.commit_id
    listing = _git(commit.repository, "ls-tree", "-r", "-z", "--long", "--full-tree", "--end-of-options", place)
    entries = [_Entry.parse(line) for line in listing.split("\0") if line]
    if SETTINGS not in {entry.path for entry in entries}:
        raise SourceError(f"commit {commit.commit_id[:12]} holds no {commit.folder or '.'}/{SETTINGS}")
    shown_as = f"{commit.commit_id[:12]}:{commit.folder + '/' if commit.folder else ''}"
    return assemble(_members(commit.repository, entries), shown_as)


@dataclass(frozen=True, slots=True)
class _Entry:
    mode: str
    blob: str
    size: int
    path: str

    @staticmethod
    def parse(line: str) -> _Entry:
        facts, path = line.split("\t", 1)
        mode, _, blob, size = facts.split()
        return _Entry(mode, blob, int(size) if size.isdecimal() else 0, path)  # "-" for a submodule, "BAD" for a missing blob


def _members(repository: Path, entries: list[_Entry]) -> Iterator[Member]:
    wanted: list[_Entry] = []
    for entry in entries:
        if is_hidden(entry.path):
            continue
        if entry.mode in _KINDS:
            yield Member(entry.path, _KINDS[entry.mode], 0, None)
        elif entry.size > MAX_FILE_BYTES:
            yield Member(entry.path, "file", entry.size, None)
        else:
            wanted.append(entry)
    yield from _blobs(repository, wanted)


def _blobs(repository: Path, entries: list[_Entry]) -> Iterator[Member]:
    with subprocess.Popen(  # noqa: S603 - fixed arguments; ids come from git's own listing
        _command(repository, "cat-file", "--batch"), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise SourceError("git cat-file gave no pipes")
        writer = threading.Thread(target=_ask, args=(process.stdin, entries))  # else both pipes fill and both sides wait
        writer.start()
        for entry in entries:
            header = process.stdout.readline().split()
            if len(header) != 3:  # noqa: PLR2004 - id, type, size; "<id> missing" in a shallow or partial clone
                raise SourceError(f"git has no bytes for {entry.path}; fetch the whole commit")
            data = process.stdout.read(int(header[2]))
            process.stdout.read(1)
            yield Member(entry.path, "file", len(data), data)
        writer.join()


def _ask(pipe: IO[bytes], entries: list[_Entry]) -> None:
    with pipe:
        for entry in entries:
            pipe.write(f"{entry.blob}\n".encode("ascii"))


def _command(folder: Path, *arguments: str) -> list[str]:
    return ["git", "--no-replace-objects", "-C", str(folder), "-c", "core.fsmonitor=", "-c", "core.quotePath=false", *arguments]


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(_command(folder, *arguments), capture_output=True, check=True)  # noqa: S603 - no shell
    except ValueError as error:  # a NUL, or what no encoding holds, in an argument
        raise SourceError(f"git {arguments[0]} in {folder}: {error}") from error
    except FileNotFoundError as error:
        raise SourceError("git is not installed, and a commit can only be read with it") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        raise SourceError(f"git {arguments[0]} in {folder}: {said or 'no such commit'}") from error
    return done.stdout.decode("utf-8", "surrogateescape")
