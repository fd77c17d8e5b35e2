"""Where everything is at the desk: the one place that knows how its addresses look."""

from __future__ import annotations

from urllib.parse import quote, urlencode

BASE = "/review"
Value = str | int | None


def releases() -> str:
    """The releases page."""
    return BASE


def static(name: str) -> str:
    """A file of the desk's own: its style and its script."""
    return f"{BASE}/static/{name}"


def release(at: str, tab: str = "", **query: Value) -> str:
    """A release's page, or one of its tabs."""
    return with_query(f"{BASE}/{quote(at, safe='')}{f'/{tab}' if tab else ''}", **query)


def item(at: str, course: str, item: str, **query: Value) -> str:
    """The page of a lesson or an activity."""
    return with_query(f"{BASE}/{quote(at, safe='')}/items/{quote(course, safe='')}/{quote(item, safe='')}", **query)


def asset(at: str, digest: str, name: str) -> str:
    """A figure."""
    return f"{BASE}/{quote(at, safe='')}/assets/{digest}/{quote(name, safe='')}"


def acts(candidate: str) -> str:
    """Where forms about a candidate go."""
    return f"{BASE}/{quote(candidate, safe='')}/acts"


def channel_acts(channel: str) -> str:
    """Where a channel is taken back."""
    return f"{BASE}/channels/{quote(channel, safe='')}/acts"


def release_acts(release: str) -> str:
    """Where a release is withdrawn."""
    return f"{BASE}/releases/{quote(release, safe='')}/acts"


def sign_out() -> str:
    """Where who signed in signs out."""
    return f"{BASE}/sign-out"


def with_query(path: str, **query: Value) -> str:
    """An address with the parameters that say something."""
    said = {name: str(value) for name, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(said)}" if said else path
