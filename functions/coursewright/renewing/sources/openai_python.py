"""OpenAI's SDK for Python: the model names it knows, and the shutdown days that its docstrings announce.

Takes the text of `types/shared/chat_model.py`, with that of `all_models.py` after it if there is one. It is parsed and never run.
What it says of a name it keeps "for SDK compatibility" is that this is no model.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from coursewright.errors import SourceMalformedError
from coursewright.renewing.sources.naming import name_of_release
from coursewright.renewing.sources.source_data import SourceData
from coursewright.renewing.sources.statements import Statements

NAME = "openai-python"
_HOST = "openai"
_ANNOUNCED = re.compile(r"Announced shutdown date: (\d{4}-\d{2}-\d{2})")
_NO_MODEL = "Not a supported model ID"
_ENTRY = re.compile(r"(?:^|\n)- (?=\")")
_HEADING = "Deprecated values:"


def read(data: bytes, providers: frozenset[str]) -> SourceData:
    """What the SDK says. It has a version, and no day.

    Raises:
        PublishedSourceError: it cannot be used.
    """
    module = _parsed(data)
    said = Statements(NAME, providers)
    entries = [entry for text in _texts(module) for entry in _entries(text)]
    known = set(_names(module)) - {name for names, entry in entries for name in names if _NO_MODEL in entry}
    if not known:
        raise SourceMalformedError("it lists no models: no Literal[…] is in it")
    for name in known:
        said.model(name, _HOST, "its list of models", snapshot_of=name_of_release(name, known))
    for names, entry in entries:
        for name in names if (announced := _ANNOUNCED.search(entry)) else ():
            said.model(name, _HOST, f'its entry "{name}"', shutdown=announced[1] if announced else None)
    return said.data(None)


def _parsed(data: bytes) -> ast.Module:
    try:
        return ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise SourceMalformedError(f"it is not Python: {error}") from error


def _names(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal":
            yield from (
                part.value for part in ast.walk(node.slice) if isinstance(part, ast.Constant) and isinstance(part.value, str)
            )


def _texts(module: ast.Module) -> Iterator[str]:
    for node in module.body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value.value


def _entries(text: str) -> Iterator[tuple[list[str], str]]:
    """The names of each entry of a docstring, and the entry on one line."""
    if not text.lstrip().startswith(_HEADING):
        return
    for entry in _ENTRY.split(text)[1:]:
        line = " ".join(entry.split())
        yield re.findall(r'"([^"]+)"', line.split(": ", 1)[0]), line
