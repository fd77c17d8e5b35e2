"""Cookies of the desk: of this host alone, out of reach for scripts, and sent along by nobody's form but ours.

The prefix `__Host-` has the browser refuse one that came without Secure, with a Domain or with another Path: so no neighbouring
host, and nobody on the wire, can plant one. https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis
"""

from __future__ import annotations

from coursewright.serving.access.callers import Event

SESSION, ATTEMPT, LINK = "__Host-coursewright-session", "__Host-coursewright-sign-in", "__Host-coursewright-link"
LONGEST = 4096
_FIELDS = "Path=/; Secure; HttpOnly; SameSite=Lax"


def cookie(event: Event, name: str) -> str:
    """The value of a cookie, or nothing. One that was sent twice is nobody's: a browser sends one of this name."""
    headers = {key.lower(): value for key, value in (event.get("headers") or {}).items()}
    sent = [*(event.get("cookies") or ()), *str(headers.get("cookie", "")).split(";")]
    pairs = [one.strip().partition("=") for one in sent]
    values = {value for key, _, value in pairs if key == name}
    return values.pop() if len(values) == 1 else ""


def kept(name: str, value: str, seconds: int) -> str:
    """A cookie to keep for so long."""
    return f"{name}={value}; Max-Age={seconds}; {_FIELDS}"


def gone(name: str) -> str:
    """A cookie to forget."""
    return kept(name, "", 0)
