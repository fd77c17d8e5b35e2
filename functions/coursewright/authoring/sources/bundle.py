"""A .tar.gz bundle of a content folder → SourceTree, read as a stream and within bounds; nothing is unpacked to disk.

A plain bundle says nothing of where it came from. One that carries its commit (proof.py) is refused unless it holds exactly that.
"""

from __future__ import annotations

import hashlib
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, cast

from coursewright.authoring.source_tree import MAX_FILE_BYTES, MAX_FILES, MAX_TREE_BYTES, Member, SourceTree, assemble
from coursewright.authoring.sources.folder import SETTINGS
from coursewright.authoring.sources.proof import COMMIT, PROOF, Digested, ProvedCommit, proved
from coursewright.errors import SourceError

_BLOCK = 65_536
_MOST_PACKED_STREAMS = 1_000  # one after the other in a file; gzip allows any number, and each costs time
_LONGEST_EXTENSION = 16_000  # bytes of a header that holds a name too long for its field, or facts of pax
_MOST_GLOBAL_FACTS = 50
_EXTENSIONS = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)


def read_bundle(data: bytes, shown_as: str = "") -> SourceTree:
    """Read the curriculum in a gzipped tar, and say of its files where they were found.

    Raises:
        SourceError: not a gzipped tar, no curriculum in it, more than a curriculum may hold, or not what its commit says.
    """
    members = _all_members(data)
    tree = proved(members)[0] if _carries_its_commit(members) else _plain(members)
    return replace(tree, shown_as=shown_as)


def read_proved_bundle(data: bytes) -> tuple[SourceTree, ProvedCommit]:
    """Read the curriculum in a bundle that carries its commit.

    Raises:
        SourceError: it carries none, or is refused like any other.
    """
    members = _all_members(data)
    if not _carries_its_commit(members):
        raise SourceError("the bundle does not carry the commit it is of; make it with coursewright push, or coursewright bundle")
    return proved(members)


def _all_members(data: bytes) -> list[Member]:
    try:
        return list(_members(data))
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, OverflowError, RecursionError) as error:
        raise SourceError(f"the bundle cannot be read as .tar.gz: {error}") from error


def _carries_its_commit(members: list[Member]) -> bool:
    return any(member.path == COMMIT for member in members)


def _plain(members: list[Member]) -> SourceTree:
    """The curriculum whose root is the shallowest folder that holds a `curriculum.yaml`."""
    settings = [member.path for member in members if member.path.rsplit("/", 1)[-1] == SETTINGS and member.data is not None]
    if not settings:
        raise SourceError(f"the bundle holds no {SETTINGS}")
    root = min(settings, key=lambda path: (path.count("/"), path)).removesuffix(SETTINGS)
    inside = (
        Member(member.path.removeprefix(root), member.kind, member.size, member.data)
        for member in members
        if member.path.startswith(root)
    )
    return assemble(inside)


def read_bundle_file(path: Path) -> SourceTree:
    """The same for a file on disk.

    Raises:
        SourceError: the file cannot be read, or is no bundle.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_TREE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise SourceError(f"{str(path)!a} cannot be read: {getattr(error, 'strerror', error)}") from error
    if len(data) > MAX_TREE_BYTES:
        raise SourceError(f"{path} has more than {MAX_TREE_BYTES:,} bytes")
    return read_bundle(data, shown_as=f"{path.name}:")


def _members(data: bytes) -> Iterator[Member]:
    stream = _Unpacked(data)
    with tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|", tarinfo=_Header, encoding="utf-8") as archive:
        counts = {True: 0, False: 0}  # what proves a commit, and the rest
        for info in archive:
            kind = info.name.startswith(PROOF)
            counts[kind] += 1
            if counts[kind] > MAX_FILES:
                raise SourceError(f"the bundle holds more than {MAX_FILES:,} members")
            if len(archive.pax_headers) > _MOST_GLOBAL_FACTS:  # tarfile copies them for every member
                raise SourceError(f"the bundle states more than {_MOST_GLOBAL_FACTS} facts of all its members")
            if not info.isdir():
                yield _member(archive, info)
        while stream.read(_BLOCK):
            pass  # to the end, where the checksum is
        if stream.last > archive.offset:  # tarfile takes a damaged header for the end
            raise ValueError(f"what stands at byte {archive.offset:,} is no member of it")


def _member(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Member:
    path = info.name.removeprefix("./")
    if info.size < 0:
        raise ValueError("it holds a member of less than no bytes")
    if not info.isreg():
        return Member(path, "link or device", 0, None)
    if info.issparse():
        return Member(path, "sparse file", 0, None)  # a few bytes would become as many as they like
    if info.size > MAX_FILE_BYTES:
        return _digested(archive, info, path)
    file = archive.extractfile(info)
    return Member(path, "file", info.size, file.read() if file else b"")


def _digested(archive: tarfile.TarFile, info: tarfile.TarInfo, path: str) -> Member:
    """A file that is not kept, with the ids it has in git."""
    digests = [hashlib.sha1(usedforsecurity=False), hashlib.sha256()]
    piece = f"blob {info.size}\0".encode()
    file = archive.extractfile(info)
    while piece:
        for digest in digests:
            digest.update(piece)
        piece = file.read(_BLOCK) if file else b""
    return Digested(path, "file", info.size, None, {len(digest.hexdigest()): digest.hexdigest() for digest in digests})


class _Header(tarfile.TarInfo):
    """A member's header. What extends one is bounded: tarfile reads it whole, and takes it apart, before it gives a member."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Header:
        header = super().frombuf(buf, encoding, errors)
        if header.type in _EXTENSIONS and header.size > _LONGEST_EXTENSION:
            raise SourceError(f"the bundle holds a header of {header.size:,} bytes; at most {_LONGEST_EXTENSION:,} are read")
        return header


class _Unpacked:
    """What a gzip file holds, up to a bound. Not tarfile's own `r|gz`: it takes a file cut short, or damaged, for whole."""

    def __init__(self, data: bytes) -> None:
        self.packed = memoryview(data)
        self.at = 0
        self.streams = 0
        self.total = 0
        self.last = 0  # behind the last byte that is not zero
        self.asked_in_vain = 0
        self.stream: Any = None

    def read(self, size: int) -> bytes:
        """The next bytes, at most so many; none at the end."""
        while self.stream or self.at < len(self.packed):
            found = self._more(size)
            if found:
                self.total += len(found)
                if self.total > MAX_TREE_BYTES:
                    raise SourceError(f"the bundle holds more than {MAX_TREE_BYTES:,} bytes")
                self.last = self.total - len(found) + len(found.rstrip(b"\0")) if found.strip(b"\0") else self.last
                return found
        self.asked_in_vain += 1
        if self.asked_in_vain > _BLOCK:  # tarfile would ask on for as many bytes as a header claims
            raise EOFError("it ends within a member")
        return b""

    def _more(self, size: int) -> bytes:
        if self.stream is None:
            self.streams += 1
            if self.streams > _MOST_PACKED_STREAMS:
                raise SourceError(f"the bundle is packed in more than {_MOST_PACKED_STREAMS:,} pieces")
            self.stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)  # gzip, with its checksum
        left = self.stream.unconsumed_tail
        if not left:
            left = self.packed[self.at : self.at + _BLOCK]
            self.at += len(left)
        found = bytes(self.stream.decompress(left, size))
        if self.stream.eof:
            self.at -= len(self.stream.unused_data)
            self.stream = None
        elif not found and not left:
            raise EOFError("it ends before its checksum")
        return found
