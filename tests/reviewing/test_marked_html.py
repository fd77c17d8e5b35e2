"""Marks tell what differs and change nothing else: without them each version is what went in."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from coursewright.reviewing.comparing.marked_html import marked, words_of

_WORD = st.sampled_from(["a", "model", "can't", "1,000", "gpt-4o", "ends", "&", "<b>", "“so”", "naïve", "."])
_TEXT = st.lists(_WORD, min_size=1, max_size=6).map(lambda words: escape(" ".join(words), quote=False))
_INLINE = st.recursive(
    _TEXT,
    lambda inner: st.tuples(st.sampled_from(["em", "strong", "code"]), inner).map(lambda p: f"<{p[0]}>{p[1]}</{p[0]}>"),
    max_leaves=3,
)
_ITEMS = st.lists(_INLINE, min_size=1, max_size=3)
_BLOCK = st.one_of(
    _INLINE.map(lambda html: f"<p>{html}</p>"),
    _ITEMS.map(lambda items: "<ul>\n" + "".join(f"<li>{item}</li>\n" for item in items) + "</ul>"),
    _ITEMS.map(lambda cells: "<table><tbody><tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr></tbody></table>"),
    _TEXT.map(lambda text: f"<pre><code>{text}\n  {text}</code></pre>"),
    st.just('<p><img src="/v1/assets/x" alt="a > b, it\'s so"></p>'),
)
_HTML = st.lists(_BLOCK, min_size=0, max_size=4).map("\n".join)


class _Balance(HTMLParser):
    """Which tags are open, and whether one was ever closed that was not."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.is_sound = True
        self.words_in: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as HTMLParser calls it
        if tag != "img":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.is_sound &= bool(self.open) and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open:
            self.words_in.add(next((tag for tag in reversed(self.open) if tag not in ("ins", "del")), ""))


def _balance(html: str) -> _Balance:
    found = _Balance()
    found.feed(html)
    found.close()
    return found


def _without(html: str, mark: str) -> str:
    return re.sub(f"</?{mark}>", "", html)


@settings(max_examples=400, deadline=None)
@given(_HTML, _HTML)
def test_without_its_marks_each_version_is_what_went_in(old: str, new: str) -> None:
    found = marked(old, new)

    assert old == _without(found.old, "del")
    assert new == _without(found.new, "ins")
    assert new == _without(re.sub(" <del>[^<]*</del> ", "", found.both), "ins")


@settings(max_examples=400, deadline=None)
@given(_HTML, _HTML)
def test_what_was_balanced_stays_so_and_no_word_stands_where_none_can(old: str, new: str) -> None:
    found = marked(old, new)

    for html in (found.old, found.new, found.both):
        balance = _balance(html)
        assert balance.is_sound
        assert [] == balance.open
        assert not balance.words_in & {"table", "tbody", "tr", "ul"}


@settings(max_examples=200, deadline=None)
@given(_HTML)
def test_a_version_beside_itself_has_no_mark(html: str) -> None:
    assert [html] * 3 == [(found := marked(html, html)).old, found.new, found.both]


@settings(max_examples=200, deadline=None)
@given(_HTML, _HTML)
def test_every_word_that_one_version_alone_has_is_marked_there(old: str, new: str) -> None:
    found = marked(old, new)
    kept = [
        words_of(re.sub(f"<{mark}>.*?</{mark}>", " ", html, flags=re.DOTALL))
        for html, mark in ((found.old, "del"), (found.new, "ins"))
    ]

    assert kept[0] == kept[1]


def test_one_word_that_changed_is_one_mark() -> None:
    found = marked("<p>The model <code>o1</code> ends soon.</p>", "<p>The model <code>o3</code> ends soon.</p>")

    assert "<p>The model <code><del>o1</del></code> ends soon.</p>" == found.old
    assert "<p>The model <code><ins>o3</ins></code> ends soon.</p>" == found.new
    assert "<p>The model <code> <del>o1</del> <ins>o3</ins></code> ends soon.</p>" == found.both


def test_what_a_list_lost_stands_behind_it() -> None:
    found = marked("<ul><li>One.</li><li>Two.</li></ul>", "<ul><li>One.</li></ul>")

    assert "<ul><li>One.</li></ul> <del>Two.</del> " == found.both


def test_white_space_counts_in_code_and_nowhere_else() -> None:
    assert "<p>a  b</p>" == marked("<p>a b</p>", "<p>a  b</p>").new
    assert "ins" not in marked("<pre>a b</pre>", "<pre>a b</pre>").new
    assert "<pre>x<ins>\n  y</ins></pre>" == marked("<pre>x</pre>", "<pre>x\n  y</pre>").new


def test_a_passage_of_many_thousand_words_is_shown_as_replaced_whole_and_at_once() -> None:
    old, new = (f"<p>{' '.join(f'{word}{n}' for n in range(4_000))}</p>" for word in ("one", "two"))
    found = marked(old, new)

    assert (old, new) == (_without(found.old, "del"), _without(found.new, "ins"))
    assert found.new.startswith("<p><ins>two0")
