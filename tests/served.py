"""The content API over a store with both shipped editions promoted, called as Lambda calls it."""

from __future__ import annotations

import base64
import gzip
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from courses import ARCHIVE, CONTENT, STAMP, release
from coursewright.compiling.digest import digest_of
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.records.log import Stamp
from coursewright.publishing.records.logs import expunged_log
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.store import Store
from coursewright.serving.application import Handler, content_api
from coursewright.serving.http.local_server import LambdaContext, event_of

COURSEWRIGHT = Path(sys.executable).parent / "coursewright"


@dataclass(frozen=True)
class Answer:
    """A response as a client sees it."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def decoded(self) -> bytes:
        """The body without its content coding."""
        return gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body

    def json(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.decoded)
        return value


@dataclass(frozen=True)
class Api:
    """A handler, and the store it reads."""

    handler: Handler
    released: Store

    def get(self, address: str, method: str = "GET", **headers: str) -> Answer:
        return self._ask(address, method, b"", headers)

    def post(self, address: str, body: bytes, **headers: str) -> Answer:
        return self._ask(address, "POST", body, headers)

    def _ask(self, address: str, method: str, body: bytes, headers: dict[str, str]) -> Answer:
        parts = urlsplit(address)
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "path": parts.path,
            "query_string": parts.query.encode(),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }
        response = self.handler(event_of(scope, body), LambdaContext("content_api"))
        text = response.get("body") or ""
        data = base64.b64decode(text) if response["isBase64Encoded"] else text.encode()
        return Answer(int(response["statusCode"]), {k.lower(): v for k, v in response["headers"].items()}, data)


TAKEN_DOWN = digest_of(b"what was ordered to go")


def take_something_down(released: Store, stamp: Stamp = STAMP) -> None:
    """Record a takedown of what no release needs, so that there is a record to be read."""
    expunged_log(released, TAKEN_DOWN).append(None, stamp, {"act": "expunge", "object": TAKEN_DOWN, "releases": [], "law": ""})


def publish_both(root: Path) -> FolderStore:
    """Promote both shipped editions into stores below a folder; gives the released store."""
    candidates, released = FolderStore(root / "candidates"), FolderStore(root / "released")
    for folder in (ARCHIVE, CONTENT):
        promote(deposit(release(folder), candidates, STAMP, {"commit": "c" * 40}), candidates, released, "stable", STAMP)
    take_something_down(released)
    return released


def api_over(released: Store, **more: Any) -> Api:  # noqa: ANN401 - passed on
    """A cold content API over a store."""
    return Api(content_api(released, **more), released)


def port_of(server: subprocess.Popen[str]) -> int:
    """The port a local server says it is at; it is read to that line."""
    for line in server.stdout or ():
        if found := re.search(r"Coursewright is at http://127\.0\.0\.1:(\d+)", line):
            return int(found[1])
    raise AssertionError("the server did not say where it is")
