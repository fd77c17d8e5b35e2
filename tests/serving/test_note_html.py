"""An editor's note in HTML: its paragraphs, lists and emphasised words, and nothing else that an author could write."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses import CONTENT, curriculum
from coursewright.serving.items.note_html import note_html

ELEMENTS = {"p", "ul", "li", "h3", "strong", "em", "code", "a"}


@pytest.mark.parametrize(
    ("note", "html"),
    [
        ("One.\nTwo.\n\nThree.", "<p>One. Two.</p>\n<p>Three.</p>"),
        ("**New:** *this* and `that`.", "<p><strong>New:</strong> <em>this</em> and <code>that</code>.</p>"),
        ("What is new:\n- one\n  and more\n- two", "<p>What is new:</p>\n<ul><li>one and more</li><li>two</li></ul>"),
        ("1. one\n2. two", "<ul><li>one</li><li>two</li></ul>"),
        ("## For editors", "<h3>For editors</h3>"),
        ("a_name_with_lines 2 * 3 * 4", "<p>a_name_with_lines 2 * 3 * 4</p>"),
        ("`*not* <b>`", "<p><code>*not* &lt;b&gt;</code></p>"),
        (
            "[A *page*](https://a.example/_b_?c=1&d=2).",
            '<p><a href="https://a.example/_b_?c=1&amp;d=2">A <em>page</em></a>.</p>',
        ),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ('<script>"&"</script>', "<p>&lt;script&gt;&quot;&amp;&quot;&lt;/script&gt;</p>"),
        ("", ""),
    ],
)
def test_what_becomes_of_a_note(note: str, html: str) -> None:
    assert html == note_html(note)


def test_the_shipped_note_keeps_every_word() -> None:
    note = curriculum(CONTENT).editions["2026-Q4"].note
    words = re.sub(r"[*`]|^ *- ", "", note, flags=re.MULTILINE).split()
    html = note_html(note).replace("</li>", " </li>")

    assert words == _Elements(html).text.split()
    assert 5 == html.count("<li>")


@given(st.text(alphabet="*_`[]()<>\"'& \n-1.#ahtps:/", max_size=60))
def test_whatever_is_written_becomes_these_elements_closed_in_order(note: str) -> None:
    assert ELEMENTS.issuperset(_Elements(note_html(note)).seen)


class _Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert ["href"] == [name for name, _ in attrs] if tag == "a" else attrs == []
        self.seen.add(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
