"""A hostile case: what somebody might hand to the checker, and how the checker would read it."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from authoring.trees import VALID, files_of
from coursewright.authoring.source_tree import Member, SourceTree, assemble
from coursewright.authoring.sources.bundle import read_bundle_file
from coursewright.authoring.sources.commit import authors_of, find_commit, read_commit
from coursewright.authoring.sources.folder import read_folder

Read = Callable[[], SourceTree]
Bytes = bytes | Callable[[], bytes]

LESSON = "courses/minimal/second/09-hostile.md"
FRONT = b"---\ntitle: Hostile\nsummary: It is hostile.\nobjectives: [write]\nminutes: 4\n---\n"
IDENTITY = {f"GIT_{who}_{what}": "test@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
GIT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, **IDENTITY}


@dataclass(frozen=True)
class Case:
    """`prepare` makes the case in an empty folder and gives what reads it. `says` are codes of which one must be found, or
    "refused" for one sentence; without any, the case may be read without a word.
    """

    sort: str
    name: str
    prepare: Callable[[Path], Read]
    says: tuple[str, ...] = ()


def laid_over(sort: str, name: str, changes: Mapping[str, Bytes], *says: str) -> Case:
    """The valid tree as a folder, with these files laid over it."""

    def build(content: Path) -> None:
        for path, data in changes.items():
            (content / path).parent.mkdir(parents=True, exist_ok=True)
            (content / path).write_bytes(_bytes(data))

    return in_folder(sort, name, build, *says)


def in_lesson(sort: str, name: str, body: Bytes, *says: str) -> Case:
    """A lesson with this body."""
    return laid_over(sort, name, {LESSON: lambda: FRONT + _bytes(body)}, *says)


def in_folder(sort: str, name: str, build: Callable[[Path], None], *says: str) -> Case:
    """The valid tree as a folder, changed in any way."""

    def prepare(sandbox: Path) -> Read:
        content = sandbox / "content"
        _lay_valid(content)
        build(content)
        return lambda: read_folder(content)

    return Case(sort, name, prepare, says)


def in_bundle(sort: str, name: str, make: Callable[[], Iterable[bytes]], *says: str) -> Case:
    """A bundle of these bytes, written piece by piece."""

    def prepare(sandbox: Path) -> Read:
        path = sandbox / "content.tar.gz"
        with path.open("wb") as file:
            for piece in make():
                file.write(piece)
        return lambda: read_bundle_file(path)

    return Case(sort, name, prepare, says)


def in_commit(sort: str, name: str, build: Callable[[Path], str], *says: str) -> Case:
    """A repository with the valid tree committed in `content`; `build` changes it and names the revision to read."""

    def prepare(sandbox: Path) -> Read:
        repository = sandbox / "repository"
        _lay_valid(repository / "content")
        git(repository, "init", "-q", "-b", "main")
        commit_all(repository)
        revision = build(repository)
        content = repository / "content"
        return lambda: read_commit(find_commit(content, revision)).by(authors_of(content, revision))

    return Case(sort, name, prepare, says)


def in_members(sort: str, name: str, members: Callable[[], Iterable[Member]], *says: str) -> Case:
    """Members as a reader might find them, for names no file system here can hold."""
    valid = [Member(path, "file", len(data), data) for path, data in files_of(VALID).items()]
    return Case(sort, name, lambda _: lambda: assemble([*valid, *members()]), says)


def git(repository: Path, *arguments: str, given: bytes = b"") -> str:
    """Run git without the machine's settings; `given` is what it reads."""
    done = subprocess.run(
        ["git", "-C", str(repository), *arguments], input=given, capture_output=True, check=True, env={**os.environ, **GIT}
    )
    return done.stdout.decode().strip()


def commit_all(repository: Path) -> str:
    """Commit everything there is."""
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "a commit")
    return "HEAD"


def member(name: str, data: bytes = b"", **changes: object) -> bytes:
    """One member of a tar archive: header, data and padding."""
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for field, value in changes.items():
        setattr(info, field, value)
    return info.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape") + data + bytes(-len(data) % 512)


def valid_members() -> bytes:
    """The valid tree's files as members of a tar archive, without its end."""
    return b"".join(member(path, data) for path, data in files_of(VALID).items())


def pieces_of(data: bytes, size: int = 1 << 20) -> Iterable[bytes]:
    """Bytes in pieces."""
    stream = io.BytesIO(data)
    return iter(lambda: stream.read(size), b"")


def _bytes(data: Bytes) -> bytes:
    return data if isinstance(data, bytes) else data()


def _lay_valid(content: Path) -> None:
    for path, data in files_of(VALID).items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_bytes(data)
