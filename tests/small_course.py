"""A small curriculum, compiled: for tests that do the same thing hundreds of times."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from courses import compiled
from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.sources.folder import read_folder
from coursewright.compiling.release import Release

VALID = Path(__file__).parent / "authoring" / "valid"


@cache
def small(more: str = "", edition: str | None = None) -> Release:
    """The smallest sound curriculum; with a sentence more in one lesson, and for another edition than its own."""
    files = dict(read_folder(VALID).files)
    lesson = next(path for path in sorted(files) if path.endswith(".md") and "/" in path)
    if more:
        files[lesson] += f"\n{more}\n".encode()
    if edition:
        before = max(path for path in files if path.startswith("editions/"))
        files[f"editions/{edition}.yaml"] = files[before]
    return compiled(SourceTree(files))
