"""A value in a YAML text is set or removed, or a mapping put in between others; all else stays as its author laid it out.

Takes a text and what should stand where; gives the new text. As in yaml_editing.py, what is made is read again and must read as
it should and as nothing else; a layout that is not understood ends as None, and never as a damaged file.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coursewright.authoring.yaml_text.yaml_editing import read_back, root_of, scalar, scalars, with_lines, with_value
from coursewright.authoring.yaml_text.yaml_nodes import Node

Steps = Sequence[str | int]


def with_text(text: str, steps: Steps, value: str) -> str | None:
    """The text with a text set under a mapping's field, which is put after the mapping's last where it is not there yet."""
    root, wanted = root_of(text), read_back(text)
    holder = _mapping_at(root, steps[:-1])
    if root is None or holder is None:
        return None
    if steps[-1] in holder.value:
        return with_value(text, tuple(steps), value)
    _set(wanted, steps, value)
    last = max(holder.keys, key=lambda key: (holder.keys[key].line, holder.keys[key].column))
    indent = " " * (holder.keys[last].column - 1)
    in_block = with_lines(text, _last_line(holder.value[last]), [f"{indent}{steps[-1]}: {scalars(value)[0]}"])
    ways = (in_block, _in_braces(text, holder.value[last], f", {steps[-1]}: {scalar(value)}"))
    return next((made for made in ways if read_back(made) == wanted), None)


def without(text: str, steps: Steps) -> str | None:
    """The text without a mapping's field that holds one line of text; None if it cannot be done."""
    root, wanted = root_of(text), read_back(text)
    holder = _mapping_at(root, steps[:-1])
    if holder is None or steps[-1] not in holder.value:
        return None
    here = wanted
    for step in steps[:-1]:
        here = here[step]
    del here[steps[-1]]
    key = holder.keys[str(steps[-1])]
    return next((made for made in _cut(text, key.line, key.column, holder.value[steps[-1]]) if read_back(made) == wanted), None)


def _cut(text: str, row: int, column: int, value: Node) -> Iterator[str]:
    """The whole line; or the field in braces, with the comma before it or after it."""
    lines = text.split("\n")
    yield "\n".join((*lines[: row - 1], *lines[row:]))
    line, end = lines[row - 1], value.place.end_column - 1
    before, after = line[: column - 1], line[end:]
    for left in (re.sub(r",\s*$", "", before) + after, before + re.sub(r"^\s*,\s*", "", after)):
        yield "\n".join((*lines[: row - 1], left.rstrip(" "), *lines[row:]))


def _in_braces(text: str, last: Node, added: str) -> str:
    lines = text.split("\n")
    row, column = last.place.line - 1, last.place.end_column - 1
    lines[row] = lines[row][:column] + added + lines[row][column:]
    return "\n".join(lines)


def with_mapping(text: str, steps: Sequence[str], entry: Mapping[str, str], after: str | None) -> str | None:
    """The text with a mapping of texts put under a name, behind the sibling that is named, or else before all of them."""
    root, wanted = root_of(text), read_back(text)
    holder = _mapping_at(root, steps[:-1])
    if holder is None or not holder.keys:
        return None
    _set(wanted, steps, dict(entry))
    indent = " " * (min(place.column for place in holder.keys.values()) - 1)
    lines = [f"{indent}{steps[-1]}:", *(f"{indent}  {name}: {scalars(value)[0]}" for name, value in entry.items())]
    row = _last_line(holder.value[after]) if after else min(place.line for place in holder.keys.values()) - 1
    made = with_lines(text, row, lines)
    return made if read_back(made) == wanted else None


def _mapping_at(node: Node | None, steps: Steps) -> Node | None:
    for step in steps:
        if node is None:
            return None
        if isinstance(node.value, tuple) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        elif isinstance(node.value, dict):
            node = node.value.get(step)
        else:
            return None
    return node if node is not None and isinstance(node.value, dict) else None


def _set(whole: Any, steps: Steps, value: object) -> None:  # noqa: ANN401 - JSON
    for step in steps[:-1]:
        whole = whole[step]
    whole[steps[-1]] = copy.deepcopy(value)


def _last_line(node: Node) -> int:
    inner = node.value.values() if isinstance(node.value, dict) else node.value if isinstance(node.value, tuple) else ()
    return max((node.place.end_line or node.place.line) if not inner else node.place.line, *(_last_line(one) for one in inner), 0)
