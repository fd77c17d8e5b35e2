"""How long it takes to tell what changed between two releases of 10,000 lessons in 25 courses, of which ten lessons changed.

From a folder store, and from memory. Beside it stands what people do instead: `git diff --word-diff` of the two commits, which
tells words, and neither classes nor keys nor what carries over.
"""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from counting_store import CountingStore
from courses import compiled
from coursewright.authoring.source_tree import SourceTree
from coursewright.compiling.release import Release
from coursewright.publishing.changes.between import changes_between
from coursewright.publishing.changes.side import side_of
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.store import Store, object_key
from library import course, library

_LESSONS, _COURSES, _CHANGED = 10_000, 25, 10
_TIMES = 7


def main() -> None:
    """Print a table in Markdown."""
    before = library(*(course(f"course-{n:02d}", _LESSONS // (_COURSES - 1)) for n in range(_COURSES - 1)))
    files = dict(before.files)
    for n in range(_CHANGED):
        files[f"courses/course-{n:02d}/only/0002-lesson-2.md"] += b"\nThis is new.\n"
    after = SourceTree(files)
    old, new = compiled(before), compiled(after)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _commit(root / "git", before, after)
        kept = FolderStore(root / "store")
        for place, data in {**old.objects, **new.objects}.items():
            kept.put_if_absent(object_key(*place), data)
        counted = CountingStore({object_key(*place): data for one in (old, new) for place, data in one.objects.items()})
        _compare(counted, old, new)
        print(f"{counted.reads} objects read\n")
        rows = {
            "changes, from a folder store": lambda: _compare(kept, old, new),
            "changes, from memory": lambda: _compare(counted, old, new),
            "git diff --word-diff": lambda: _diff(root / "git"),
        }
        print("| 10,000 lessons, seconds | median | worst |\n| --- | ---: | ---: |")
        for name, work in rows.items():
            taken = sorted(_seconds(work) for _ in range(_TIMES))
            print(f"| {name} | {statistics.median(taken):.3f} | {taken[-1]:.3f} |")


def _compare(store: Store, old: Release, new: Release) -> None:
    changes_between(side_of(store, old.manifest), side_of(store, new.manifest))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _commit(folder: Path, *trees: SourceTree) -> None:
    """Each tree as a commit."""
    for tree in trees:
        for path, data in tree.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        for words in (("init", "-q"), ("add", "-A"), ("-c", "user.name=x", "-c", "user.email=x", "commit", "-qm", "x")):
            subprocess.run(["git", *words], cwd=folder, check=True)  # noqa: S607 - git, as a user would


def _diff(folder: Path) -> None:
    subprocess.run(["git", "diff", "--word-diff", "HEAD~1"], cwd=folder, check=True, capture_output=True)  # noqa: S607 - the same


if __name__ == "__main__":
    main()
