"""The YAML language server that editors run, driven over its standard input and output; installed once, into .node/."""

from __future__ import annotations

import itertools
import json
import os
import queue
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from node_packages import node_package

VERSION = "1.25.0"
PATIENCE = 20  # seconds; an answer takes a few hundredths
SETTINGS = {"yaml": {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}}


class LanguageServer:
    """One running server. It is shown texts as the content of files; nothing is written to disk."""

    def __init__(self) -> None:
        package = node_package("yaml-language-server", VERSION, "is what editors run")
        command = ["node", str(package / "bin" / "yaml-language-server"), "--stdio"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self._said: queue.Queue[dict[str, Any]] = queue.Queue()
        self._numbers = itertools.count(1)
        self._answers: dict[int, Any] = {}
        self._judged: dict[str, list[dict[str, Any]]] = {}
        self._is_set_up = False
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> Self:
        self._ask(
            "initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": {"workspace": {"configuration": True}}}
        )
        self._send({"method": "initialized", "params": {}})
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": SETTINGS}})
        self._until(lambda: self._is_set_up, "it never asked for its settings")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._listener.join()
        self._process.communicate()

    def show(self, path: Path, text: str) -> None:
        """Open a file with this text, saved or not."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})

    def problems(self, path: Path) -> list[str]:
        """What is underlined, as `line: message`, lines from 1."""
        self._until(lambda: path.as_uri() in self._judged, f"{path.name} was never judged")
        return [f"{problem['range']['start']['line'] + 1}: {problem['message']}" for problem in self._judged[path.as_uri()]]

    def offers(self, path: Path, line: int, column: int) -> list[str]:
        """What can be completed at a place, counted from 1."""
        place = {"textDocument": {"uri": path.as_uri()}, "position": {"line": line - 1, "character": column - 1}}
        return [str(item["label"]) for item in self._ask("textDocument/completion", place)["items"]]

    def _ask(self, method: str, params: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
        number = next(self._numbers)
        self._send({"id": number, "method": method, "params": params})
        self._until(lambda: number in self._answers, f"no answer to {method}")
        return self._answers.pop(number)

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def _until(self, is_so: Callable[[], bool], otherwise: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            try:
                self._hear(self._said.get(timeout=max(0.0, deadline - time.monotonic())))
            except queue.Empty:
                raise AssertionError(otherwise) from None

    def _hear(self, message: dict[str, Any]) -> None:
        match message:
            case {"method": "workspace/configuration", "id": number, "params": {"items": items}}:
                self._send({"id": number, "result": [SETTINGS.get(item.get("section", "")) for item in items]})
                self._is_set_up = True
            case {"method": "textDocument/publishDiagnostics", "params": {"uri": uri, "diagnostics": found}}:
                self._judged[uri] = found
            case {"method": _, "id": number}:
                self._send({"id": number, "result": None})
            case {"id": number, "result": result}:
                self._answers[number] = result

    def _listen(self) -> None:
        pipe = self._process.stdout
        assert pipe
        with os.fdopen(os.dup(pipe.fileno()), "rb") as stream:
            while header := stream.readline():
                if header.lower().startswith(b"content-length:"):
                    length = int(header.split(b":")[1])
                    while stream.readline().strip():
                        pass
                    self._said.put(json.loads(stream.read(length)))
