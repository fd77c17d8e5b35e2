"""Which files findings are wanted of: all, or those that somebody named.

Whatever is named, the whole tree is read, as rules about one file look at others. But a rule need not judge a file that nobody
asks about, and what it finds there all the same is left out of the report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """Files, and folders with all that is below them; none named means everything."""

    names: frozenset[str] = frozenset()

    def holds(self, path: str) -> bool:
        """Whether findings are wanted of this file."""
        return not self.names or path in self.names or any(folder in self.names for folder in _above(path))


EVERYTHING = Scope()


def _above(path: str) -> Iterator[str]:
    """The folders a file is in, the nearest first: there are few of them, however many files are named."""
    end = path.rfind("/")
    while end > 0:
        yield path[:end]
        end = path.rfind("/", 0, end)
