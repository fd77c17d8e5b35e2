"""Runs that are killed at any of their operations, in this process, before or after it takes effect: thousands of them.

A kill is a BaseException that nothing of ours catches, and a run that was killed does nothing more: what counts is what the store
and the topic hold then. That a process ends without a word is what tests/dying_store.py does, at a thousandth of the speed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from coursewright.publishing.storing.store import Store
from coursewright.renewing.reminding.reminder import Digest, Teller

T = TypeVar("T")


class Killed(BaseException):
    """The end of a run."""


@dataclass
class Fate:
    """At which operation of a run it is killed, and whether that had taken effect; 0 for never. `done` counts them."""

    at: int = 0
    after: bool = False
    done: int = 0

    def live(self) -> None:
        """A run that is not killed."""
        self.at, self.done = 0, 0

    def die(self, at: int, *, after: bool) -> None:
        """A run that is."""
        self.at, self.after, self.done = at, after, 0

    def __call__(self, operation: Callable[[], T]) -> T:
        self.done += 1
        is_the_end = self.done == self.at
        if is_the_end and not self.after:
            raise Killed
        found = operation()
        if is_the_end:
            raise Killed
        return found


@dataclass
class MortalStore:
    """A store whose user is killed at one of its operations."""

    store: Store
    fate: Fate

    def get(self, key: str) -> bytes:
        return self.fate(lambda: self.store.get(key))

    def put_if_absent(self, key: str, data: bytes) -> bool:
        return self.fate(lambda: self.store.put_if_absent(key, data))

    def keys(self, prefix: str, limit: int | None = None) -> list[str]:
        return self.fate(lambda: self.store.keys(prefix, limit))

    def folders(self, prefix: str) -> list[str]:
        return self.fate(lambda: self.store.folders(prefix))


@dataclass
class MortalTeller:
    """The same of who tells owners."""

    teller: Teller
    fate: Fate

    def tell(self, digest: Digest) -> None:
        self.fate(lambda: self.teller.tell(digest))
