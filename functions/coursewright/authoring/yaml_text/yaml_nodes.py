"""YAML text becomes nodes that know their place, in one pass over the parser's events.

Read as YAML 1.2's core schema would (https://yaml.org/spec/1.2.2/#103-core-schema): `no` is text, `22:22` is text, a date is
text. Refused: anchors, aliases, tags, directives, a second document, a key said twice, more depth, events or bytes than course
material needs. The C composer is never called: it crashes the process on deep nesting. No node is built from what was refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from coursewright.authoring.decoding import FORBIDDEN, RefusedError, decode, place_of
from coursewright.authoring.findings.finding import Finding, Place

MAX_BYTES = 128_000
MAX_DEPTH = 32
MAX_EVENTS = 50_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_LONGEST_NUMBER = 40
_LARGEST = 2**53 - 1  # JSON's whole numbers end here: https://www.rfc-editor.org/rfc/rfc8785#name-serialization-of-numbers
_WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("~", "null", "Null", "NULL", ""), None),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands. `value` is a scalar, a tuple of nodes, or a dict of nodes; `keys` places a dict's keys."""

    value: Any
    place: Place
    keys: Mapping[str, Place] = field(default_factory=dict)

    def plain(self) -> Any:  # noqa: ANN401 - JSON has no narrower type
        """The value without places, as JSON data."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, tuple):
            return [node.plain() for node in self.value]
        return self.value

    def at(self, *steps: str | int) -> Place:
        """The place of the node these steps lead to, or of the deepest one on the way that exists."""
        node = self
        for step in steps:
            is_key = isinstance(node.value, dict) and step in node.value
            is_index = isinstance(node.value, tuple) and isinstance(step, int) and step < len(node.value)
            if not (is_key or is_index):
                break
            node = node.value[step]
        return node.place


@dataclass(slots=True)
class _Open:
    """A mapping or sequence whose end has not been seen; a mapping's pending key waits for its value."""

    start: Place
    is_mapping: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    pending: Node | None = None


def read_yaml(data: bytes, path: str, first_line: int = 1) -> tuple[Node | None, tuple[Finding, ...]]:
    """Read one YAML document. `first_line` is the line the text starts on, for front matter.

    Returns the root node, or None where nothing could be built; and what was found on the way.
    """
    try:
        reader = _Reader(path, first_line)
        root = reader.read(decode(data, path, MAX_BYTES))
    except RefusedError as refused:
        return None, (refused.finding,)
    return root, tuple(reader.findings)


class _Reader:
    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.offset = first_line
        self.findings: list[Finding] = []
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.documents = 0

    def read(self, text: str) -> Node | None:
        try:
            for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
                if count > MAX_EVENTS:
                    self._refuse(event, "yaml-too-large", f"a file of more than {MAX_EVENTS:,} values", "Split the file.")
                self._take(event)
        except yaml.MarkedYAMLError as error:
            raise RefusedError(self._syntax(error, text)) from error
        except yaml.YAMLError as error:
            raise RefusedError(
                Finding("yaml-syntax", Place(self.path, self.offset), f"not YAML: {error}", "Mend the syntax here.")
            ) from error
        return self.root

    def _take(self, event: yaml.Event) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self._document(event)
            case yaml.AliasEvent():
                self._refuse(event, "yaml-alias", f"the alias *{event.anchor}", "Write it out.")
            case yaml.ScalarEvent():
                self._check_node(event)
                self._place_node(self._scalar(event))
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._check_node(event)
                if len(self.stack) >= MAX_DEPTH:
                    self._refuse(event, "yaml-too-deep", f"what is nested more than {MAX_DEPTH} levels deep", "Flatten it.")
                self.stack.append(_Open(self._place(event), isinstance(event, yaml.MappingStartEvent)))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._place_node(self._closed(self.stack.pop()))
            case _:
                pass

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            self._refuse(event, "yaml-documents", "a second document", "Keep one document in a file: remove the ---.")
        if event.version or event.tags:
            self._refuse(event, "yaml-directive", "a % directive", "Remove it: files are read as YAML 1.2.")

    def _check_node(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            self._refuse(event, "yaml-alias", f"the anchor &{event.anchor}", "Remove it, and write out what repeats.")
        if event.tag is not None:
            self._refuse(event, "yaml-tag", f"the tag {str(event.tag)[:60]}", 'Remove it; quote the value if it is text: "…".')

    def _scalar(self, event: yaml.ScalarEvent) -> Node:
        is_block = event.style in ("|", ">")
        place = self._place(event, ends=not is_block)
        if bad := FORBIDDEN.search(event.value):  # written as an escape: "\u001b"
            what = f"the invisible character U+{ord(bad.group()):04X}"
            self._refuse(event, "control-character", what, "Leave the escape out.")
        value = _resolve(event.value) if event.implicit[0] else event.value
        if value is _TOO_LARGE:
            self._refuse(event, "yaml-number", "a number with too many digits", 'Quote it if it is text: "…".')
        is_key = bool(self.stack) and self.stack[-1].is_mapping and self.stack[-1].pending is None
        return Node(event.value if is_key else value, place)

    def _place_node(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        holder = self.stack[-1]
        if not holder.is_mapping:
            holder.items.append(node)
        elif holder.pending is None:
            holder.pending = node
        else:
            self._enter(holder, holder.pending, node)
            holder.pending = None

    def _enter(self, holder: _Open, key: Node, value: Node) -> None:
        if not isinstance(key.value, str):
            self.findings.append(
                Finding("yaml-key", key.place, "a key must be one word, not a list or a mapping", "Write `name: value`.")
            )
        elif key.value in holder.entries:
            first = holder.keys[key.value].line
            self.findings.append(
                Finding(
                    "duplicate-key",
                    key.place,
                    f'"{key.value}" is already set on line {first}',
                    "Keep one of the two; the other would be lost.",
                )
            )
        else:
            holder.entries[key.value] = value
            holder.keys[key.value] = key.place

    def _closed(self, done: _Open) -> Node:
        if done.is_mapping:
            return Node(done.entries, done.start, done.keys)
        return Node(tuple(done.items), done.start)

    def _place(self, event: yaml.Event, *, ends: bool = True) -> Place:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:  # only the pure Python emitter leaves marks out
            return Place(self.path, self.offset)
        is_scalar = isinstance(event, yaml.ScalarEvent)
        line, column = start.line + self.offset, start.column + 1
        if not (ends and is_scalar and end.line == start.line):
            return Place(self.path, line, column, line, column + 1)
        return Place(self.path, line, column, line, max(end.column, start.column + 1) + 1)

    def _refuse(self, event: yaml.Event, code: str, what: str, advice: str) -> None:
        raise RefusedError(Finding(code, self._place(event), f"{what} is not read here", advice))

    def _syntax(self, error: yaml.MarkedYAMLError, text: str) -> Finding:
        mark = error.problem_mark or error.context_mark
        last = place_of(text, self.path)
        if mark and error.context_mark and (mark.line + 1, mark.column + 1) >= (last.line, last.column):
            mark = error.context_mark  # what is open at the end is better looked for where it begins
        line = (mark.line if mark else 0) + self.offset
        column = (mark.column if mark else 0) + 1
        said = " ".join(part for part in (error.context, error.problem) if part)
        return Finding(
            "yaml-syntax",
            Place(self.path, line, column, line, column + 1),
            f"not YAML: {said}",
            "Look at the indentation here, and quote text that holds `: ` or starts with one of @ ` [ { & * ! | > % #.",
        )


_TOO_LARGE = object()


def _resolve(text: str) -> Any:  # noqa: ANN401 - a JSON scalar
    """A plain scalar by YAML 1.2's core schema, without infinities: JSON has none."""
    if text in _WORDS:
        return _WORDS[text]
    is_whole = _INT.fullmatch(text)
    if not is_whole and not _FLOAT.fullmatch(text):
        return text
    if len(text) > _LONGEST_NUMBER:
        return _TOO_LARGE
    if is_whole:
        whole = int(text, 8 if text.startswith("0o") else 16 if text.startswith("0x") else 10)
        return whole if abs(whole) <= _LARGEST else _TOO_LARGE
    number = float(text)
    return number if abs(number) < float("inf") else _TOO_LARGE


def walk(node: Node) -> Iterator[tuple[tuple[str | int, ...], Node]]:
    """Every node with the steps that lead to it, root first."""
    pending: list[tuple[tuple[str | int, ...], Node]] = [((), node)]
    while pending:
        steps, here = pending.pop()
        yield steps, here
        if isinstance(here.value, dict):
            pending.extend(((*steps, key), child) for key, child in reversed(here.value.items()))
        elif isinstance(here.value, tuple):
            pending.extend(((*steps, index), here.value[index]) for index in reversed(range(len(here.value))))
