"""A small stand-in of Lambda's Runtime API, and the real runtime interface client (awslambdaric) that asks it for work.

A `Runtime` is one execution environment: a process that runs one handler and sees only the folders it is given. It is killed when
an invocation runs out of time, as Lambda does, and started anew for the next. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

from __future__ import annotations

import json
import queue
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any, Self

from coursewright.serving.http.local_server import event_of

_CLIENT = ("awslambdaric", "runtime_client", "simplejson", "snapshot_restore_py")
_START = """
import sys
sys.path[:0] = sys.argv[1].split(":")
from awslambdaric.__main__ import main
main(["awslambdaric", sys.argv[2]])
"""
_SECONDS_TO_START = 30


@dataclass(frozen=True)
class Outcome:
    """What became of an invocation: `kind` is response, error, timeout, or exit where the process ended in the middle of it."""

    kind: str
    body: Any
    seconds: float


class InitError(Exception):
    """The handler could not be loaded; what the client said of it."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    work: queue.Queue[tuple[str, bytes, int]]
    done: queue.Queue[tuple[str, Any]]

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the server's own
        """Somebody who was killed leaves a connection behind; everything else is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Asked(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # written in pieces, each answer would wait for an acknowledgement
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self.server.done.put(("ready", None))
        name, data, deadline = self.server.work.get()
        if not name:
            return
        fields = {
            "Lambda-Runtime-Aws-Request-Id": name,
            "Lambda-Runtime-Deadline-Ms": str(deadline),
            "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-central-1:123456789012:function:test:live",
        }
        self._answer(200, data, fields)

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kind = "init error" if "init/error" in self.path else self.path.rpartition("/")[2]
        self.server.done.put((kind, json.loads(data or b"null")))
        self._answer(202, b"{}", {})

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def _answer(self, status: int, data: bytes, fields: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**fields, "Content-Type": "application/json", "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


class Runtime:
    """One environment for `handler` ("content_api.handler"), with `folders` on its path and nothing else but Python itself."""

    def __init__(self, handler: str, folders: Sequence[Path], environment: Mapping[str, str], seconds: float = 10) -> None:
        self.handler, self.folders, self.seconds = handler, folders, seconds
        self.environment = {"AWS_LAMBDA_FUNCTION_NAME": "test", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512", **environment}
        self.server = _Server(("127.0.0.1", 0), _Asked)
        self.server.work, self.server.done = queue.Queue(), queue.Queue()
        Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.said = tempfile.TemporaryFile()  # noqa: SIM115 - closed at exit
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()
        self.server.shutdown()
        self.server.server_close()
        self.said.close()

    def start(self) -> float:
        """Start it anew; gives the seconds until it asked for work.

        Raises:
            InitError: the handler cannot be loaded.
        """
        self._end()
        path = ":".join(str(folder) for folder in (runtime_client(), *self.folders))
        began = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-S", "-E", "-c", _START, path, self.handler],
            env={"PATH": "/usr/bin:/bin", "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self.server.server_port}", **self.environment},
            cwd=self.folders[0],
            stdin=subprocess.DEVNULL,
            stdout=self.said,
            stderr=self.said,
        )
        kind, body = self._what_next(_SECONDS_TO_START)
        took = time.perf_counter() - began
        if kind == "init error":
            self._end()
            raise InitError(f"{body.get('errorType')}: {body.get('errorMessage')}")
        if kind != "ready":
            self._end()
            raise InitError(f"it did not start ({kind}): {self.log()[-2000:]}")
        return took

    def invoke(self, event: Any) -> Outcome:  # noqa: ANN401 - JSON
        """Give it an event, start it first if it is not there, and wait for at most its seconds."""
        if self.process is None or self.process.poll() is not None:
            self.start()
        began = time.perf_counter()
        deadline = int((time.time() + self.seconds) * 1000)
        self.server.work.put((secrets.token_hex(8), json.dumps(event).encode(), deadline))
        kind, body = self._what_next(self.seconds)
        took = time.perf_counter() - began
        if kind in {"timeout", "exit"}:
            self._end()
        else:
            assert self._what_next(_SECONDS_TO_START)[0] == "ready"
        return Outcome(kind, body, took)

    def log(self) -> str:
        """What it printed so far."""
        self.said.seek(0)
        return self.said.read().decode(errors="replace")

    def _what_next(self, seconds: float) -> tuple[str, Any]:
        """What the process tells next, if it does so in time and lives to."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            has_ended = self.process is None or self.process.poll() is not None
            try:
                return self.server.done.get(timeout=min(left, 0.05))
            except queue.Empty:
                if has_ended:
                    return "exit", None
        return "timeout", None

    def _end(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None
        self.server.work.put(("", b"", 0))  # whoever still waits for work on a dead process's behalf
        time.sleep(0.05)
        while not self.server.work.empty():
            self.server.work.get_nowait()
        while not self.server.done.empty():
            self.server.done.get_nowait()


def asked(path: str) -> dict[str, Any]:
    """The event of somebody who gets a path."""
    scope = {"type": "http", "http_version": "1.1", "method": "GET", "path": path, "query_string": b"", "headers": []}
    return event_of(scope, b"")


@cache
def runtime_client() -> Path:
    """A folder with the runtime interface client and what it needs, as Lambda's image has it, and nothing of ours."""
    folder = Path(tempfile.mkdtemp(prefix="coursewright-runtime-"))
    packages = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    for path in packages.iterdir():
        if path.name.split(".")[0] in _CLIENT and not path.name.endswith(".dist-info"):
            (folder / path.name).symlink_to(path)
    return folder
