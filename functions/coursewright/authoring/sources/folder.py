"""A content folder on disk → SourceTree. Links are not followed; the order of the directory listing does not matter."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from coursewright.authoring.source_tree import MAX_FILE_BYTES, Member, SourceTree, assemble, is_hidden
from coursewright.errors import SourceError

SETTINGS = "curriculum.yaml"


def read_folder(folder: Path) -> SourceTree:
    """Read the curriculum in this very folder.

    Raises:
        SourceError: the folder does not exist, holds no `curriculum.yaml`, or something in it cannot be read.
    """
    try:
        if not folder.is_dir():
            raise SourceError(f"{folder} is not a folder")
        if not (folder / SETTINGS).is_file():
            raise SourceError(f"{folder} holds no {SETTINGS}, so it is not a curriculum; name its folder with --content")
        return assemble(_members(folder), shown_as=_shown_as(folder))
    except OSError as error:
        raise SourceError(f"{error.filename or folder} cannot be read: {error.strerror}") from error


def find_content(start: Path) -> Path:
    """The nearest curriculum: this folder, its `content`, or the same of the folders above it.

    Raises:
        SourceError: there is none.
    """
    for folder in (start, *start.parents):
        for candidate in (folder, folder / "content"):
            if (candidate / SETTINGS).is_file():
                return candidate
    raise SourceError(f"no {SETTINGS} in {start}, in its content folder, or above; name a folder with --content")


def _members(folder: Path) -> Iterator[Member]:
    pending = [""]
    while pending:
        prefix = pending.pop()
        with os.scandir(folder / prefix) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
        shown = [entry for entry in entries if not is_hidden(f"{prefix}{entry.name}")]
        pending.extend(f"{prefix}{entry.name}/" for entry in reversed(shown) if entry.is_dir(follow_symlinks=False))
        yield from _files(shown, prefix)


def _files(entries: Iterable[os.DirEntry[str]], prefix: str) -> Iterator[Member]:
    for entry in entries:
        path = f"{prefix}{entry.name}"
        if entry.is_symlink():
            yield Member(path, "symbolic link", 0, None)
        elif entry.is_dir():
            continue
        elif entry.is_file():
            size = entry.stat().st_size
            yield Member(path, "file", size, Path(entry.path).read_bytes() if size <= MAX_FILE_BYTES else None)
        else:
            yield Member(path, "device or socket", 0, None)


def _shown_as(folder: Path) -> str:
    shown = os.path.relpath(folder)
    return "" if shown == "." else f"{shown if not shown.startswith('..') else folder}/"
