"""An entry point that is watched while it starts: whom it connects to, and which files it reads that are no code.

`WATCHED` names the entry point. Its handler answers as ever, and the event `"seen"` with what was seen before the first event.
The runtime client is there before, as Lambda has it, and is not watched.
"""

from __future__ import annotations

import importlib
import os
import sys
import sysconfig
from typing import Any

import urllib3.util.connection  # noqa: F401 - looks whether there is IPv6, by a socket that is bound here and goes nowhere

_NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind", "socket.sendto")
_FILES = ("open", "os.listdir", "os.scandir")
_CODE = tuple(os.path.realpath(one) for one in (*sys.path, sysconfig.get_path("stdlib")) if one)
_seen: list[str] = []
_is_started = False


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _is_started:
        return
    if event in _NETWORK:
        _seen.append(f"{event} {arguments[1:]}")
    if event in _FILES and not isinstance(arguments[0], int):
        path = os.path.realpath(os.fsdecode(arguments[0] or "."))
        if not path.startswith(_CODE):
            _seen.append(f"{event} {path}")


sys.addaudithook(_watch)
_entry = importlib.import_module(os.environ["WATCHED"])
_is_started = True


def handler(event: Any, context: Any) -> Any:  # noqa: ANN401 - Lambda's own
    """Answer as the entry point does, or say what was seen."""
    return _seen if event == "seen" else _entry.handler(event, context)
