"""What a verifier remembers from one time to the next, so that nobody can take it back to a past that was signed as well.

Numbers only rise. They are forgotten where a later trust root no longer names a key of the role that signed them: whoever held it
could have raised them beyond anything honest (The Update Framework: recovery from a fast-forward attack).
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.errors import VerificationError
from coursewright.publishing.keys.trust_root import TrustRoot


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a log was seen: the highest head, the highest record, and that record's digest."""

    head: int
    record: int
    digest: Digest


@dataclass(frozen=True, slots=True)
class Memory:
    """How far every log was seen, and by which trust root."""

    root_version: int = 0
    root_digest: str = ""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)

    def objection(self, root: TrustRoot) -> str | None:
        """Why a trust root cannot follow the one that was believed last; None if it can."""
        if root.version < self.root_version:
            return f"is version {root.version}, and version {self.root_version} was believed before"
        if root.version == self.root_version and root.digest != self.root_digest:
            return f"is another version {root.version} than was believed before; a root that changes needs a higher version"
        return None

    def under(self, root: TrustRoot) -> Memory:
        """What is still to be believed under a later root."""
        marks = dict(self.marks)
        if self._lost_a_key("heads", root):
            marks = {log: Mark(0, mark.record, mark.digest) for log, mark in marks.items()}
        if self._lost_a_key("records", root):
            marks = {log: Mark(mark.head, 0, Digest("")) for log, mark in marks.items()}
        return Memory(root.version, root.digest, {name: role.keys for name, role in root.roles.items()}, marks)

    def _lost_a_key(self, role: str, root: TrustRoot) -> bool:
        return not set(self.keys.get(role, ())) <= set(root.roles[role].keys)


def recall(path: Path) -> Memory:
    """What a file remembers; nothing, if there is no such file yet.

    Raises:
        VerificationError: it holds something else.
    """
    try:
        value = json.loads(path.read_bytes())
        return _memory_in(value)
    except FileNotFoundError:
        return Memory()
    except OSError as error:
        raise VerificationError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise VerificationError(f"{path} holds nothing that a verification remembers; name another with --remember") from error


def remember(path: Path, memory: Memory) -> None:
    """Replace the file by one that holds this, in one step.

    Raises:
        VerificationError: it cannot be written; what was remembered before still is.
    """
    value = {
        "kind": "remembered",
        "root": {"version": memory.root_version, "digest": memory.root_digest, "keys": memory.keys},
        "logs": {
            log: {"head": mark.head, "record": mark.record, "digest": mark.digest} for log, mark in sorted(memory.marks.items())
        },
    }
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with temporary.open("xb") as file:
            file.write(json.dumps(value, indent=2).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise VerificationError(f"{path} cannot be written: {error.strerror}; what was seen is not remembered") from error


def _memory_in(value: Any) -> Memory:  # noqa: ANN401 - JSON
    if value["kind"] != "remembered":
        raise ValueError(value["kind"])
    root = value["root"]
    keys = {str(role): tuple(map(str, names)) for role, names in root["keys"].items()}
    marks = {
        str(log): Mark(int(mark["head"]), int(mark["record"]), Digest(str(mark["digest"]))) for log, mark in value["logs"].items()
    }
    return Memory(int(root["version"]), str(root["digest"]), keys, marks)
