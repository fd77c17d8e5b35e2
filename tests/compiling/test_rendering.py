"""What an author writes cannot run in a reader's browser, whatever the rules let through."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from coursewright.authoring.figures import read_figure
from coursewright.authoring.markdown.document import in_file, read_document
from coursewright.compiling.rendering import Addresses, html_of, html_of_tokens, markdown_of, readdressed


class _Elements(HTMLParser):
    """Every element and attribute of a text, as a browser would see them."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes.extend(attrs)


def _html(text: str) -> str:
    return "\n".join(html_of(block) for block in read_document(text, in_file("x.md", 1)).blocks)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "![x](javascript:alert(1))",
        "<javascript:alert(1)>",
        '[x](https://example.org/"onmouseover="alert(1))',
        '[x](https://example.org "t\\" onmouseover=\\"alert(1)")',
        '![x" onerror="alert(1)](a.svg)',
        "| a |\n|---|\n| <svg onload=alert(1)> |",
        '```"><script>alert(1)</script>\nx\n```',
        "## <b onclick=alert(1)>x</b>",
    ],
)  # fmt: skip
def test_nothing_active_comes_out(text: str) -> None:
    seen = _Elements()
    seen.feed(_html(text))

    assert not seen.names & {"script", "svg", "iframe", "object", "embed", "style", "b"}
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    assert not [value for _, value in seen.attributes if re.match(r"\s*(javascript|data|vbscript):", value or "", re.IGNORECASE)]


def test_raw_html_is_shown_as_the_text_it_is() -> None:
    assert "<p>a &lt;b&gt;bold&lt;/b&gt; word</p>" == _html("a <b>bold</b> word")


def test_headings_carry_the_anchors_that_links_name() -> None:
    assert '<h2 id="what-counts">What counts</h2>' == _html("## What counts")


def test_a_tables_alignment_survives() -> None:
    assert 'style="text-align:right"' in _html("| a |\n|--:|\n| 1 |")


def test_a_code_fence_keeps_its_language() -> None:
    assert '<pre><code class="language-json">{}\n</code></pre>' == _html("```json\n{}\n```")


def test_links_lead_to_addresses_in_html_and_in_markdown() -> None:
    block = read_document("see [tokens](02-tokens.md#what) and [again][t]\n\n[t]: 02-tokens.md\n", in_file("x.md", 1)).blocks[0]
    addresses = Addresses({"02-tokens.md#what": "../lessons/tokens#what", "02-tokens.md": "../lessons/tokens"}, {})

    assert 'href="../lessons/tokens#what"' in html_of(block, addresses)
    assert "see [tokens](../lessons/tokens#what) and [again][t]\n\n[T]: ../lessons/tokens" == markdown_of(block, addresses)


def test_a_figure_says_its_size_and_its_alternative_text() -> None:
    figure = read_figure("images/a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect/></svg>')
    assert not isinstance(figure, str)
    block = read_document('![two boxes](images/a.svg "Boxes")', in_file("x.md", 1)).blocks[0]
    addresses = Addresses({}, {"images/a.svg": (figure, "/v1/assets/d/a.svg")})

    assert '<p><img src="/v1/assets/d/a.svg" alt="two boxes" title="Boxes" width="40" height="30"></p>' == html_of(
        block, addresses
    )


def test_code_that_looks_like_a_link_stays_as_written() -> None:
    block = read_document("```text\n[x](02-tokens.md)\n```", in_file("x.md", 1)).blocks[0]

    assert "[x](02-tokens.md)" in markdown_of(block, Addresses({"02-tokens.md": "../lessons/tokens"}, {}))


def test_readdressing_leaves_other_links_alone() -> None:
    assert "[a](https://x.org) [b](<../lessons/b>)" == readdressed(
        "[a](https://x.org) [b](<b.md>)", Addresses({"b.md": "../lessons/b"}, {})
    )


@pytest.mark.parametrize(
    "svg",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><rect/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect onclick="x"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><a href="javascript:alert(1)"><text>x</text></a></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="https://evil.example/x.png"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><use href="https://evil.example/x.svg#a"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><style>@import url(https://evil.example/x.css);</style></svg>',
    ],
)
def test_a_figure_neither_runs_nor_loads_anything(svg: bytes) -> None:
    figure = read_figure("images/a.svg", svg)

    assert not isinstance(figure, str)
    assert not re.search(rb"<script|onload|onclick|foreignObject|(?:href|src)=.?https|@import|url\(.?https", figure.data)


@pytest.mark.parametrize("data", [b"", b"hello", b"<svg", b"<html/>", b"\x89PNG"])
def test_what_is_no_svg_is_refused_with_a_sentence(data: bytes) -> None:
    assert isinstance(read_figure("images/a.svg", data), str)


def test_a_name_that_lies_about_its_bytes_is_refused() -> None:
    assert "the bytes are not image/png, whatever the name says" == read_figure("images/a.png", b"GIF89a")


def test_rendering_no_tokens_gives_nothing() -> None:
    assert not html_of_tokens([])
