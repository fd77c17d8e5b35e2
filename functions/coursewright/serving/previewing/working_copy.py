"""The content folder as it is now, in channel `next`: looked at before each request, and whenever somebody saw a file change.

Takes a folder that may change at any moment; gives a look at it whenever it did: its findings, and the draft that is served. What
has errors, or cannot be read just now, is told, and the last draft without errors stays. Files saved in two steps are nothing
special: the second step is another change.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coursewright.authoring.check import Report, settle
from coursewright.authoring.source_tree import SourceTree, is_hidden
from coursewright.authoring.sources.folder import read_folder
from coursewright.compiling.compile import compile_release
from coursewright.compiling.release import Release
from coursewright.errors import CoursewrightError
from coursewright.publishing.records.names import Numbered
from coursewright.serving.access.callers import Event
from coursewright.serving.application import Handler, content_api
from coursewright.serving.previewing.changed_items import changed_items
from coursewright.serving.previewing.preview import Preview

Entry = tuple[str, int, int, int, int]
Listing = frozenset[Entry]

_DOUBTFUL = 2_000_000_000
"""Nanoseconds for which a file's time proves nothing: a second save may get the time of the first (FAT counts in two seconds)."""


@dataclass(frozen=True, slots=True)
class Look:
    """What looking at a changed folder came to.

    `trouble` says why it could not be read or judged, if it could not. `draft` is what `next` is at, if anything yet; `changes`
    says how it differs from the draft before, and is None where it is that one still.
    """

    report: Report | None
    trouble: str
    draft: Numbered | None
    changes: list[str] | None
    seconds: float


class WorkingCopy:
    """Keeps a preview at what a folder holds. `judge` checks a tree, `tell` is given each look; one thread looks at a time."""

    def __init__(
        self, folder: Path, judge: Callable[[SourceTree], Report], preview: Preview, tell: Callable[[Look], None]
    ) -> None:  # fmt: skip
        self.folder = folder
        self.preview = preview
        self._judge = judge
        self._tell = tell
        self._lock = threading.Lock()
        self._files: Listing = frozenset()
        self._tree: SourceTree | None = None
        self._unreadable = ""

    def refresh(self) -> None:
        """Look again if a file changed since the last time; when this returns, `next` has what was saved before it was called."""
        with self._lock:
            began, now = time.monotonic(), time.time_ns()
            files = _listing(self.folder)
            if files and files == self._files:
                return
            try:
                tree = read_folder(self.folder)
            except CoursewrightError as error:
                self._cannot_read(str(error), began)
                return
            self._files = files if _is_certain(files, now) else frozenset()
            self._unreadable = ""
            if self._tree is None or (tree.tree_id, tree.findings) != (self._tree.tree_id, self._tree.findings):
                self._tree = tree
                self._look(tree, began)

    def _cannot_read(self, trouble: str, began: float) -> None:
        """Say so once, however often it is tried: that is at every request until it can be read."""
        self._files, self._tree = frozenset(), None
        if trouble != self._unreadable:
            self._unreadable = trouble
            self._say(None, trouble, None, began)

    def _look(self, tree: SourceTree, began: float) -> None:
        report, changes, trouble = None, None, ""
        try:
            report = self._judge(tree)
            if not report.errors:
                changes = self._show(compile_release(settle(report)))
        except CoursewrightError as error:
            trouble = str(error)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not end an author's session; it is told
            trouble = f"this is a fault of Coursewright: {type(error).__name__}: {error}"
        self._say(report, trouble, changes, began)

    def _show(self, release: Release) -> list[str] | None:
        newest = self.preview.newest
        if newest and newest[1].manifest == release.manifest:
            return None
        changes = changed_items(newest[1] if newest else None, release)
        self.preview.show(release, datetime.now(UTC))
        return changes

    def _say(self, report: Report | None, trouble: str, changes: list[str] | None, began: float) -> None:
        self._tell(Look(report, trouble, self._draft(), changes, time.monotonic() - began))

    def _draft(self) -> Numbered | None:
        return self.preview.newest[0] if self.preview.newest else None


def working_api(copy: WorkingCopy) -> Handler:
    """The content API over a working copy: it looks before each answer, and no cache keeps an answer, as the next may differ."""
    answer = content_api(copy.preview.store)

    def handler(event: Event, context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's context has no public type
        copy.refresh()
        response = answer(event, context)
        response["headers"]["Cache-Control"] = "no-store"
        return response

    return handler


def _listing(folder: Path) -> Listing:
    """Each file with what changes when it is written, replaced or renamed; nothing is read. Empty if it cannot be had."""
    try:
        return frozenset(_entries(folder))
    except OSError:
        return frozenset()  # reading the folder says what is wrong


def _entries(folder: Path, prefix: str = "") -> Iterator[Entry]:
    with os.scandir(folder / prefix) as entries:
        for entry in entries:
            path = f"{prefix}{entry.name}"
            if is_hidden(path):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(folder, f"{path}/")
            else:
                found = entry.stat(follow_symlinks=False)
                yield path, found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns


def _is_certain(files: Listing, now: int) -> bool:
    """Whether equal times will mean equal files: not where one was written a moment ago, or in the future."""
    return all(max(modified, changed) < now - _DOUBTFUL for *_, modified, changed in files)
