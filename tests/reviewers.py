"""Somebody at the review desk: opens pages, sends forms, and sees what came back."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import urlencode

from courses import STAMP
from coursewright.publishing.promoting.promoter import Promoter
from coursewright.publishing.storing.store import Store
from coursewright.serving.http.local_server import LambdaContext, event_of
from coursewright.serving.review_desk.desk import Handler, review_desk
from coursewright.serving.review_desk.loopback import Loopback

PORT = 8000
HOST = f"127.0.0.1:{PORT}"


@dataclass(frozen=True)
class Seen:
    """An answer of the desk."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """A page."""
        return self.body.decode()

    @property
    def words(self) -> str:
        """What a reader sees of it, tags gone and space made one."""
        plain = " ".join(unescape(re.sub(r"<[^>]+>", " ", self.text)).split())
        return re.sub(r" ([.,:;])", r"\1", plain)


@dataclass
class Reviewer:
    """Who sits at a desk."""

    handler: Handler
    headers: dict[str, str] = field(default_factory=lambda: {"host": HOST})
    secret: str = ""

    def get(self, address: str, **headers: str) -> Seen:
        """Open a page."""
        return self.send("GET", address, b"", headers)

    def post(self, address: str, form: dict[str, str], **headers: str) -> Seen:
        """Send a form, as a browser does from a page of the desk."""
        own = {"content-type": "application/x-www-form-urlencoded", "origin": f"http://{self.headers['host']}"}
        return self.send(
            "POST",
            address,
            urlencode({"csrf": self.secret, **form}).encode(),
            {**own, "sec-fetch-site": "same-origin", **headers},
        )

    def send(self, method: str, address: str, body: bytes, headers: dict[str, str]) -> Seen:
        """Anything at all."""
        path, _, query = address.partition("?")
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        raw = [(name.encode(), value.encode()) for name, value in sent.items()]
        scope = {"method": method, "path": path, "query_string": query.encode(), "http_version": "1.1", "headers": raw}
        answer = self.handler(event_of(scope, body), LambdaContext("preview_api"))
        text = str(answer.get("body") or "")
        data = b64decode(text) if answer.get("isBase64Encoded") else text.encode()
        return Seen(answer["statusCode"], {name.lower(): value for name, value in answer["headers"].items()}, data)


def reviewer(  # noqa: PLR0913 - what a desk is over
    candidates: Store,
    released: Store,
    identity: str = "ann@school.example",
    now: Callable[[], datetime] = lambda: STAMP.at,
    promote: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
    schedules: Any = None,  # noqa: ANN401 - the desk takes any
    *,
    holds: bool = False,
) -> Reviewer:
    """Somebody at the desk of a laptop over these stores."""
    takes = promote or Promoter(candidates, released, lambda: STAMP.signers, now=now, log=lambda _: None).take
    access = Loopback(identity, PORT)
    return Reviewer(review_desk(candidates, released, access, takes, now, schedules, holds=holds), secret=access.secret)
