"""A git commit → SourceTree, by git itself: blobs are read from the commit, never from the work tree.

Hostile repositories are expected: links and submodules (modes 120000, 160000) become findings, a revision cannot pass for an
option (`--end-of-options`), replacement refs are ignored, and no command is used that runs hooks, filters or a file-system
monitor.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from coursewright.authoring.source_tree import MAX_FILE_BYTES, MAX_FILES, Member, SourceTree, assemble, is_hidden
from coursewright.authoring.sources.folder import SETTINGS
from coursewright.authoring.sources.objects import FOLDER
from coursewright.authoring.sources.proof import KINDS, MAX_LISTING, shown_as
from coursewright.errors import SourceError

_LONGEST_SHOWN = 100
_LONGEST_RUN = 30  # seconds for one answer of git's; a thousand files take it less than a tenth of one
_SETTINGS = {
    "GIT_NO_LAZY_FETCH": "1",  # else a repository that says it is partial has git fetch what is missing ...
    "GIT_ALLOW_PROTOCOL": "none",  # ... with any command it names; older versions of git know only this
    "GIT_OPTIONAL_LOCKS": "0",
}
PLAIN_LOG = ("--no-show-signature", "--encoding=UTF-8")  # whatever a repository's settings ask for: the former runs a program


class _SilentError(SourceError):
    """Git failed without a word, as it was told to where a revision is unknown."""


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
    root = Path(run_git(folder, "rev-parse", "--show-toplevel").strip())
    commit_id = _commit_id(root, revision)
    if not folder.resolve().is_relative_to(root.resolve()):  # core.worktree can say anything
        raise SourceError(f"{folder} is not below {root}, which its repository gives as its root")
    inside = folder.resolve().relative_to(root.resolve()).as_posix()
    return Commit(root, commit_id, "" if inside == "." else inside)


def _commit_id(root: Path, revision: str) -> str:
    try:
        return run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
    except _SilentError as error:
        raise SourceError(f"there is no commit {_shown(revision)} in {root}") from error


def _shown(revision: str) -> str:
    """A revision as a message can hold it."""
    return ascii(revision) if len(revision) <= _LONGEST_SHOWN else f"{revision[:_LONGEST_SHOWN]!a}…"


def authors_of(folder: Path, revision: str) -> tuple[str, ...]:
    """E-mail addresses of everybody who committed to a folder, as far as the history at hand goes; none without git."""
    try:
        commit = find_commit(folder, revision)
        said = run_git(
            commit.repository,
            "log",
            *PLAIN_LOG,
            "--format=%ae",
            "--end-of-options",
            commit.commit_id,
            "--",
            commit.folder or ".",
        )
    except SourceError:
        return ()
    shown = said.encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # an address can be any bytes
    return tuple(sorted(set(shown.split())))


def read_commit(commit: Commit) -> SourceTree:
    """Read the content folder as it stands in the commit.

    Raises:
        SourceError: the commit has no `curriculum.yaml` in that folder.
    """
    entries = [entry for entry in listing(commit) if not entry.is_folder]
    if SETTINGS not in {entry.path for entry in entries}:
        raise SourceError(f"commit {commit.commit_id[:12]} holds no {commit.folder or '.'}/{SETTINGS}")
    return assemble(_members(commit.repository, entries), shown_as(commit.commit_id, commit.folder))


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of git's listing of a content folder, by its path from there."""

    mode: str
    object_id: str
    size: int
    path: str

    @property
    def is_folder(self) -> bool:
        """Whether it is a tree of its own."""
        return self.mode == FOLDER

    @staticmethod
    def parse(line: str) -> Listed:
        """A line of `ls-tree --long`; a size is "-" for what is no file, and "BAD" for a missing one."""
        facts, path = line.split("\t", 1)
        mode, _, object_id, size = facts.split()
        return Listed(mode, object_id, int(size) if size.isdecimal() else 0, path)


def listing(commit: Commit) -> list[Listed]:
    """All that is below the content folder of a commit: files, links, submodules and folders.

    Raises:
        SourceError: there is no such folder in it, or it holds too much.
    """
    place = f"{commit.commit_id}:{commit.folder}" if commit.folder else commit.commit_id
    return [Listed.parse(line) for line in _lines(commit.repository, place)]


def _lines(repository: Path, place: str) -> list[str]:
    """The lines of `ls-tree`.

    A few small trees can stand for any number of files, so the folders on the way are listed too, and git is stopped where there
    are more than a curriculum holds.
    """
    command = _command(repository, "ls-tree", "-r", "-t", "-z", "--long", "--full-tree", "--end-of-options", place)
    said, count = bytearray(), 0
    with subprocess.Popen(  # noqa: S603 - no shell
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
    ) as process:
        while process.stdout and (piece := process.stdout.read(65_536)):
            said += piece
            count += piece.count(b"\0")
            if count > MAX_FILES or len(said) > MAX_LISTING:
                process.kill()
                raise SourceError(f"commit {place[:12]} holds more than {MAX_FILES:,} files and folders")
    if process.returncode:
        raise SourceError(f"git ls-tree in {repository}: {place} is no folder, or is not all there")
    return [line for line in said.decode("utf-8", "surrogateescape").split("\0") if line]


def _members(repository: Path, entries: list[Listed]) -> Iterator[Member]:
    wanted: list[Listed] = []
    for entry in entries:
        if is_hidden(entry.path):
            continue
        if entry.mode in KINDS:
            yield Member(entry.path, KINDS[entry.mode], 0, None)
        elif entry.size > MAX_FILE_BYTES:
            yield Member(entry.path, "file", entry.size, None)
        else:
            wanted.append(entry)
    blobs = objects(repository, [(entry.object_id, entry.path) for entry in wanted])
    yield from (Member(entry.path, "file", len(data), data) for entry, data in zip(wanted, blobs, strict=True))


def objects(repository: Path, wanted: Sequence[tuple[str, str]]) -> Iterator[bytes]:
    """The bytes of objects as git keeps them, by their ids; the second of each pair is what a person calls it.

    Raises:
        SourceError: git lacks one.
    """
    with subprocess.Popen(  # noqa: S603 - fixed arguments; ids come from git's own listing
        _command(repository, "cat-file", "--batch"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise SourceError("git cat-file gave no pipes")
        writer = threading.Thread(target=_ask, args=(process.stdin, wanted))  # else both pipes fill and both sides wait
        writer.start()
        for _id, name in wanted:
            header = process.stdout.readline().split()
            if len(header) != 3:  # noqa: PLR2004 - id, type, size; "<id> missing" in a shallow or partial clone
                raise SourceError(f"git has no bytes for {ascii(name)[1:-1]}; fetch the whole commit")
            data = process.stdout.read(int(header[2]))
            process.stdout.read(1)
            yield data
        writer.join()


def _ask(pipe: IO[bytes], wanted: Sequence[tuple[str, str]]) -> None:
    with contextlib.suppress(BrokenPipeError), pipe:  # git ends at an object that is damaged, which its reader sees
        for object_id, _name in wanted:
            pipe.write(f"{object_id}\n".encode("ascii"))


def _command(folder: Path, *arguments: str) -> list[str]:
    return ["git", "--no-replace-objects", "-C", str(folder), "-c", "core.fsmonitor=", "-c", "core.quotePath=false", *arguments]


def _environment() -> dict[str, str]:
    return {**os.environ, **_SETTINGS}


def run_git(folder: Path, *arguments: str) -> str:
    """What git says, asked in a folder.

    Raises:
        SourceError: it says that it cannot, or is not there.
    """
    try:
        done = subprocess.run(  # noqa: S603 - no shell
            _command(folder, *arguments), capture_output=True, check=True, env=_environment(), timeout=_LONGEST_RUN
        )
    except ValueError as error:  # a NUL, or what no encoding holds, in an argument
        raise SourceError(f"git {arguments[0]} in {folder}: {error}") from error
    except FileNotFoundError as error:
        raise SourceError("git is not installed, and a commit can only be read with it") from error
    except OSError as error:  # an argument too long for the system
        raise SourceError(f"git {arguments[0]} in {folder}: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise SourceError(f"git {arguments[0]} in {folder} took more than {_LONGEST_RUN} seconds") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        if not said:
            raise _SilentError(f"git {arguments[0]} in {folder} failed and did not say why") from error
        raise SourceError(f"git {arguments[0]} in {folder}: {said}") from error
    return done.stdout.decode("utf-8", "surrogateescape")
