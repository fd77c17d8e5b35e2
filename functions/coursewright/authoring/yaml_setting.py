"""A value in a YAML text is set, or a mapping put in between others; all else stays as its author laid it out.

Takes a text and what should stand where; gives the new text. As in yaml_editing.py, what is made is read again and must read as
it should and as nothing else; a layout that is not understood ends as None, and never as a damaged file.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coursewright.authoring.yaml_nodes import Node, read_yaml

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _/.,:()=+-]*(?<! )")


def with_value(text: str, steps: Sequence[str], value: str) -> str | None:
    """The text with a text set under a mapping's field, which is put after the mapping's last where it is not there yet."""
    root, wanted = _root(text), _read(text)
    holder = _mapping_at(root, steps[:-1])
    if root is None or holder is None:
        return None
    _set(wanted, steps, value)
    return next((made for made in _value_ways(text, holder, steps[-1], value) if _read(made) == wanted), None)


def with_mapping(text: str, steps: Sequence[str], entry: Mapping[str, str], after: str | None) -> str | None:
    """The text with a mapping of texts put under a name, behind the sibling that is named, or else before all of them."""
    root, wanted = _root(text), _read(text)
    holder = _mapping_at(root, steps[:-1])
    if holder is None or not holder.keys:
        return None
    _set(wanted, steps, dict(entry))
    indent = " " * (min(place.column for place in holder.keys.values()) - 1)
    lines = [f"{indent}{steps[-1]}:", *(f"{indent}  {name}: {_scalar(value)}" for name, value in entry.items())]
    row = _last_line(holder.value[after]) if after else min(place.line for place in holder.keys.values()) - 1
    made = _with_lines(text, row, lines)
    return made if _read(made) == wanted else None


def _value_ways(text: str, holder: Node, field: str, value: str) -> Iterator[str]:
    written = _scalar(value)
    if (node := holder.value.get(field)) is not None:
        place = node.place
        if place.line == place.end_line or not place.end_line:
            line = text.split("\n")[place.line - 1]
            yield _with_line(text, place.line, line[: place.column - 1] + written + line[place.end_column - 1 :])
        return
    name = max(holder.keys, key=lambda key: holder.keys[key].line)
    indent = " " * (holder.keys[name].column - 1)
    yield _with_lines(text, _last_line(holder.value[name]), [f"{indent}{field}: {written}"])


def _scalar(value: str) -> str:
    """Bare where that reads back as the same text."""
    if _PLAIN.fullmatch(value) and _read(f"a: {value}\n") == {"a": value}:
        return value
    return json.dumps(value, ensure_ascii=False)


def _root(text: str) -> Node | None:
    root, findings = read_yaml(text.encode("utf-8", "replace"), "")
    return None if findings else root


def _read(text: str) -> Any:  # noqa: ANN401 - JSON
    root = _root(text)
    return root.plain() if root else None


def _mapping_at(node: Node | None, steps: Sequence[str]) -> Node | None:
    for step in steps:
        if node is None or not isinstance(node.value, dict):
            return None
        node = node.value.get(step)
    return node if node is not None and isinstance(node.value, dict) else None


def _set(whole: Any, steps: Sequence[str], value: object) -> None:  # noqa: ANN401 - JSON
    for step in steps[:-1]:
        whole = whole[step]
    whole[steps[-1]] = copy.deepcopy(value)


def _last_line(node: Node) -> int:
    inner = node.value.values() if isinstance(node.value, dict) else node.value if isinstance(node.value, tuple) else ()
    return max((node.place.end_line or node.place.line) if not inner else node.place.line, *(_last_line(one) for one in inner), 0)


def _with_line(text: str, row: int, line: str) -> str:
    lines = text.split("\n")
    return "\n".join((*lines[: row - 1], line, *lines[row:]))


def _with_lines(text: str, row: int, added: Sequence[str]) -> str:
    """Lines after a row, which may be the last and without an end."""
    ending = "\r" if "\r\n" in text else ""
    whole = text if text.endswith("\n") or not text else f"{text}{ending}\n"
    lines = whole.split("\n")
    return "\n".join((*lines[:row], *(line + ending for line in added), *lines[row:]))
