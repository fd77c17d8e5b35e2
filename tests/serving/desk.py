"""An author at work: a copy of the small curriculum, and `coursewright serve --watch` over it in a child process."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from authoring.trees import VALID
from served import COURSEWRIGHT

READING = "courses/minimal/first/01-reading.md"
COMMAND = ("serve", "--watch", "--content", "content", "--store", "store", "--port", "0")


@dataclass
class Desk:
    """An author's folder, and the server that watches it."""

    content: Path
    server: subprocess.Popen[str]
    port: int = 0
    said: list[str] = field(default_factory=list)

    def get(self, address: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", address)
        response = connection.getresponse()
        found = response.status, response.read().decode()
        connection.close()
        return found

    def lesson(self, name: str = "reading", at: str = "next") -> str:
        status, body = self.get(f"/v1/{at}/courses/minimal/lessons/{name}.md")
        assert status == 200, body
        return body

    def text(self, path: str = READING) -> str:
        return (self.content / path).read_text()

    def save(self, text: str, path: str = READING) -> None:
        (self.content / path).write_text(text)

    def heard(self, words: str, after: int = 0) -> str:
        """The line that says this, waited for."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            for line in self.said[after:]:
                if words in line:
                    return line
            time.sleep(0.02)
        raise AssertionError(f"{words!r} was not said, but: {self.said}")


@contextmanager
def desks(folder: Path) -> Iterator[Callable[[], Desk]]:
    """Starts the server below a folder, over `content` there and the store beside it."""
    shutil.copytree(VALID, folder / "content")
    started: list[tuple[Desk, threading.Thread]] = []

    def start() -> Desk:
        environment = {**os.environ, "NO_COLOR": "1"}
        server = subprocess.Popen([str(COURSEWRIGHT), *COMMAND], stdout=subprocess.PIPE, text=True, cwd=folder, env=environment)
        desk = Desk(folder / "content", server)
        listening = threading.Thread(target=lambda: desk.said.extend(server.stdout or ()), daemon=True)
        started.append((desk, listening))
        listening.start()
        desk.port = int(desk.heard("Coursewright is at").rsplit(":", 1)[1])
        return desk

    try:
        yield start
    finally:
        for desk, listening in started:
            desk.server.terminate()
            desk.server.wait()
            listening.join(timeout=10)
            if desk.server.stdout:
                desk.server.stdout.close()
