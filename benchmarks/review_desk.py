"""How long the review desk's pages take over a candidate with 2,000 changed lessons in eight courses, from a folder store.

Each page is asked of a desk that was just started, which knows nothing yet, and then again of the same one. What changed between
the two is kept in the store, as a deposit keeps it; the last row is without that.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from courses import STAMP, compiled
from coursewright.authoring.source_tree import SourceTree
from coursewright.compiling.release import Release
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.storing.folder_store import FolderStore
from library import course, library
from reviewers import Reviewer, reviewer

_LESSONS, _COURSES = 2_000, 8
_TIMES = 7
_CANDIDATE = "2026-Q4-rc.2"
PAGES = {
    "releases": "/review",
    "overview": f"/review/{_CANDIDATE}",
    "changes": f"/review/{_CANDIDATE}/changes",
    "changes, filtered": f"/review/{_CANDIDATE}/changes?class=content&q=lesson+77",
    "models": f"/review/{_CANDIDATE}/models",
    "coverage": f"/review/{_CANDIDATE}/coverage",
    "learners": f"/review/{_CANDIDATE}/learners",
    "findings": f"/review/{_CANDIDATE}/findings",
    "comments": f"/review/{_CANDIDATE}/comments",
    "a lesson": f"/review/{_CANDIDATE}/items/course-03/lesson-77",
}


def main() -> None:
    """Print a table in Markdown."""
    old, new = two_releases(_LESSONS, _COURSES)
    with tempfile.TemporaryDirectory() as folder:
        candidates, released = FolderStore(Path(folder) / "candidates"), FolderStore(Path(folder) / "released")
        promote(deposit(old, candidates, STAMP, {"commit": "c" * 40}), candidates, released, "stable", STAMP)
        deposit(new, candidates, STAMP, {"commit": "d" * 40})

        def ann() -> Reviewer:
            return reviewer(candidates, released)

        worked_out = _seconds(lambda: _open(ann(), PAGES["overview"]))
        print("| 2,000 changed lessons, seconds | first asked, median | worst | again, median |\n| --- | ---: | ---: | ---: |")
        for name, address in PAGES.items():
            first = sorted(_seconds(lambda: _open(ann(), address)) for _ in range(_TIMES))  # noqa: B023 - asked at once
            warm = ann()
            _open(warm, address)
            again = sorted(_seconds(lambda: _open(warm, address)) for _ in range(_TIMES))  # noqa: B023 - the same
            print(f"| {name} | {statistics.median(first):.3f} | {first[-1]:.3f} | {statistics.median(again):.3f} |")
        print(f"| overview, where nobody kept what changed | {worked_out:.3f} | | |")


def two_releases(lessons: int, courses: int) -> tuple[Release, Release]:
    """A release, and one in which every lesson of these courses says something new. Each names a model."""
    before = library(*(course(f"course-{number:02d}", lessons // courses) for number in range(courses)))
    named = {path: _naming(data) if "/only/" in path else data for path, data in before.files.items()}
    changed = {path: data + b"\nThis is new, and was not said before.\n" for path, data in named.items() if _is_lesson(path)}
    return compiled(SourceTree(named)), compiled(SourceTree({**named, **changed}))


def _is_lesson(path: str) -> bool:
    return "/only/" in path and path.endswith(".md")


def _naming(data: bytes) -> bytes:
    return data.replace(b"minutes: 5\n", b"minutes: 5\nmodels: [gpt-6-luna, gpt-4o]\n")


def _open(who: Reviewer, address: str) -> None:
    answer = who.get(address)
    if answer.status != 200:  # noqa: PLR2004 - what a page is answered with
        raise AssertionError(f"{address}: {answer.status} {answer.words}")


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
