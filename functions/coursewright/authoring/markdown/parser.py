"""The one Markdown parser: CommonMark 0.31 with tables, strikethrough and ::: containers.

Raw HTML and unsafe links are parsed as what they are, so that rules can name them; the renderer never lets them through
(compiling/rendering.py). https://spec.commonmark.org/0.31.2/
"""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin


@cache
def parser() -> MarkdownIt:
    """The parser, made once."""
    markdown = MarkdownIt("commonmark", {"html": True, "store_labels": True}).enable(["table", "strikethrough"])
    markdown.validateLink = _any_link  # type: ignore[method-assign]  # how the library is told; unsafe-markup judges links
    container_plugin(markdown, "block", validate=lambda _info, _markup: True)
    return markdown


def _any_link(url: str) -> bool:  # noqa: ARG001 - the library's signature
    return True


def parse(text: str) -> tuple[list[Token], dict[str, str]]:
    """Tokens of a text, line numbers from 0; and its link definitions, as one line of Markdown each, by label."""
    env: dict[str, dict[str, dict[str, str]]] = {}
    tokens = parser().parse(text, env)
    return tokens, {label: _definition(label, **found) for label, found in env.get("references", {}).items()}


def _definition(label: str, href: str, title: str, **_rest: object) -> str:
    said = ' "' + title.replace('"', '\\"') + '"' if title else ""
    return f"[{label}]: {href}{said}"
