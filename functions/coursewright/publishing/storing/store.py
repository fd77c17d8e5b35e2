"""What a store must do: four verbs, and no overwrite, no compare-and-set, no lock, no delete among them.

- What was put is there for ever, and never changes.
- Of several writers putting one key, exactly one is told True; once anybody was told, every reader sees the whole of it.
- A key is path segments of ASCII letters, digits, `.`, `_` and `-`, joined by `/`.
"""

from __future__ import annotations

import json
import re
from typing import Any, Protocol

from coursewright.compiling.digest import Digest, digest_of
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import DamagedObjectError, StoreRefusedError

_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")


class Store(Protocol):
    """A place for objects and records."""

    def get(self, key: str) -> bytes:
        """The bytes under a key.

        Raises:
            MissingObjectError: nothing is there.
            StoreError: the store cannot be read.
        """
        ...

    def put_if_absent(self, key: str, data: bytes) -> bool:
        """Put bytes where nothing is. False means that something is there already, and was left alone.

        Raises:
            StoreError: the store cannot be written; whether the bytes are there is then unknown.
        """
        ...

    def keys(self, prefix: str, limit: int | None = None) -> list[str]:
        """Keys below a prefix that ends in `/`, in ascending order, at most `limit`."""
        ...

    def folders(self, prefix: str) -> list[str]:
        """Names of the next path segments below a prefix that ends in `/`, in ascending order, where more follows."""
        ...


def is_key(text: str) -> bool:
    """Whether a text can be a key, or a part of one."""
    return _KEY.fullmatch(text) is not None


def refuse_unless_key(text: str) -> None:
    """Every store refuses what is no key, so that no two of them differ in what they hold.

    Raises:
        StoreRefusedError: it is none.
    """
    if not is_key(text):
        raise StoreRefusedError(f"{text!r} cannot be a key")


def object_key(space: str, digest: Digest) -> str:
    """Where an object is kept. Two digits make folders, so that none of them holds too many files."""
    return f"{space}/{digest[:2]}/{digest}"


def get_verified(store: Store, space: str, digest: Digest) -> bytes:
    """An object whose bytes are those its digest names.

    Raises:
        MissingObjectError: the store does not hold it.
        DamagedObjectError: the store holds other bytes under this digest.
    """
    data = store.get(object_key(space, digest))
    found = digest_of(data)
    if found != digest:
        raise DamagedObjectError(f"{space}/{digest} holds bytes whose digest is {found}")
    return data


def get_json(store: Store, digest: Digest, space: str = OBJECTS) -> dict[str, Any]:
    """What an object says that is JSON.

    Raises:
        MissingObjectError: the store does not hold it.
        DamagedObjectError: the store holds other bytes under this digest.
    """
    value: dict[str, Any] = json.loads(get_verified(store, space, digest))
    return value
