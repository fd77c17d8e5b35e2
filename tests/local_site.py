"""The server of `coursewright serve`, in this process, over any stores: content, start page and review desk at one address."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn

from courses import STAMP
from coursewright.publishing.storing.store import Store
from coursewright.serving.http.local_server import LocalServer
from coursewright.serving.previewing.preview_application import Everyone, preview_api
from coursewright.serving.review_desk.desk import Promote, review_desk
from coursewright.serving.review_desk.loopback import Loopback


@contextmanager
def local_site(
    candidates: Store, released: Store, by: str = "ann@school.example", promote: Promote = lambda _: {}, *, holds: bool = False
) -> Iterator[str]:
    """Its address, until it is not needed any more."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        desk = review_desk(candidates, released, Loopback(by, port), promote, lambda: STAMP.at, holds=holds)
        site = LocalServer(preview_api(candidates, released, Everyone()), desk)
        server = uvicorn.Server(uvicorn.Config(site, log_level="error", lifespan="off"))
        thread = Thread(target=lambda: asyncio.run(server.serve([listening])))
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join()
