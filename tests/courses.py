"""What many tests start from: the shipped editions, compiled once, and copies of them with one thing changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from coursewright.authoring.check import check, settle
from coursewright.authoring.curriculum import Curriculum
from coursewright.authoring.source_tree import SourceTree
from coursewright.authoring.sources.folder import read_folder
from coursewright.compiling.compile import compile_release
from coursewright.compiling.digest import Digest
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import OBJECTS
from coursewright.publishing.keys.signing import new_signers
from coursewright.publishing.records.log import Stamp

ROOT = Path(__file__).parents[1]
CONTENT = ROOT / "content"
ARCHIVE = ROOT / "archive" / "2026-Q3"
COURSE = "courses/ai-foundations"
STAMP = Stamp("tester", datetime(2026, 11, 22, 12, tzinfo=UTC), "a test", new_signers())


@cache
def tree(folder: Path = CONTENT) -> SourceTree:
    """The sources of a shipped edition."""
    return read_folder(folder)


@cache
def curriculum(folder: Path = CONTENT) -> Curriculum:
    """A shipped edition, checked."""
    return settle(check(tree(folder)))


@cache
def release(folder: Path = CONTENT) -> Release:
    """A shipped edition, compiled."""
    return compile_release(curriculum(folder))


def edited(changes: dict[str, Callable[[str], str]], folder: Path = CONTENT) -> SourceTree:
    """The sources with some files changed; each change must change something."""
    files = dict(tree(folder).files)
    for path, change in changes.items():
        before = files[path].decode()
        after = change(before)
        assert before != after, f"nothing changed in {path}"
        files[path] = after.encode()
    return SourceTree(files)


def compiled(sources: SourceTree) -> Release:
    """Any sources, compiled."""
    return compile_release(settle(check(sources)))


def replaced(old: str, new: str) -> Callable[[str], str]:
    """A change that replaces one text, which must be there."""
    return lambda text: text.replace(old, new, 1)


MENDED = replaced("There are no secret words.", "There are no secret words!")
"""Of the lesson on prompting: an editorial change, which may extend an edition."""


def added(paragraph: str) -> Callable[[str], str]:
    """A change that adds a paragraph at the end."""
    return lambda text: f"{text.rstrip()}\n\n{paragraph}\n"


def read(made: Release, digest: str, space: str = OBJECTS) -> dict[str, Any]:
    """An object of a release."""
    value: dict[str, Any] = json.loads(made.objects[space, Digest(digest)])
    return value


def manifest(made: Release) -> dict[str, Any]:
    """A release's manifest."""
    return read(made, made.manifest)


def index(made: Release, course: str = "ai-foundations") -> dict[str, Any]:
    """A course's index in a release."""
    return read(made, manifest(made)["courses"][course])


def key_moved(text: str) -> str:
    """A quiz whose first question has another right answer."""
    import yaml  # noqa: PLC0415 - to move a key as an author would, in the file

    content = yaml.safe_load(text)
    choices = content["questions"][0]["choices"]
    right = next(i for i, choice in enumerate(choices) if choice.get("correct"))
    choices[right].pop("correct")
    choices[(right + 1) % len(choices)]["correct"] = True
    return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False))
