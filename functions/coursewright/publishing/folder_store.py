"""A store in a folder: the embedded default. Durable before it says so, and safe for several processes at once.

An object is written to a temporary file, flushed to disk, then linked to its name: link(2) fails if the name exists, which makes
put-if-absent atomic. A process that dies leaves at most a temporary file, which no reader looks at.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from pathlib import Path

from coursewright.errors import MissingObjectError, StoreError

_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")


class FolderStore:
    """A `Store` below one folder, which is made when something is first put."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def get(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError as error:
            raise MissingObjectError(f"{key} is not in {self.root}") from error
        except OSError as error:
            raise StoreError(f"{key} in {self.root} cannot be read: {error.strerror}") from error

    def put_if_absent(self, key: str, data: bytes) -> bool:
        path = self._path(key)
        if path.exists():
            return False
        try:
            self._make(path.parent)
            return _put(path, data)
        except OSError as error:
            raise StoreError(f"{key} in {self.root} cannot be written: {error.strerror}") from error

    def keys(self, prefix: str, limit: int | None = None) -> list[str]:
        top = self._path(prefix.rstrip("/"))
        found = sorted(
            f"{Path(folder).relative_to(self.root).as_posix()}/{name}"
            for folder, _, names in os.walk(top)
            for name in names
            if not name.startswith(".")
        )
        return found if limit is None else found[:limit]

    def folders(self, prefix: str) -> list[str]:
        top = self._path(prefix.rstrip("/"))
        if not top.is_dir():
            return []
        return sorted(entry.name for entry in top.iterdir() if entry.is_dir())

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise StoreError(f"{key!r} cannot be a key")
        return self.root / key

    def _make(self, folder: Path) -> None:
        """Make a folder and flush the names of those that were missing."""
        missing = []
        while not folder.is_dir():
            missing.append(folder)
            folder = folder.parent
        for path in reversed(missing):
            with contextlib.suppress(FileExistsError):
                path.mkdir()
            _flush(path.parent)


def _put(path: Path, data: bytes) -> bool:
    temporary = path.parent / f".{secrets.token_hex(8)}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
    finally:
        temporary.unlink()
    _flush(path.parent)
    return True


def _flush(folder: Path) -> None:
    """Flush a folder, so that a new name in it survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
