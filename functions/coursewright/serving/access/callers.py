"""Who asks, and what they may see: a caller is what a token entitles to, and without one what is for everybody.

Scopes are words of RFC 6749, section 3.3: `course:<id>` entitles to one course that is not public, `course:*` to all of them,
`preview` to candidates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from coursewright.serving.route import Route

Event = dict[str, Any]

ALL_COURSES = "course:*"
PREVIEW = "preview"


def is_public(course: Mapping[str, Any]) -> bool:
    """Whether everybody may read a course, and shared caches may keep answers about it."""
    return bool(course["availability"] == "public")


@dataclass(frozen=True)
class Caller:
    """One who asks, by what they were given."""

    scopes: frozenset[str] = frozenset()

    def may_read(self, course: Mapping[str, Any]) -> bool:
        """Whether they may read a course, by its card or its index."""
        return is_public(course) or not self.scopes.isdisjoint((ALL_COURSES, f"course:{course['id']}"))


NOBODY = Caller()
"""A caller without a token."""


class Callers(Protocol):
    """Tells who sent an event. `routes` are those it answers itself, to whoever asks."""

    routes: tuple[Route, ...]

    def who_sent(self, event: Event) -> Caller:
        """The caller.

        Raises:
            RefusedCallerError: they are told why, whatever they asked for.
            TokenKeysAwayError: it cannot be found out now.
        """
        ...


class Anybody:
    """Where no tokens are known, everybody is a caller without one; a token they may send is not looked at."""

    routes: tuple[Route, ...] = ()

    def who_sent(self, event: Event) -> Caller:  # noqa: ARG002 - the same for every event
        """See `Callers`."""
        return NOBODY
