"""Editions opened in memory: on the valid tree with some words changed, and on the shipped content."""

from __future__ import annotations

from datetime import date
from functools import cache

from authoring.trees import VALID, files_of, with_files
from courses import CONTENT, tree
from coursewright.renewing.work.edition_opening import Opened, open_edition
from coursewright.renewing.work.worklists import Task

ON = date(2026, 11, 25)
CLAIM = "claims/deep-1-reasons.yaml"
OVERLAY = "ledger/overlay.yaml"
LESSON = "courses/minimal/first/02-writing.md"
SETTINGS = "curriculum.yaml"


def opened(changes: dict[str, tuple[str, str]] | None = None, add: dict[str, str] | None = None) -> Opened:
    """The quarter after the valid tree's, opened on a tree that differs by some words of some files, or by whole files."""
    texts = {path: data.decode() for path, data in files_of(VALID).items() if path in (changes or {})}
    changed = {path: texts[path].replace(old, new) for path, (old, new) in (changes or {}).items()}
    assert all(changed[path] != texts[path] for path in changed)
    return open_edition(with_files({**changed, **(add or {})}), "2027-Q1", ON)


@cache
def shipped() -> Opened:
    """The quarter after the shipped content's."""
    return open_edition(tree(CONTENT), "2027-Q1", ON)


def of(code: str, made: Opened) -> list[Task]:
    return [task for task in made.tasks if task.item.code == code]


def with_fact(*facts: str) -> tuple[str, str]:
    return "facts:\n", "facts:\n" + "".join(f"  - {fact}\n" for fact in facts)
