"""A proxy on loopback in front of an S3 server that loses, refuses and damages what passes, by a seed, and counts what it did.

Run as a process of its own, for its load is not the test's: `FaultyProxy` starts it and ends it; if the test is killed, its
closed input ends it. Of each request it decides first what to do; an answer is lost "after" when the server has done what was
asked and nobody is told.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Self

Fate = str
_LARGEST_HEAD = 1 << 16


@dataclass(frozen=True)
class Faults:
    """How often what happens, each a share of all requests; the rest passes."""

    lost_after: float = 0.0
    lost_before: float = 0.0
    refused: float = 0.0
    """503, or 409 where something is put."""
    cut_short: float = 0.0
    damaged: float = 0.0
    """A bit is flipped in what is put, or in what is read."""

    def drawn(self, dice: random.Random) -> Fate:
        drawn = dice.random()
        for fate, share in asdict(self).items():
            if drawn < share:
                return str(fate)
            drawn -= share
        return "passed"


THE_USUAL = Faults(lost_after=0.2, lost_before=0.1, refused=0.1)


class FaultyProxy:
    """A running proxy; what it did is in `counts` once it has ended."""

    def __init__(self, port: int, faults: Faults = THE_USUAL, seed: int = 5) -> None:
        words = [sys.executable, __file__, str(port), json.dumps(asdict(faults)), str(seed)]
        self.counts: dict[str, int] = {}
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Self:
        assert self._process.stdout
        self.endpoint = f"http://127.0.0.1:{int(self._process.stdout.readline())}"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.terminate()  # a worker that outlives its test would hold the other end of the input
        told, _ = self._process.communicate(timeout=20)
        self.counts = json.loads(told)


class _Proxy:
    def __init__(self, port: int, faults: Faults, seed: int) -> None:
        self.port, self.faults = port, faults
        self.dice = random.Random(seed)  # noqa: S311 - to be repeatable
        self.counts: Counter[str] = Counter()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a client, with one to the server behind it."""
        behind = None
        try:
            behind = await asyncio.open_connection("127.0.0.1", self.port)
            while await self._pass_on(reader, writer, *behind):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, EOFError):
            pass  # either side went away, which is what this is for
        finally:
            writer.close()
            if behind:
                behind[1].close()

    async def _pass_on(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        from_server: asyncio.StreamReader,
        to_server: asyncio.StreamWriter,
    ) -> bool:
        """Whether the connection is to be kept after one more request."""
        head = await reader.readuntil(b"\r\n\r\n")
        if b"expect: 100-continue\r\n" in head.lower():
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            head = b"\r\n".join(line for line in head.split(b"\r\n") if not line.lower().startswith(b"expect:"))
        body = await reader.readexactly(int(_header(head, b"content-length") or 0))
        fate = self.faults.drawn(self.dice)
        self.counts[fate] += 1
        is_put = head.startswith(b"PUT ")
        if fate == "lost_before":
            return False
        if fate == "refused":
            self.counts["409" if is_put and self.counts[fate] % 2 else "503"] += 1
            writer.write(_refusal(is_conflict=bool(is_put and self.counts[fate] % 2)))
            await writer.drain()
            return True
        if fate == "damaged" and is_put:
            body = _flipped(body)
        to_server.write(head + body)
        answer, content = await _answer(from_server, is_head=head.startswith(b"HEAD "))
        if fate == "lost_after":
            self.counts["lost_after_a_put_took_effect"] += is_put and answer.startswith(b"HTTP/1.1 200")
            return False
        if fate == "damaged" and not is_put:
            content = _flipped(content)
        writer.write(answer + (content[: len(content) // 2] if fate == "cut_short" else content))
        await writer.drain()
        return fate != "cut_short"


async def _answer(reader: asyncio.StreamReader, *, is_head: bool) -> tuple[bytes, bytes]:
    """Head and body of an answer, as they came."""
    head = await reader.readuntil(b"\r\n\r\n")
    while head.startswith(b"HTTP/1.1 100"):
        head = await reader.readuntil(b"\r\n\r\n")
    if is_head or head[9:12] in (b"204", b"304"):
        return head, b""
    if (_header(head, b"transfer-encoding") or b"").lower() == b"chunked":
        return head, await _chunks(reader)
    return head, await reader.readexactly(int(_header(head, b"content-length") or 0))


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while True:
        line = await reader.readuntil(b"\r\n")
        size = int(line.split(b";")[0], 16)
        body += line + await reader.readexactly(size + 2)
        if size == 0:
            return body


def _header(head: bytes, name: bytes) -> bytes | None:
    for line in head.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.lower() == name:
            return value.strip()
    return None


def _refusal(*, is_conflict: bool) -> bytes:
    status, code = ("409 Conflict", "ConditionalRequestConflict") if is_conflict else ("503 Slow Down", "SlowDown")
    body = f"<Error><Code>{code}</Code><Message>By the faulty proxy.</Message></Error>".encode()
    return f"HTTP/1.1 {status}\r\nContent-Type: application/xml\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def _flipped(body: bytes) -> bytes:
    """With one bit of its middle flipped."""
    middle = len(body) // 2
    return body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :] if body else body


async def _run(proxy: _Proxy) -> None:
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0, limit=_LARGEST_HEAD)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - for who started this
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    loop.add_reader(sys.stdin, ended.set)
    await ended.wait()
    print(json.dumps(proxy.counts), flush=True)  # noqa: T201 - the same
    os._exit(0)  # connections that are still open end with the process


if __name__ == "__main__":
    asyncio.run(_run(_Proxy(int(sys.argv[1]), Faults(**json.loads(sys.argv[2])), int(sys.argv[3]))))
