"""What a route gives: bytes, and what HTTP has to know of them. Delivery (delivery.py) makes a response of it.

A body is a stored leaf with the release's name spliced round it, unparsed; or it was composed for this answer and has no leaf.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from coursewright.compiling.digest import Digest, digest_of
from coursewright.serving.http.caching import cache_control, lifetime, tag_of
from coursewright.serving.http.negotiation import JSON
from coursewright.serving.pin import Pin


@dataclass(frozen=True, slots=True)
class Leaf:
    """An object's bytes, checked against its digest, and its compressed form if the store has one."""

    plain: bytes
    compressed: bytes | None = None

    @property
    def size(self) -> int:
        """Bytes it takes to keep."""
        return len(self.plain) + len(self.compressed or b"")


NOTHING = Leaf(b"")


BY_CODING = ("Accept-Encoding",)
BY_CALLER = ("Authorization", "Accept-Encoding")
"""What varies by who asks: who asks sees more, or less."""


@dataclass(frozen=True, slots=True)
class Body:
    """What was written for this answer, before and after a stored leaf."""

    before: bytes = b""
    leaf: Leaf = NOTHING
    after: bytes = b""

    @property
    def plain(self) -> bytes:
        """All of it."""
        return self.before + self.leaf.plain + self.after


@dataclass(frozen=True, slots=True)
class Answer:
    """A body, or a redirection, and its fields. `tag` is the inside of the plain form's entity tag; empty, there is none."""

    body: Body
    tag: str
    seconds: int
    cache_control: str
    location: str = ""
    media_type: str = JSON
    age: int | None = None
    vary: tuple[str, ...] = BY_CODING
    fields: Mapping[str, str] = field(default_factory=dict)
    status: HTTPStatus = HTTPStatus.OK
    is_binary: bool = False


def _varying(vary: tuple[str, ...], *, public: bool) -> tuple[str, ...]:
    """What an answer varies by.

    One that is not for everybody varies by who asks as well, so that not even a reader's own cache gives it to another caller,
    or to the same one without the token.
    """
    return vary if public or "Authorization" in vary else ("Authorization", *vary)


def compact(value: Any) -> bytes:  # noqa: ANN401 - JSON
    """A JSON value, composed for an answer."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def head_of(pin: Pin, path: str) -> dict[str, Any]:
    """What every JSON answer begins with. `pin` is the address a learner's app keeps: the edition's."""
    head = {"release": pin.release, "edition": pin.edition, "pin": f"/v1/{pin.lasting}{path}"}
    return {**head, "withdrawn": pin.withdrawn} if pin.withdrawn else head


def spliced(head: Mapping[str, Any], name: str, leaf: Leaf) -> Body:
    """A JSON object of these fields, and then the leaf under a name."""
    return Body(compact(head)[:-1] + f',"{name}":'.encode(), leaf, b"}")


def stored(  # noqa: PLR0913 - what, of which release, where, for whom
    pin: Pin, digest: Digest, body: Body, path: str, *, public: bool = True, vary: tuple[str, ...] = BY_CODING, **more: Any  # noqa: ANN401 - fields of Answer
) -> Answer:  # fmt: skip
    """A leaf as the pinned release serves it; `path` is its address below the release."""
    seconds = lifetime(pin)
    control = cache_control(seconds, public=public)
    vary = _varying(vary, public=public)
    return Answer(body, tag_of(digest, pin), seconds, control, f"/v1/{pin.release}{path}", age=pin.age, vary=vary, **more)


def composed(  # noqa: PLR0913 - the same
    pin: Pin, data: bytes, path: str, *,
    public: bool = True, at_most: int | None = None, vary: tuple[str, ...] = BY_CODING, **more: Any,  # noqa: ANN401
) -> Answer:  # fmt: skip
    """Bytes written for this answer, named by their own digest; `at_most` seconds, where part of them moves on its own."""
    seconds = lifetime(pin) if at_most is None else lifetime(pin, at_most=at_most)
    control = cache_control(seconds, public=public)
    tag = tag_of(digest_of(data), pin)
    vary = _varying(vary, public=public)
    return Answer(Body(data), tag, seconds, control, f"/v1/{pin.release}{path}", age=pin.age, vary=vary, **more)
