"""Files of a content folder are replaced, each in one step: whoever reads sees the old or the new, whole."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from coursewright.errors import WritingRefusedError


def replace_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files, in the order given: a stop between two leaves the first as it should be and the rest as they were.

    Raises:
        WritingRefusedError: one cannot be written; it is as it was.
    """
    for path, data in files.items():
        target = folder / path
        try:
            write_whole(target, data)
        except OSError as error:
            raise WritingRefusedError(f"{target} cannot be written: {error.strerror}") from error


def write_whole(target: Path, data: bytes) -> None:
    """Write a file in one step, with the rights of the one that was there.

    Raises:
        OSError: it cannot be written; it is as it was, and nothing lies beside it.
    """
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
