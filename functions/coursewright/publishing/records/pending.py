"""Records of which it is not known whether a store took them, kept in a folder until that is settled.

Putting the very same bytes again decides it: the slot is write-once, so from then on it holds them, or somebody else's.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from coursewright.errors import UnknownNameError
from coursewright.publishing.records.log import Pending


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that waits, and the command that was making it."""

    pending: Pending
    command: str


def keep(folder: Path, pending: Pending, command: str) -> str:
    """Keep a record and the command to run again; gives the name to settle it by."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{pending.prefix.replace('/', '-')}-{pending.number}"
    name = next(free for free in _numbered(name) if _is_free(folder / f"{free}.json", pending))
    said = {"prefix": pending.prefix, "number": pending.number, "data": b64encode(pending.data).decode(), "command": command}
    temporary = folder / f".{name}.{os.getpid()}"
    temporary.write_text(json.dumps(said))
    temporary.replace(folder / f"{name}.json")
    return name


def kept(folder: Path) -> dict[str, Kept]:
    """Every record that is kept, by name."""
    return {path.stem: _read(path) for path in sorted(folder.glob("*.json"), key=lambda path: path.stem)}


def forget(folder: Path, name: str) -> None:
    """It is settled."""
    (folder / f"{name}.json").unlink(missing_ok=True)


def _numbered(name: str) -> list[str]:
    return [name, *(f"{name}-{more}" for more in range(2, 1000))]


def _is_free(path: Path, pending: Pending) -> bool:
    """Whether nothing is kept here, or this very record is: another one for the same slot must not be forgotten over it."""
    return not path.exists() or _read(path).pending == pending


def _read(path: Path) -> Kept:
    try:
        said = json.loads(path.read_bytes())
        return Kept(Pending(str(said["prefix"]), int(said["number"]), b64decode(said["data"])), str(said["command"]))
    except (ValueError, KeyError, TypeError) as error:
        raise UnknownNameError(f"{path} does not hold a record that waits to be settled; look at it, and remove it") from error
