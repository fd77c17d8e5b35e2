"""How a command writes into a content folder: each file whole or not at all, and several together or none of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from coursewright.errors import WritingRefusedError
from coursewright.renewing.ledger.writing_files import write_whole


def add_files(folder: Path, files: Mapping[str, str], shown_as: str) -> None:
    """Write files that are not there yet, in this order. One that is there with the very same text is left as it is.

    Raises:
        WritingRefusedError: another is there, or one cannot be written; then none is.
    """
    for path, text in files.items():
        if os.path.lexists(folder / path) and not _holds(folder / path, text):
            raise WritingRefusedError(f"{shown_as}{path} is already there, and nothing is overwritten; remove it, or keep it")
    written: list[Path] = []
    try:
        for path, text in files.items():
            if not os.path.lexists(folder / path):
                written.append(folder / path)
                _write(folder / path, text)
    except OSError as error:
        for target in written:
            with suppress(OSError):
                target.unlink()
        raise WritingRefusedError(f"{error.filename} cannot be written ({error.strerror}); nothing was") from error


def replace_file(folder: Path, path: str, before: str, after: str) -> None:
    """Write a file anew that was read as `before`.

    Raises:
        WritingRefusedError: it is another by now, or cannot be written.
    """
    target = folder / path
    try:
        if target.read_bytes() != before.encode():
            raise WritingRefusedError(f"{target} was changed meanwhile; run the command again")
        _write(target, after)
    except OSError as error:
        raise WritingRefusedError(f"{target} cannot be written ({error.strerror}); it is as it was") from error


def write_anew(target: Path, text: str) -> None:
    """Write a file that may be there already.

    Raises:
        WritingRefusedError: it cannot be written.
    """
    try:
        target.write_bytes(text.encode())
    except OSError as error:
        raise WritingRefusedError(f"{target} cannot be written ({error.strerror})") from error


def _holds(target: Path, text: str) -> bool:
    return target.is_file() and not target.is_symlink() and target.read_bytes() == text.encode()


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, text.encode())
