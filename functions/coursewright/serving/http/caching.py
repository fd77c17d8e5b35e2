"""How long an answer stays true and who may keep it (RFC 9111), and how it is told from other answers (RFC 9110, section 8.8.3).

- An exact release never changes, so its answers are immutable; once it is withdrawn they say so, and are asked for again.
- An edition may gain an editorial release, a channel may move: 60 and 5 seconds.
- Only answers made of public courses may be kept by shared caches. A refusal is kept by nobody.
- While the store cannot be reached, an answer says how long ago its pin was confirmed: `Age`, and `Cache-Status` (RFC 9211).
"""

from __future__ import annotations

from coursewright.serving.pin import Pin, PinKind

FOR_EVER = 31_536_000
"""A year, in seconds: caches forget sooner, and https://www.rfc-editor.org/rfc/rfc9111#section-1.2.2 allows for it."""

MAX_AGE = {PinKind.RELEASE: FOR_EVER, PinKind.EDITION: 60, PinKind.CHANNEL: 5}
IMMUTABLE = f"public, max-age={FOR_EVER}, immutable"
NO_STORE = "no-store"


def lifetime(pin: Pin, *, at_most: int = FOR_EVER) -> int:
    """For how many seconds an answer from a pin stays true; `at_most` where part of it moves on its own."""
    if pin.kind is PinKind.CANDIDATE:
        return 0  # it never changes either, but is gone one day
    return min(at_most, MAX_AGE[PinKind.EDITION] if pin.withdrawn and pin.kind is PinKind.RELEASE else MAX_AGE[pin.kind])


def cache_control(seconds: int, *, public: bool) -> str:
    """The field that says so."""
    forever = ", immutable" if seconds == FOR_EVER else ""
    return f"{'public' if public else 'private'}, max-age={seconds}{forever}"


def age_fields(age: int | None, seconds: int) -> dict[str, str]:
    """What an answer says of a pin that the store could not confirm just now."""
    if age is None:
        return {}
    return {"Age": str(age), "Cache-Status": f"coursewright; hit; ttl={seconds - age}; detail=store-unavailable"}


def tag_of(digest: str, pin: Pin) -> str:
    """What tells stored bytes, as one release serves them, from all others."""
    return f"{digest}.{pin.release}{'.withdrawn' if pin.withdrawn else ''}"


def matches(if_none_match: str, etag: str) -> bool:
    """Whether If-None-Match names the entity tag, compared weakly (RFC 9110, section 13.1.2)."""
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return "*" in tags or etag.removeprefix("W/") in tags
