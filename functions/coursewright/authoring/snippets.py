"""Whether a piece of code can be parsed, language by language; where not, on which of its lines and why.

Each parser takes the text and returns None or a Fault. A place where the author left something out (`...` or `…`) is no fault.
"""

from __future__ import annotations

import ast
import json
import re
import textwrap
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

_LEFT_OUT = re.compile(r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\#.*)|\.\.\.|…""")
_OUT = "\0"
_PROMPT = re.compile(r"^[ \t]*\$ ", re.MULTILINE)
_GAP = re.compile(r"<[A-Za-z][\w ./-]*>")  # `<your-file>`, for the reader to fill in
_DEEPEST = 100
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a text cannot be parsed, counted from 1 within it, and what the parser says."""

    line: int
    column: int
    said: str


def fault_in(language: str, text: str) -> Fault | None:
    """The first fault of a text in a language we can parse; None if there is none, or we cannot."""
    parse = _PARSERS.get(language.lower())
    return parse(text) if parse and text.strip() else None


def _python(text: str) -> Fault | None:
    faults = [_python_fault(variant) for variant in _python_variants(text)]
    return faults[0] if all(faults) else None


def _python_variants(text: str) -> Iterator[str]:
    """The text as it stands, a session's input, and both without what stands for something left out."""
    texts = [textwrap.dedent(text)]
    if re.search(r"^>>> ", text, re.MULTILINE):
        texts.append("\n".join(line[4:] if line.startswith((">>> ", "... ")) else "" for line in text.split("\n")))
    yield from texts
    for each in texts:
        marked = _LEFT_OUT.sub(lambda match: match[1] or _OUT, each)
        if marked != each:
            yield re.sub(rf",(\s*){_OUT}|{_OUT}(\s*),", r"\1\2", marked).replace(_OUT, "...")
            yield re.sub(rf"^([ \t]*){_OUT}.*$", r"\1...", marked, flags=re.MULTILINE).replace(_OUT, "...")


def _python_fault(text: str) -> Fault | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an odd escape is no fault
            compile(text, "snippet", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except SyntaxError as error:
        return Fault(error.lineno or 1, max(error.offset or 1, 1), error.msg)
    except (RecursionError, MemoryError, ValueError):
        return Fault(1, 1, "it is nested too deeply")
    return None


def _json(text: str) -> Fault | None:
    whole = _json_fault(_json_filled(text))
    if whole is None or _json_fault("{" + _json_filled(text) + "}") is None:
        return None
    lines = [line for line in text.split("\n") if line.strip()]
    return None if len(lines) > 1 and all(_json_fault(_json_filled(line)) is None for line in lines) else whole


def _json_filled(text: str) -> str:
    """The text with what was left out closed again: `{"a": …, …}` becomes `{"a": null}`."""
    marked = _LEFT_OUT.sub(lambda match: match[1] or _OUT, text)
    marked = re.sub(rf"(:\s*){_OUT}", r"\1null", marked)
    marked = re.sub(rf",(\s*){_OUT}", r"\1", marked)
    return re.sub(rf"{_OUT}(\s*),?", r"\1", marked) if marked.strip() != _OUT else "null"


def _json_fault(text: str) -> Fault | None:
    try:
        json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        return Fault(error.lineno, error.colno, error.msg[0].lower() + error.msg[1:])
    except (ValueError, RecursionError) as error:
        return Fault(1, 1, str(error))
    return None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _yaml(text: str) -> Fault | None:
    try:
        depth = 0
        for event in yaml.parse(text, Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:  # each level costs the parser more than the one before
                return Fault(1, 1, "it is nested too deeply")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(part for part in (error.context, error.problem) if part)
        return Fault(mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, said)
    except yaml.YAMLError as error:
        return Fault(1, 1, " ".join(str(error).split()))
    return None


def _shell(text: str) -> Fault | None:
    if _PROMPT.search(text):
        text = "".join(_commands(text))
    source = _GAP.sub(lambda match: "x" * len(match[0]), text).encode()
    root = _shell_parser().parse(source).root_node
    if not root.has_error:
        return None
    node = _faulty(root)
    line, before = source.count(b"\n", 0, node.start_byte) + 1, source.rfind(b"\n", 0, node.start_byte)
    column = len(source[before + 1 : node.start_byte].decode("utf-8", "replace")) + 1
    said = f'a "{node.type}" is missing' if node.is_missing else "no command can be read here"
    return Fault(min(line, text.rstrip("\n").count("\n") + 1), column, said)


def _commands(session: str) -> Iterator[str]:
    """What was typed in a session: the lines behind `$`, and those they are continued on; other lines are output."""
    goes_on = False
    for line in session.splitlines(keepends=True):
        typed = goes_on or _PROMPT.match(line) is not None
        yield _PROMPT.sub(lambda match: " " * len(match[0]), line) if typed else "\n"
        goes_on = typed and line.rstrip("\n").endswith("\\")


def _faulty(root: Node) -> Node:
    """The first node that is an error or was missing, as deep as it goes."""
    node = root
    while not node.is_missing and (below := next((child for child in node.children if child.has_error), None)):
        node = below
    return node


@cache
def _shell_parser() -> Parser:
    import tree_sitter  # noqa: PLC0415 - only authors need it, and only where a lesson shows a command
    import tree_sitter_bash  # noqa: PLC0415 - the same

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))


_PARSERS: Mapping[str, Callable[[str], Fault | None]] = {
    **dict.fromkeys(("python", "py", "python3"), _python),
    "json": _json,
    **dict.fromkeys(("yaml", "yml"), _yaml),
    **dict.fromkeys(("shell", "bash", "sh"), _shell),
}
