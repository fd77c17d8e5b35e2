"""A value is added to a YAML text or set anew, and everything else stays as its author laid it out: comments, order, quotes.

Takes a text and what to add; gives the new text. Each way to write the addition is tried, and the first is taken after which the
text reads as it should and as nothing else; so a layout that is not understood ends as None, and never as a damaged file.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from coursewright.authoring.yaml_text.yaml_nodes import Node, read_yaml, walk

Steps = tuple[str | int, ...]
Entry = Mapping[str, str | list[str]]
"""Fields of one line of text, or of a list of slugs."""
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _/.()-]*(?<! )|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]+(?:\.[0-9]+){2,}")
"""Words, a date, a version."""
_PLAIN_ALONE = re.compile(r"[A-Za-z][A-Za-z0-9 _/.,:()=+-]*(?<! )")
_BEFORE_NEW = ("id", "minutes", "title", "text")
"""The fields after which a new one is put, if it can be: where `formerly:` is looked for."""


def scalar(text: str) -> str:
    """One line of text as YAML writes it: bare where that reads back as the same text, else in double quotes."""
    if _PLAIN.fullmatch(text) and read_back(f"a: {text}\n") == {"a": text}:
        return text
    return json.dumps(text, ensure_ascii=False)


def scalars(text: str) -> tuple[str, ...]:
    """The same as people write it, where it stands alone; then in quotes, for where a comma or a colon has a meaning."""
    written = scalar(text)
    is_plain = _PLAIN_ALONE.fullmatch(text) and read_back(f"a: {text}\n") == {"a": text}
    return (text, written) if is_plain and written != text else (written,)


def with_item(text: str, steps: Steps, field: str, item: str) -> str | None:
    """The text with an item at the end of a list of slugs, made where the mapping has none; None if it cannot be done."""
    root, wanted = root_of(text), read_back(text)
    if root is None or not isinstance(holder := _at(root, steps), Node) or not isinstance(holder.value, dict):
        return None
    here = wanted
    for step in steps:
        here = here[step]
    if not isinstance(here.setdefault(field, []), list):
        return None
    here[field].append(item)
    return _first_that_reads(wanted, _item_ways(text, holder, field, item))


def with_entry(text: str, field: str, entry: Entry) -> str | None:
    """The text with an entry at the end of a list of mappings at the top level; None if it cannot be done."""
    root, wanted = root_of(text), read_back(text)
    if root is None or not isinstance(root.value, dict):
        return None
    if not isinstance(wanted.setdefault(field, []), list):
        return None
    wanted[field].append(dict(entry))
    first_instead = copy.deepcopy(wanted)
    first_instead[field].insert(0, first_instead[field].pop())
    return _first_that_reads(wanted, _entry_ways(text, root, field, entry)) or _first_that_reads(
        first_instead, _entry_in_front(text, root, field, entry)
    )


def with_value(text: str, steps: Steps, value: str) -> str | None:
    """The text with one line of text in the place of what these steps lead to; None if it cannot be done."""
    root, wanted = root_of(text), read_back(text)
    if root is None or not steps or not isinstance(node := _at(root, steps), Node) or isinstance(node.value, dict | tuple):
        return None
    here = wanted
    for step in steps[:-1]:
        here = here[step]
    here[steps[-1]] = value
    place = node.place
    line = text.split("\n")[place.line - 1]
    before, after = line[: place.column - 1], line[place.end_column - 1 :]
    return _first_that_reads(wanted, (_with_line(text, place.line, before + way + after) for way in scalars(value)))


def with_field(text: str, field: str, value: str, after: str) -> str | None:
    """The text with a new field at the top level, behind another where that is on one line; None if it cannot be done."""
    root, wanted = root_of(text), read_back(text)
    if root is None or not isinstance(root.value, dict) or field in root.value:
        return None
    wanted[field] = value
    written = f"{field}: {scalar(value)}"
    ways = [_insert_line(text, root.keys[after].line, written)] if after in root.keys else []
    return _first_that_reads(wanted, [*ways, *_new_field(text, root, written)])


def root_of(text: str) -> Node | None:
    """The nodes of a text; None where it has findings."""
    root, findings = read_yaml(text.encode("utf-8", "replace"), "")
    return None if findings else root


def read_back(text: str) -> Any:  # noqa: ANN401 - JSON
    """What a text says, as plain values."""
    root = root_of(text)
    return root.plain() if root else None


def _at(root: Node, steps: Steps) -> Node | None:
    node = root
    for step in steps:
        is_there = step in node.value if isinstance(node.value, dict) else isinstance(step, int) and step < len(node.value)
        if not is_there:
            return None
        node = node.value[step]
    return node


def _first_that_reads(wanted: object, ways: Iterable[str]) -> str | None:
    return next((text for text in ways if read_back(text) == wanted), None)


def _item_ways(text: str, holder: Node, field: str, item: str) -> Iterator[str]:
    listed, written = holder.value.get(field), scalar(item)
    if listed is None:
        yield from _new_field(text, holder, f"{field}: [{written}]")
    elif not listed.value:
        yield _insert(text, listed.place.line, listed.place.column, written)
    else:
        last = listed.value[-1].place
        if _is_flow(text, listed):
            yield _insert(text, last.line, last.end_column - 1, f", {written}")
        else:
            yield _insert_line(text, last.line, f"{' ' * _dash(text, last.line)}- {written}")


def _new_field(text: str, holder: Node, written: str) -> Iterator[str]:
    """After the field where it is looked for, after any other, or at the end."""
    known = sorted(holder.keys, key=lambda name: holder.keys[name].line, reverse=True)
    for name in sorted(known, key=lambda name: _BEFORE_NEW.index(name) if name in _BEFORE_NEW else len(_BEFORE_NEW)):
        place = holder.value[name].place
        if _is_flow(text, holder):
            yield _insert(text, place.line, place.end_column - 1, f", {written}")
        else:
            yield _insert_line(text, place.line, " " * (holder.keys[name].column - 1) + written)
    yield _ended(text) + written + _line_end(text)


def _entry_ways(text: str, root: Node, field: str, entry: Entry) -> Iterator[str]:
    listed = root.value.get(field)
    if listed is None:
        block = [f"{field}:", *_block(entry, 2)]
        yield _ended(text) + "".join(line + _line_end(text) for line in block)
    elif not listed.value:
        row, start = listed.place.line, listed.place.column - 1
        line = text.split("\n")[row - 1]
        emptied = line[:start].rstrip() + line[start:].replace("[]", "", 1).rstrip()
        yield with_lines(_with_line(text, row, emptied), row, _block(entry, 2))
    elif not _is_flow(text, listed):
        last = max(node.place.line for _, node in walk(listed.value[-1]))
        yield with_lines(text, last, _block(entry, _dash(text, listed.place.line)))


def _entry_in_front(text: str, root: Node, field: str, entry: Entry) -> Iterator[str]:
    """As the first of the list: where the end of the last entry cannot be told, or the list stands in brackets."""
    listed = root.value.get(field)
    if listed is not None and listed.value and _is_flow(text, listed):
        yield _insert(text, listed.place.line, listed.place.column, json.dumps(dict(entry), ensure_ascii=False) + ", ")
    elif listed is not None and listed.value:
        yield with_lines(text, root.keys[field].line, _block(entry, _dash(text, listed.place.line)))


def _block(entry: Entry, indent: int) -> list[str]:
    lines = [f"{name}: {_written(value)}" for name, value in entry.items()]
    return [f"{' ' * indent}{'- ' if number == 0 else '  '}{line}" for number, line in enumerate(lines)]


def _written(value: str | list[str]) -> str:
    return scalar(value) if isinstance(value, str) else f"[{', '.join(map(scalar, value))}]"


def _is_flow(text: str, node: Node) -> bool:
    return text.split("\n")[node.place.line - 1][node.place.column - 1 : node.place.column] in ("[", "{")


def _dash(text: str, row: int) -> int:
    """How far a list item's dash is indented."""
    line = text.split("\n")[row - 1]
    return len(line) - len(line.lstrip())


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _ended(text: str) -> str:
    return text if text.endswith("\n") or not text else text + _line_end(text)


def _insert(text: str, row: int, column: int, added: str) -> str:
    line = text.split("\n")[row - 1]
    return _with_line(text, row, line[:column] + added + line[column:])


def _with_line(text: str, row: int, line: str) -> str:
    lines = text.split("\n")
    return "\n".join((*lines[: row - 1], line, *lines[row:]))


def _insert_line(text: str, row: int, line: str) -> str:
    return with_lines(text, row, [line])


def with_lines(text: str, row: int, added: list[str]) -> str:
    """Lines after a row, which may be the last and without an end."""
    lines = _ended(text).split("\n")
    ending = "\r" if "\r\n" in text else ""
    return "\n".join((*lines[:row], *(line + ending for line in added), *lines[row:]))
