"""Tokens become HTML and served Markdown, with links and figures led to where a release keeps them.

Three defences, each enough alone: rules refuse raw HTML and unsafe links before anything is compiled; the renderer writes raw
HTML as text; nh3 (ammonia) passes only the tags and attributes below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import nh3
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from coursewright.authoring.figures import Figure
from coursewright.authoring.markdown.document import Block
from coursewright.authoring.markdown.parser import parser

_DESTINATION = re.compile(r"(\](?:\(|:)\s*<?)([^\s()<>]+)")
_TAGS = {
    *("a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "s"),
    *("strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "code": {"class"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "td": {"style"},
    "th": {"style"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where links and figures of one file lead in a release: by the href as authored."""

    links: Mapping[str, str]
    figures: Mapping[str, tuple[Figure, str]]


NOWHERE = Addresses({}, {})


def html_of(block: Block, addresses: Addresses = NOWHERE) -> str:
    """The block as sanitised HTML."""
    return html_of_tokens(block.tokens, addresses, block.anchor)


def html_of_tokens(tokens: Sequence[Token], addresses: Addresses = NOWHERE, anchor: str = "") -> str:
    """Tokens as sanitised HTML; relative links stay relative to the lesson's own address."""
    rendered = _renderer().render(tokens, parser().options, {"addresses": addresses, "anchor": anchor})
    return nh3.clean(
        rendered,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"https", "mailto"},
        link_rel="noopener noreferrer",
        filter_style_properties={"text-align"},
        generic_attribute_prefixes=set(),
    ).strip()


def markdown_of(block: Block, addresses: Addresses) -> str:
    """The block's source with its links and figures led to the release's addresses; a call-out as a quotation."""
    text = block.markdown if block.kind in ("code", "try") else readdressed(block.markdown, addresses)
    if block.kind in ("note", "warning"):
        return "\n".join(f"> {line}".rstrip() for line in (f"**{block.kind.capitalize()}:**", "", *text.split("\n")))
    return text


def readdressed(markdown: str, addresses: Addresses) -> str:
    """Markdown with its links, images and link definitions led to the release's addresses."""
    leads_to = {**addresses.links, **{href: address for href, (_, address) in addresses.figures.items()}}
    return _DESTINATION.sub(lambda found: found[1] + leads_to.get(found[2], found[2]), markdown)


Rule = Callable[[Sequence[Token], int, Any, MutableMapping[str, Any]], str]


@cache
def _renderer() -> RendererHTML:
    renderer = RendererHTML()
    rules: dict[str, Rule] = {
        "html_block": lambda tokens, index, _options, _env: escapeHtml(tokens[index].content),
        "html_inline": lambda tokens, index, _options, _env: escapeHtml(tokens[index].content),
        "link_open": _link_open,
        "image": _image,
        "heading_open": _heading_open,
    }
    renderer.rules.update(rules)  # type: ignore[arg-type]  # typed for bound methods, called with these arguments
    return renderer


def _link_open(tokens: Sequence[Token], index: int, _options: Any, env: MutableMapping[str, Any]) -> str:  # noqa: ANN401
    token = tokens[index]
    href = str(token.attrGet("href") or "")
    title = token.attrGet("title")
    said = f' title="{escapeHtml(str(title))}"' if title else ""
    return f'<a href="{escapeHtml(env["addresses"].links.get(href, href))}"{said}>'


def _image(tokens: Sequence[Token], index: int, _options: Any, env: MutableMapping[str, Any]) -> str:  # noqa: ANN401
    token = tokens[index]
    found = env["addresses"].figures.get(str(token.attrGet("src") or ""))
    alternative = escapeHtml(token.content)
    if found is None:
        return alternative
    figure, address = found
    size = f' width="{figure.width}" height="{figure.height}"' if figure.width and figure.height else ""
    title = token.attrGet("title")
    said = f' title="{escapeHtml(str(title))}"' if title else ""
    return f'<img src="{escapeHtml(address)}" alt="{alternative}"{said}{size}>'


def _heading_open(tokens: Sequence[Token], index: int, _options: Any, env: MutableMapping[str, Any]) -> str:  # noqa: ANN401
    anchor = env["anchor"]
    return f'<{tokens[index].tag} id="{escapeHtml(anchor)}">' if anchor else f"<{tokens[index].tag}>"
