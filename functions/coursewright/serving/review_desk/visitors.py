"""Who looks at the desk, and who tells: signed in at an issuer, by a signed link, or at this machine's own address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from coursewright.serving.access.callers import Event

Response = dict[str, Any]
"""What Lambda gives to API Gateway (payload 2.0)."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the desk. With `candidate`, a link's reader: they read that one, no keys, and do nothing."""

    identity: str
    candidate: str | None = None
    until: str | None = None


class Access(Protocol):
    """Tells who sent an event, and whether they meant it.

    One whose desk can be reached from outside also has `link(candidate, manifest, whom, until) -> Link` (access/links.py).
    """

    def answer(self, event: Event) -> Response | None:
        """The answer where the address is one of its own: signing in and out, and links."""
        ...

    def visitor(self, event: Event) -> Visitor | None:
        """Who asks; None where nobody can tell."""
        ...

    def refused(self, event: Event) -> Response:
        """What somebody without rights gets: the same, whatever they asked for and whether it exists."""
        ...

    def token(self, event: Event) -> str:
        """What a form has to bring along, so that no other page can send it."""
        ...

    def accepts(self, event: Event, form: Mapping[str, str]) -> bool:
        """Whether a form was sent by a page of ours to whoever sends it."""
        ...
