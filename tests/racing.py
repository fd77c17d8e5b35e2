"""Processes that act on stores at once, each writing down what it was told; and a store that breaks its promise, as a control."""

from __future__ import annotations

import json
import os
import secrets
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coursewright.publishing.storing.folder_store import FolderStore

Told = list[dict[str, Any]]

_LONGEST = 1800
"""Seconds after which a worker ends in any case: it outlives a test that was given up, and would ask a server that is gone."""


class OverwritingStore(FolderStore):
    """A store that forgets its one promise: who puts a record where one is, wins as well."""

    def put_if_absent(self, key: str, data: bytes) -> bool:
        path = self._path(key)
        if key.startswith(("editions/", "channels/")) and path.exists():
            mine = path.with_name(f".{secrets.token_hex(8)}")
            mine.write_bytes(data)
            mine.replace(path)
            return True
        return super().put_if_absent(key, data)


def at_once(folder: Path, workers: list[Callable[[], Told]]) -> list[Told]:
    """Run each worker in a process of its own, all from the same moment; gives what each was told."""
    folder.mkdir()
    children = [_child(worker, folder / f"{number}.json", folder / "start") for number, worker in enumerate(workers)]
    (folder / "start").touch()
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert codes == [0] * len(workers)
    return [json.loads((folder / f"{number}.json").read_text()) for number in range(len(workers))]


def _child(worker: Callable[[], Told], told: Path, start: Path) -> int:
    child = os.fork()
    if child:
        return child
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(_LONGEST)
        while not start.exists():
            time.sleep(0.001)
        told.write_text(json.dumps(worker()))
        os._exit(0)
    except BaseException as error:  # noqa: BLE001 - a child must not run the rest of the test session
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201 - why it failed
        os._exit(9)
