"""Who is at the desk of a laptop: whoever can reach this machine's own address, by the name that git knows.

A page of the web can make a browser send requests to this machine, or point a name of its own at it. So the address has to be
named as this machine's own, and a form has to come from a page of this very server, with what was drawn when it started.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from coursewright.serving.access.callers import Event
from coursewright.serving.review_desk.answers import html
from coursewright.serving.review_desk.visitors import Response, Visitor

_NAMES = ("127.0.0.1", "localhost", "[::1]")
_REFUSED = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Not here</title>'
    "<h1>Not here</h1><p>This server answers to this machine's own address only.</p></html>"
)


@dataclass(frozen=True)
class Loopback:
    """An `Access` for a server on this machine's own address. See visitors.py."""

    identity: str
    port: int
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    can_sign_out = False

    def answer(self, event: Event) -> Response | None:  # noqa: ARG002 - nobody signs in
        """See `Access`."""
        return None

    def visitor(self, event: Event) -> Visitor | None:
        """See `Access`: whoever names this machine by its own address."""
        return Visitor(self.identity) if self._host(event) in self._hosts() else None

    def refused(self, event: Event) -> Response:  # noqa: ARG002 - the same for every event
        """See `Access`."""
        return html(_REFUSED, 403)

    def token(self, event: Event) -> str:  # noqa: ARG002 - one for this server's life
        """See `Access`."""
        return self.secret

    def accepts(self, event: Event, form: Mapping[str, str]) -> bool:
        """See `Access`: sent by a page of this server, as the browser says, with the token that only its pages hold."""
        headers = {name.lower(): value for name, value in event.get("headers", {}).items()}
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if origin is None and site is None:
            return False
        is_ours = origin in (None, f"http://{self._host(event)}") and site in (None, "same-origin")
        return is_ours and secrets.compare_digest(form.get("csrf", "").encode(), self.secret.encode())

    def _hosts(self) -> tuple[str, ...]:
        return tuple(f"{name}:{self.port}" for name in _NAMES)

    def _host(self, event: Event) -> str:
        headers = {name.lower(): value for name, value in event.get("headers", {}).items()}
        return str(headers.get("host", "")).lower()
