"""Every code's help page as a Markdown file, and an index of them, for docs/findings.

How much a finding matters is read off the calls that make it, so that nobody writes it down a second time.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from coursewright.authoring.findings.finding import Severity
from coursewright.authoring.findings.help_pages import codes, page_of, summary_of

FOLDER = "docs/findings"
_SYNC = "coursewright.renewing"  # its modules are read as text here, and never imported
GENERATED = "<!-- Written by `coursewright pages`; what it says stands in the rule. -->"
_INDEX = f"""{GENERATED}
# Findings

What `coursewright check` and `coursewright models sync` can find, by the code in brackets at the end of each finding.
`coursewright check --explain CODE` shows the same page in the terminal.

An *error* keeps the content from being compiled.
A *warning* makes the check fail, and can be [acknowledged](../authoring.md#living-with-a-finding) with a reason and an end.
A *hint* is advice.

| code | severity | what it asks |
| --- | --- | --- |
"""


def page_files() -> dict[str, str]:
    """Text by file name: a page for each code, and the index."""
    pages = {f"{code}.md": _page(code) for code in codes()}
    rows = (f"| [{code}]({code}.md) | {severity_of(code)} | {summary_of(code).replace('|', chr(92) + '|')} |" for code in codes())
    return {"README.md": _INDEX + "\n".join(rows) + "\n", **pages}


def severity_of(code: str) -> str:
    """How much a finding of this code matters; `warning or hint` where that depends."""
    found = _severities().get(code, {Severity.ERROR})
    return " or ".join(severity.value for severity in Severity if severity in found)


def _page(code: str) -> str:
    return f"{GENERATED}\n# {code}\n\n{page_of(code)}\n\nSeverity: {severity_of(code)}. [All findings](README.md)\n"


@cache
def _severities() -> dict[str, set[Severity]]:
    found: dict[str, set[Severity]] = {}
    for path in (*_modules(files("coursewright.authoring")), *_modules(files(_SYNC))):
        rule = path.name.removesuffix(".py").replace("_", "-") if page_of(path.name[:-3].replace("_", "-")) else None
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding" and node.args:
                code = node.args[0].value if isinstance(node.args[0], ast.Constant) else rule
                found.setdefault(str(code), set()).update(_named(node) or {Severity.ERROR})
    return found


def _modules(folder: Traversable) -> Iterator[Traversable]:
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.is_dir() and path.name != "__pycache__":
            yield from _modules(path)
        elif path.name.endswith(".py"):
            yield path


def _named(call: ast.Call) -> set[Severity]:
    """The severities a call names; none means the one a Finding has by itself."""
    parts = [*call.args, *(keyword.value for keyword in call.keywords)]
    return {
        Severity[node.attr]
        for part in parts
        for node in ast.walk(part)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Severity"
    }
