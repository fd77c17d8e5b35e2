"""Records of which it is not known whether a store took them, kept in a folder until that is settled.

Putting the very same bytes again decides it: the slot is write-once, so from then on it holds them, or somebody else's.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from pathlib import Path

from coursewright.errors import UnknownNameError
from coursewright.publishing.log import Pending


def keep(folder: Path, pending: Pending) -> str:
    """Keep a record; gives the name to settle it by."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{pending.prefix.replace('/', '-')}-{pending.number}"
    said = {"prefix": pending.prefix, "number": pending.number, "data": b64encode(pending.data).decode()}
    (folder / f"{name}.json").write_text(json.dumps(said))
    return name


def kept(folder: Path) -> dict[str, Pending]:
    """Every record that is kept, by name."""
    return {path.stem: _read(path) for path in sorted(folder.glob("*.json"))}


def forget(folder: Path, name: str) -> None:
    """It is settled."""
    (folder / f"{name}.json").unlink(missing_ok=True)


def _read(path: Path) -> Pending:
    try:
        said = json.loads(path.read_bytes())
        return Pending(str(said["prefix"]), int(said["number"]), b64decode(said["data"]))
    except (ValueError, KeyError, TypeError) as error:
        raise UnknownNameError(f"{path} does not hold a record that waits to be settled; look at it, and remove it") from error
