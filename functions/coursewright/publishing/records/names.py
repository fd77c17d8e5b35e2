"""Names of releases, candidates, editions and channels, told apart by grammar.

`2026-Q4` is an edition, `2026-Q4.1` a release, `2026-Q4-rc.2` a candidate, `stable` a channel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coursewright.errors import UnknownNameError

_EDITION = r"[0-9]{4}-[A-Z0-9]{1,8}"
_NUMBERED = re.compile(rf"({_EDITION})(-rc)?\.([1-9][0-9]{{0,8}})")
_CHANNEL = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
RESERVED = frozenset({"assets", "channels", "docs", "editions"})
"""What stands at a channel's place in an address of the content API."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A release or a candidate of an edition."""

    edition: str
    number: int
    is_candidate: bool = False

    def __str__(self) -> str:
        return f"{self.edition}{'-rc' if self.is_candidate else ''}.{self.number}"


def is_edition(text: str) -> bool:
    """Whether a text names an edition."""
    return re.fullmatch(_EDITION, text) is not None


def is_channel(text: str) -> bool:
    """Whether a text names a channel."""
    return len(text) <= 60 and text not in RESERVED and _CHANNEL.fullmatch(text) is not None  # noqa: PLR2004 - a name, not an essay


def parse_numbered(text: str) -> Numbered | None:
    """The release or candidate a text names, if it names one."""
    found = _NUMBERED.fullmatch(text)
    return Numbered(found[1], int(found[3]), found[2] is not None) if found else None


def parse_candidate(text: str) -> Numbered:
    """The candidate a text names.

    Raises:
        UnknownNameError: it does not name one.
    """
    found = parse_numbered(text)
    if found is None or not found.is_candidate:
        raise UnknownNameError(f"{text!r} is not the name of a candidate; they look like 2026-Q4-rc.1")
    return found


def number_of(release: str) -> int:
    """The number of a release or candidate within its edition; 0 of what names none."""
    name = parse_numbered(release)
    return name.number if name else 0
