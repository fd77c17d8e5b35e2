"""A store in a folder: the embedded default. Durable before it says so, and safe for several processes at once.

An object is written to a temporary file, flushed to disk, then linked to its name: link(2) fails if the name exists, which makes
put-if-absent atomic. Then the folder is flushed, also by whoever finds the name taken, so that nobody builds on what a power cut
could still undo. A process that dies leaves at most a temporary file, which no reader looks at.
"""

from __future__ import annotations

import contextlib
import heapq
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from coursewright.errors import MissingObjectError, StoreError, StoreRefusedError, TooLargeError
from coursewright.publishing.storing.store import is_key, refuse_unless_key


class FolderStore:
    """A `Store` below one folder, which is made when something is first put.

    A reader of what others put there says that it `must_exist`: to such a one, a folder that is gone is a store that cannot be
    reached, and not an empty one.
    """

    def __init__(self, root: Path, *, must_exist: bool = False) -> None:
        self.root = root
        self.must_exist = must_exist

    def get(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except (FileNotFoundError, NotADirectoryError) as error:
            self._refuse_if_away()
            raise MissingObjectError(f"{key} is not in {self.root}") from error
        except OSError as error:
            raise StoreError(f"{key} in {self.root} cannot be read: {error.strerror}") from error

    def get_at_most(self, key: str, most: int) -> bytes:
        """See `IncomingStore`."""
        try:
            size = self._path(key).stat().st_size
        except OSError:
            size = 0  # reading says what is wrong
        if size > most:
            raise TooLargeError(f"{key} has {size:,} bytes; at most {most:,} are read")
        return self.get(key)

    def put_if_absent(self, key: str, data: bytes) -> bool:
        path = self._path(key)
        try:
            if path.exists():
                flush(path.parent)
                return False
            self._make(path.parent)
            temporary = _written(path.parent, data)
        except OSError as error:
            raise StoreRefusedError(f"{key} in {self.root} cannot be written: {error.strerror}") from error
        try:
            return _linked(temporary, path)
        except OSError as error:
            raise StoreError(f"whether {key} is in {self.root} is not certain: {error.strerror}") from error

    def keys(self, prefix: str, limit: int | None = None) -> list[str]:
        self._refuse_if_away()
        found = _files(self._path(prefix.rstrip("/")), prefix)
        return sorted(found) if limit is None else heapq.nsmallest(limit, found)

    def folders(self, prefix: str) -> list[str]:
        self._refuse_if_away()
        try:
            with os.scandir(self._path(prefix.rstrip("/"))) as entries:
                return sorted(entry.name for entry in entries if _is_held(entry))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StoreError(f"{prefix} in {self.root} cannot be listed: {error.strerror}") from error

    def _path(self, key: str) -> Path:
        refuse_unless_key(key)
        return self.root / key

    def _refuse_if_away(self) -> None:
        if self.must_exist and not self.root.is_dir():
            raise StoreError(f"there is no folder {self.root}")

    def _make(self, folder: Path) -> None:
        """Make a folder and flush the names of those that were missing."""
        missing = []
        while not folder.is_dir():
            missing.append(folder)
            folder = folder.parent
        for path in reversed(missing):
            with contextlib.suppress(FileExistsError):
                path.mkdir()
            flush(path.parent)


def _is_held(entry: os.DirEntry[str]) -> bool:
    """Whether a key leads through this: a folder is made before the first thing in it is, and may stay empty if that dies."""
    return is_key(entry.name) and entry.is_dir() and next(_files(Path(entry.path), ""), None) is not None


def _files(folder: Path, prefix: str) -> Iterator[str]:
    """Keys below a folder, in no order; a folder that is not there holds none."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir():
                    yield from _files(folder / entry.name, f"{prefix}{entry.name}/")
                else:
                    yield f"{prefix}{entry.name}"
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(f"{folder} cannot be listed: {error.strerror}") from error


def _written(folder: Path, data: bytes) -> Path:
    """A temporary file that holds the data and was flushed to disk."""
    temporary = folder / f".{secrets.token_hex(8)}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        temporary.unlink()
        raise
    return temporary


def _linked(temporary: Path, path: Path) -> bool:
    """Give the file its name; False if the name is taken."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    finally:
        temporary.unlink()
        flush(path.parent)
    return True


def flush(folder: Path) -> None:
    """Flush a folder, so that a new name in it survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
