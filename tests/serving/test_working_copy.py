"""When a working copy is looked at, what of it is told, and what stays when it cannot be read or judged."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from authoring.trees import VALID
from coursewright.authoring.check import Report, check
from coursewright.authoring.source_tree import SourceTree
from coursewright.errors import StoreError
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.serving.previewing import working_copy
from coursewright.serving.previewing.preview import Preview
from coursewright.serving.previewing.working_copy import Look, WorkingCopy

LESSON = "courses/minimal/first/01-reading.md"
LONG_AGO = 1_700_000_000_000_000_000


class Author:
    """A copy of the small curriculum, and everything that was told about it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.looks: list[Look] = []
        self.judge: Callable[[SourceTree], Report] = check
        self.copy = WorkingCopy(folder, self._judged, Preview(MemoryStore(), 2026), self.looks.append)

    def _judged(self, tree: SourceTree) -> Report:
        return self.judge(tree)

    def add(self, text: str) -> None:
        with (self.folder / LESSON).open("a") as file:
            file.write(f"\n{text}\n")


@pytest.fixture
def author(tmp_path: Path) -> Author:
    shutil.copytree(VALID, tmp_path / "content")
    author = Author(tmp_path / "content")
    author.copy.refresh()
    return author


def test_what_did_not_change_is_told_once(author: Author) -> None:
    author.copy.refresh()
    os.utime(author.folder / LESSON)
    author.copy.refresh()

    assert [["all of it"]] == [look.changes for look in author.looks]


def test_a_note_that_nobody_is_served_makes_a_draft_in_which_nothing_else_differs(author: Author) -> None:
    """The manifest names the tree it was compiled from."""
    (author.folder / "README.md").write_text("for editors")
    author.copy.refresh()

    assert [] == author.looks[-1].changes
    assert "2026-NEXT.2" == str(author.looks[-1].draft)


def test_recent_times_are_not_believed(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two saves within a tick of the file system's clock can have one time and one size."""
    now = time.time_ns()
    monkeypatch.setattr(working_copy, "_listing", lambda _: frozenset({(LESSON, 1, 1, now, now)}))
    author.copy.refresh()
    author.add("The second save.")
    author.copy.refresh()

    assert ["reading"] == author.looks[-1].changes


def test_files_whose_times_are_old_and_equal_are_not_read(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working_copy, "_listing", lambda _: frozenset({(LESSON, 1, 1, LONG_AGO, LONG_AGO)}))
    author.copy.refresh()
    monkeypatch.setattr(working_copy, "read_folder", lambda _: pytest.fail("it was read"))

    author.copy.refresh()


def test_a_folder_that_is_gone_is_told_once_and_so_is_its_return(author: Author) -> None:
    away = author.folder.rename(author.folder.with_name("away"))
    for _ in range(3):
        author.copy.refresh()
    away.rename(author.folder)
    author.copy.refresh()
    said = [(look.trouble, str(look.draft), look.changes) for look in author.looks[1:]]

    assert [(f"{author.folder} is not a folder", "2026-NEXT.1", None), ("", "2026-NEXT.1", None)] == said


@pytest.mark.parametrize(
    ("error", "said"),
    [(StoreError("the store is away"), "the store is away"), (ValueError("odd"), "a fault of Coursewright: ValueError: odd")],
)
def test_what_cannot_be_judged_is_told_and_the_next_change_tries_again(author: Author, error: Exception, said: str) -> None:
    def refuse(_tree: SourceTree) -> Report:
        raise error

    author.judge = refuse
    author.add("More.")
    author.copy.refresh()
    author.copy.refresh()
    author.judge = check
    author.add("And more.")
    author.copy.refresh()

    assert said in author.looks[1].trouble
    assert ["2026-NEXT.1", "2026-NEXT.1", "2026-NEXT.2"] == [str(look.draft) for look in author.looks]


def test_many_who_ask_at_once_wait_for_one_look(author: Author) -> None:
    author.add("More.")
    with ThreadPoolExecutor(8) as many:
        list(many.map(lambda _: author.copy.refresh(), range(16)))

    assert 2 == len(author.looks)
