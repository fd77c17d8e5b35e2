"""A .tar.gz bundle of a content folder → SourceTree, read as a stream and within bounds; nothing is unpacked to disk."""

from __future__ import annotations

import io
import tarfile
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
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
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
    total = 0
    with tarfile.open(fileobj=io.BytesIO(data), mode="r|gz") as archive:
        for count, info in enumerate(archive):
            total += info.size
            if count >= MAX_FILES or total > MAX_TREE_BYTES:
                raise SourceError(f"the bundle holds more than {MAX_FILES:,} files or {MAX_TREE_BYTES:,} bytes")
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
