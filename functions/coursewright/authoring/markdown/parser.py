"""The one Markdown parser: CommonMark 0.31 with tables, strikethrough and ::: containers.

Raw HTML and unsafe links are parsed as what they are, so that rules can name them; the renderer never lets them through
(compiling/rendering.py). https://spec.commonmark.org/0.31.2/
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt, rules_inline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

SPAN = "span"
"""Under this name a link's, image's or tag's token says from where to where its target stands in its inline run."""

_PLACED = {"link_open", "image", "html_inline"}
_PLAIN_DESTINATION = re.compile(r"[^\s<>()]+")


@cache
def parser() -> MarkdownIt:
    """The parser, made once."""
    markdown = MarkdownIt("commonmark", {"html": True, "store_labels": True}).enable(["table", "strikethrough"])
    markdown.validateLink = _any_link  # type: ignore[method-assign]  # how the library is told; unsafe-markup judges links
    container_plugin(markdown, "block", validate=lambda _info, _markup: True)
    for name in ("link", "image", "autolink", "html_inline"):
        markdown.inline.ruler.at(name, _placing(getattr(rules_inline, name)))
    return markdown


def _any_link(url: str) -> bool:  # noqa: ARG001 - the library's signature
    return True


def _placing(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """The library's rule, noting where its token came from: the library keeps lines and no columns."""

    def place(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        made = next((token for token in state.tokens[count:] if token.type in _PLACED), None)
        if made is not None and not silent:
            made.meta[SPAN] = _target(state, start)
        return True

    return place


def _target(state: StateInline, start: int) -> tuple[int, int]:
    """The destination of `[text](destination)` and `<destination>`; all of a reference or a tag, which have none of their own."""
    text, end = state.src, state.pos
    bracket = start + 1 if text[start] == "!" else start
    if text[bracket] != "[":
        return start, end
    closing = state.md.helpers.parseLinkLabel(state, bracket, disableNested=True) + 1
    if closing >= end or text[closing] != "(":
        return start, end
    begins = closing + 1
    while text[begins].isspace():
        begins += 1
    found = state.md.helpers.parseLinkDestination(text, begins, end)
    return begins, max(found.pos, begins + 1)


def parse(text: str) -> tuple[list[Token], dict[str, str]]:
    """Tokens of a text, line numbers from 0; and its link definitions, as one line of Markdown each, by label."""
    env: dict[str, dict[str, dict[str, str]]] = {}
    tokens = parser().parse(text if text.endswith("\n") else f"{text}\n", env)  # the containers look behind a last empty line
    return tokens, {label: _definition(label, **found) for label, found in env.get("references", {}).items()}


def _definition(label: str, href: str, title: str, **_rest: object) -> str:
    destination = href if _PLAIN_DESTINATION.fullmatch(href) else f"<{href}>"
    said = ' "' + title.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"' if title else ""
    return f"[{label}]: {destination}{said}"
