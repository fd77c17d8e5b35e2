"""A .tar.gz bundle of a content folder → SourceTree, read as a stream and within bounds; nothing is unpacked to disk."""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from coursewright.authoring.source_tree import MAX_FILE_BYTES, MAX_FILES, MAX_TREE_BYTES, Member, SourceTree, assemble
from coursewright.authoring.sources.folder import SETTINGS
from coursewright.errors import SourceError


def read_bundle(data: bytes, shown_as: str = "") -> SourceTree:
    """Read the curriculum in a gzipped tar; its root is the shallowest folder that holds a `curriculum.yaml`.

    Raises:
        SourceError: not a gzipped tar, no curriculum in it, or more than a curriculum may hold.
    """
    try:
        members = list(_members(data))
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, RecursionError) as error:
        raise SourceError(f"the bundle cannot be read as .tar.gz: {error}") from error
    settings = [member.path for member in members if member.path.rsplit("/", 1)[-1] == SETTINGS and member.data is not None]
    if not settings:
        raise SourceError(f"the bundle holds no {SETTINGS}")
    root = min(settings, key=lambda path: (path.count("/"), path)).removesuffix(SETTINGS)
    inside = (
        Member(member.path.removeprefix(root), member.kind, member.size, member.data)
        for member in members
        if member.path.startswith(root)
    )
    return assemble(inside, shown_as)


def read_bundle_file(path: Path) -> SourceTree:
    """The same for a file on disk.

    Raises:
        SourceError: the file cannot be read, or is no bundle.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from error
    return read_bundle(data, shown_as=f"{path.name}:")


def _members(data: bytes) -> Iterator[Member]:
    stream = _Unpacked(data)
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for count, info in enumerate(archive):
            if count >= MAX_FILES:
                raise SourceError(f"the bundle holds more than {MAX_FILES:,} files")
            if info.isdir():
                continue
            path = info.name.removeprefix("./")
            if not info.isreg():
                yield Member(path, "link or device", 0, None)
            elif info.size > MAX_FILE_BYTES:
                yield Member(path, "file", info.size, None)
            else:
                file = archive.extractfile(info)
                yield Member(path, "file", info.size, file.read() if file else b"")
    while stream.read(io.DEFAULT_BUFFER_SIZE):
        pass  # to the end, where the checksum is


class _Unpacked(io.RawIOBase):
    """What a gzip file holds, up to a bound. Not tarfile's own `r|gz`: it takes a file cut short, or damaged, for whole."""

    def __init__(self, data: bytes) -> None:
        self.stream = gzip.GzipFile(fileobj=io.BytesIO(data))
        self.total = 0

    def read(self, size: int = -1) -> bytes:
        found = self.stream.read(size)
        self.total += len(found)
        if self.total > MAX_TREE_BYTES:
            raise SourceError(f"the bundle holds more than {MAX_TREE_BYTES:,} bytes")
        return found
