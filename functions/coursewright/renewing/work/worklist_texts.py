"""Worklists as text: the files that authors commit, and an issue for each owner in Markdown.

What authors wrote stands in code there, where nobody is mentioned and nothing is a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count

from coursewright.authoring.shapes.worklist_files import NOBODY, WorklistItem
from coursewright.authoring.yaml_text.yaml_editing import scalar
from coursewright.renewing.work.worklists import Task

_LARGEST = 100_000
"""Bytes of one file; what is longer goes on in the next, as no file of YAML may be long."""
_MOST = 2_000
_HEAD = """\
# What {owner} had to look at when {edition} was opened. Nothing here is ticked off by hand: an item is done when what it asks
# for holds in the content, which `coursewright edition status` finds out. To hand an item on, move it to another's file.
# Judged by the edition's first day, {first}.
opened: {opened}
items:
"""


def worklist_files(edition: str, opened: date, first: date, tasks: Iterable[Task]) -> dict[str, str]:
    """The worklist of each owner, by its path in the content."""
    by_owner: dict[str, list[WorklistItem]] = {}
    for task in tasks:
        by_owner.setdefault(task.owner or NOBODY, []).append(task.item)
    files: dict[str, str] = {}
    for owner, items in sorted(by_owner.items()):
        head = _HEAD.format(owner="nobody" if owner == NOBODY else owner, edition=edition, opened=opened, first=first)
        for number, texts in zip(count(1), _parts([_item(item) for item in items]), strict=False):
            name = owner if number == 1 else f"{owner}.{number}"
            files[f"editions/{edition}/{name}.worklist.yaml"] = head + "".join(texts)
    return files


def _parts(texts: Iterable[str]) -> Iterator[list[str]]:
    part: list[str] = []
    size = 0
    for text in texts:
        if part and (size + len(text.encode()) > _LARGEST or len(part) >= _MOST):
            yield part
            part, size = [], 0
        part.append(text)
        size += len(text.encode())
    if part:
        yield part


def _item(item: WorklistItem) -> str:
    lines = [f"id: {item.id}", f"code: {scalar(item.code)}", f"path: {scalar(item.path)}"]
    lines.append(f"lines: [{', '.join(map(str, item.lines))}]")
    lines += [f"what: {_quoted(item.what)}", f"why: {_quoted(item.why)}"]
    if item.affects:
        lines.append(f"affects: [{', '.join(map(_quoted, item.affects))}]")
    lines += [f"due: {item.due}", f"do: {_quoted(item.do)}"]
    return "".join(f"{'  - ' if number == 0 else '    '}{line}\n" for number, line in enumerate(lines))


def _quoted(text: str) -> str:
    """A sentence as YAML: in single quotes, where only they need to be doubled."""
    return "'" + text.replace("'", "''") + "'"
