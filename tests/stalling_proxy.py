"""A proxy on loopback in front of an S3 server that goes away, or falls silent at one request, when it is told to.

A request at which it falls silent takes effect, and neither its answer nor any later one arrives: whoever asked waits until they
run out of time. Only the connection is looked at, so that what passes is what the server said.
"""

from __future__ import annotations

import contextlib
import socket
import socketserver
from threading import Thread
from types import TracebackType
from typing import Self

_PIECE = 1 << 16


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    proxy: StallingProxy


class StallingProxy:
    """`is_away` refuses every request; `silent_at` is what stands in the request that is never answered, nor any after it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.is_away = False
        self.silent_at = b""
        self.is_silent = False
        self.server = _Server(("127.0.0.1", 0), _Connection)
        self.server.proxy = self
        self.endpoint = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> Self:
        Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()

    def recover(self) -> None:
        """Pass everything again."""
        self.is_away, self.is_silent, self.silent_at = False, False, b""


class _Connection(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        proxy = self.server.proxy
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", proxy.port)) as behind:
            behind.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            Thread(target=self._answers, args=(behind,), daemon=True).start()
            while (data := self.request.recv(_PIECE)) and not proxy.is_away:
                proxy.is_silent |= bool(proxy.silent_at) and proxy.silent_at in data
                behind.sendall(data)

    def _answers(self, behind: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := behind.recv(_PIECE):
                if not self.server.proxy.is_silent:
                    self.request.sendall(data)
