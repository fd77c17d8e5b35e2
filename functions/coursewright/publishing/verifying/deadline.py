"""A deadline for an answer as a whole: when it is over, the connection is shut down, whatever was being read from it.

A socket's own timeout starts anew with every byte, and http.client reads status lines, headers and chunk sizes to their ends
before anybody can look at a clock: a byte a second would keep a verifier there for a day.
"""

from __future__ import annotations

import socket
import ssl
import threading
import urllib.request
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from types import TracebackType
from typing import Any, Self


class Deadline:
    """Used as a context, from the question to the end of its answer. `is_over` tells that it struck."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._strike)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._timer.cancel()

    def covers(self, connected: socket.socket) -> None:
        """One connection more; a redirection makes a second."""
        with self._lock:
            self._sockets.append(connected)
            if self.is_over:
                _shut(connected)

    def _strike(self) -> None:
        with self._lock:
            self.is_over = True
            for connected in self._sockets:
                _shut(connected)


def _shut(connected: socket.socket) -> None:
    """Below TLS, whose own goodbye would have to be waited for; whoever reads sees the end at once."""
    with suppress(OSError):
        socket.socket.shutdown(connected, socket.SHUT_RDWR)


class _Connection(HTTPConnection):
    def __init__(self, host: str, *, deadline: Deadline, **given: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(host, **given)
        self._deadline = deadline

    def connect(self) -> None:
        super().connect()
        self._deadline.covers(self.sock)


class _SecureConnection(_Connection, HTTPSConnection):
    pass


class PlainHandler(urllib.request.HTTPHandler):
    """Asks over HTTP."""

    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(partial(_Connection, deadline=self._deadline), req)


class SecureHandler(urllib.request.HTTPSHandler):
    """Asks over HTTPS."""

    def __init__(self, deadline: Deadline, context: ssl.SSLContext) -> None:
        super().__init__(context=context)
        self._deadline, self._trusted = deadline, context

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(partial(_SecureConnection, deadline=self._deadline), req, context=self._trusted)
