"""A lesson's text as blocks, conditions, anchors and links, each with its place."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coursewright.authoring.findings.finding import Place
from coursewright.authoring.markdown.conditions import Condition, parse_condition
from coursewright.authoring.markdown.document import Document, at_place, in_file, plain_text, read_document

DEVELOPERS = Condition("role", ("developer",))


def _read(text: str, first_line: int = 1) -> Document:
    return read_document(text, in_file("a.md", first_line))


def _kinds(text: str) -> list[str]:
    document = _read(text)
    assert () == document.findings
    return [block.kind for block in document.blocks]


def _targets(text: str) -> list[str]:
    """Every link as `line:column-end href`."""
    return [f"{link.place.line}:{link.place.column}-{link.place.end_column} {link.href}" for link in _read(text).links]


def _problems(text: str) -> list[str]:
    return [f"{found.place.line}:{found.place.column} {found.message}" for found in _read(text).findings]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("## A", "heading"),
        ("A\n-", "heading"),
        ("Text", "paragraph"),
        ("- a\n- b", "list"),
        ("1. a", "list"),
        ("> a", "quote"),
        ("| a |\n| - |\n| b |", "table"),
        ("```python\nx\n```", "code"),
        ("    x", "code"),
        ("```try A title\nprompt\n```", "try"),
        ("```tryout\nx\n```", "code"),
        ("![a](a.svg)", "figure"),
        ("![a](a.svg) and text", "paragraph"),
        ("---", "rule"),
        ("<div>", "html"),
        ("::: note\nx\n:::", "note"),
        ("::: warning\nx\n:::", "warning"),
        ("::: coach\nx\n:::", "coach"),
        ("::: models o1\nText\n:::", "paragraph"),
    ],
)
def test_each_piece_of_a_text_has_its_kind(text: str, kind: str) -> None:
    assert [kind] == _kinds(text)


@pytest.mark.parametrize("text", ["", "\n\n", "::: note\n:::\n\n[a]: b.md", "[a]: b.md"])
def test_what_shows_nothing_makes_no_block_of_text(text: str) -> None:
    assert {"note"} >= set(_kinds(text))


def test_a_block_keeps_its_own_lines_and_its_place() -> None:
    first, second = _read("One\ntwo\n\n## Three\n", first_line=7).blocks

    assert ("One\ntwo", 7) == (first.markdown, first.place.line)
    assert ("## Three", 10, 1, 9) == (second.markdown, second.place.line, second.place.column, second.place.end_column)


def test_conditions_of_nested_blocks_all_have_to_hold() -> None:
    text = "::::: models o1 has:vision\nA\n\n:::: when not role=developer\nB\n\n::: when industry=a,b\nC\n:::\n::::\n:::::\n\nD"
    models, others, shops = (
        Condition("model", ("o1", "has:vision")),
        Condition("role", ("developer",), negated=True),
        Condition("industry", ("a", "b")),
    )

    assert [
        ("A", (models,)),
        ("B", (models, others)),
        ("C", (models, others, shops)),
        ("D", ()),
    ] == [(block.markdown, block.conditions) for block in _read(text).blocks]


def test_a_condition_said_twice_counts_once() -> None:
    (block,) = _read(":::: when role=developer\n::: when role=developer\nA\n:::\n::::").blocks

    assert (DEVELOPERS,) == block.conditions


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ("models o1", (Condition("model", ("o1",)),)),
        ("models   o1   gpt-4.1 ", (Condition("model", ("o1", "gpt-4.1")),)),
        ("models not has:tools o1", (Condition("model", ("has:tools", "o1"), negated=True),)),
        ("when role=a,b", (Condition("role", ("a", "b")),)),
        ("when role=a industry=b", (Condition("role", ("a",)), Condition("industry", ("b",)))),
        ("when not role=a,b", (Condition("role", ("a", "b"), negated=True),)),
        ("models", '"models" names nobody'),
        ("models not", '"models" names nobody'),
        ("when", '"when" names nobody'),
        ("models O1", '"O1" is no model, family or has:<capability>'),
        ("models a,b", '"a,b" is no model, family or has:<capability>'),
        ("when role", '"role" is not of the form dimension=value'),
        ("when role=", '"role=" is not of the form dimension=value'),
        ("when role=a,", '"role=a," is not of the form dimension=value'),
        ("when role = a", '"role" is not of the form dimension=value'),
        ("when role=a role=b", "one dimension is named twice; join its values by commas"),
        ("when not role=a industry=b", "`not` with several dimensions can be read in two ways; nest two blocks instead"),
    ],
)
def test_a_condition_is_understood_or_said_to_be_wrong(info: str, expected: object) -> None:
    assert expected == parse_condition(info)


@pytest.mark.parametrize("info", ["models o1 has:vision", "models not o1", "when role=a,b", "when not role=a"])
def test_a_condition_is_written_as_it_is_read(info: str) -> None:
    parsed = parse_condition(info)

    assert not isinstance(parsed, str)
    assert [info] == [str(condition) for condition in parsed]


def test_each_word_of_a_condition_knows_its_place() -> None:
    text = "A\n\n:::: when not role=a\n:::models  o1   not-o1\n:::\n::::\n"

    assert [
        ("when not role=a", 3, 15, 21),
        ("models o1", 4, 12, 14),
        ("models not-o1", 4, 17, 23),
    ] == [(str(a.condition), a.place.line, a.place.column, a.place.end_column) for a in _read(text).asked]


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("What counts as a token", "what-counts-as-a-token"),
        ("  Größe & *Maß* — `o1`!", "gr-e-ma-o1"),
        ("It's one", "its-one"),
        ("[A link](a.md) and ![an image](a.svg)", "a-link-and-an-image"),
        ("日本語", "section"),
        ("x" * 200, "x" * 80),
        ("\u0130stanbul \u017f", "stanbul"),
    ],
)
def test_an_anchor_is_made_of_ascii_letters_and_digits(heading: str, anchor: str) -> None:
    assert frozenset({anchor}) == _read(f"## {heading}").anchors


def test_headings_that_read_the_same_have_anchors_of_their_own() -> None:
    text = "## A\n\n## A\n\n## A 2\n\n::: when role=developer\n## A\n:::\n"

    assert ["a", "a-2", "a-2-2", "a-3"] == [block.anchor for block in _read(text).blocks]


def test_headings_inside_call_outs_lists_and_quotations_have_none() -> None:
    assert frozenset() == _read("::: note\n## A\n:::\n\n- ## B\n\n> ## C\n").anchors


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::: note\nA", ["1:1 this `::: note` block is never closed"]),
        ("A\n\n::: note", ["3:1 this `::: note` block is never closed"]),
        ("::: note\n::\n", ["1:1 this `::: note` block is never closed"]),
        ("::: note\n::: x\n", ["1:1 this `::: note` block is never closed", "2:1 the block `x` stands inside"]),
        (":::: when a=b\n::: note\nA\n::::", ["2:1 this `::: note` block is never closed"]),
        ("::: when a=b\nA", ["1:1 this `::: when` block is never closed"]),
        (":::", ["1:1 a stray `:::` opens a block without a name"]),
        ("A\n:::", ["2:1 a stray `:::` opens a block without a name"]),
        ("::: nte\nA\n:::", ['1:1 no block is called "nte"']),
        ("::: Note\nA\n:::", ['1:1 no block is called "Note"']),
        ("- ::: note\n  A\n  :::", ["1:3 the block `note` stands inside a list"]),
        ("> ::: models o1\n> A\n> :::", ["1:3 the block `models o1` stands inside a list"]),
        (":::: coach\n::: note\nA\n:::\n::::", ["2:1 the block `note` stands inside a list"]),
        ("::: when role\nA\n:::", ['1:1 "role" is not of the form dimension=value']),
    ],
)
def test_blocks_that_are_not_well_formed_are_found(text: str, expected: list[str]) -> None:
    found = _problems(text)

    assert len(expected) == len(found)
    assert all(said.startswith(start) for said, start in zip(found, expected, strict=True))


@pytest.mark.parametrize("text", ["::: note\nA\n:::", "::: note\nA\n:::\n", "::: note\nA\n:::::\n\nB", "::: note\n:::"])
def test_a_fence_as_long_as_the_first_or_longer_closes_a_block(text: str) -> None:
    assert [] == _problems(text)


@pytest.mark.parametrize("word", ["when role=developer", "models o1", "coach"])
def test_conditions_and_notes_to_the_tutor_stand_in_lessons_only(word: str) -> None:
    document = read_document(f"::: {word}\nA\n:::", at_place(Place("a.yaml", 3, 9)), blocks_allowed=False)

    assert [(3, 9)] == [(found.place.line, found.place.column) for found in document.findings]
    assert "cannot stand here" in document.findings[0].message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b.md)", ["1:5-9 b.md"]),
        ("See b.md: [b.md](b.md 'b.md')", ["1:18-22 b.md"]),
        ("[a](<b.md>)", ["1:5-11 b.md"]),
        ("[a](\n  b.md)", ["2:3-7 b.md"]),
        ("One\ntwo [a](b.md)\nthree [c](d.md)", ["2:9-13 b.md", "3:11-15 d.md"]),
        ("[a](B%20c.md) [b](ä.md)", ["1:5-13 B%20c.md", "1:19-23 %C3%A4.md"]),
        ("![a](b.svg)", ["1:6-11 b.svg"]),
        ("[![a](b.svg)](c.md)", ["1:15-19 c.md", "1:7-12 b.svg"]),
        ("# [a](b.md) #", ["1:7-11 b.md"]),
        ("[a](b.md)\n===", ["1:5-9 b.md"]),
        ("- - [a](b.md)\n    [c](d.md)", ["1:9-13 b.md", "2:9-13 d.md"]),
        ("> 1. [a](b.md)\n> > [c](d.md)", ["1:10-14 b.md", "2:9-13 d.md"]),
        ("> [a](b.md)\nlazy [c](d.md)", ["1:7-11 b.md", "2:10-14 d.md"]),
        ("| b.md | [b.md](b.md) |\n| - | - |\n| [b.md](b.md) | b.md |", ["1:17-21 b.md", "3:10-14 b.md"]),
        ("| a |\n| - |\n| x \\| y \\| [a](b.md) |", ["3:17-21 b.md"]),
        ("Text [a] and [b][a]\n\n[a]: c.md", ["1:6-9 c.md", "1:14-20 c.md"]),
        ("One\n[two]\n\n[two]: c.md", ["2:1-6 c.md"]),
        ("[a](not a link)\n\n[a]: c.md", ["1:1-4 c.md"]),
        ("[a[b]](c.md)", ["1:8-12 c.md"]),
        ("[`](x`](c.md)", ["1:9-13 c.md"]),
        ("<https://example.org/>", ["1:1-23 https://example.org/"]),
        ("`[a](b.md)` \\[a](b.md)", []),
        ("::: note\n[a](b.md)\n:::", ["2:5-9 b.md"]),
        ("[a]()", ["1:5-6 "]),
    ],
)
def test_a_link_is_found_at_its_target(text: str, expected: list[str]) -> None:
    assert expected == _targets(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <b>c</b>", [(1, 3, 6), (1, 7, 11)]),
        ("a\nb <br>", [(2, 3, 7)]),
        ("<div>\nx\n</div>", [(1, 1, 6)]),
        ("  <!-- x -->", [(1, 3, 13)]),
        ("- <p>", [(1, 3, 6)]),
        ("| <i> | \\| <b> |\n| - | - |", [(1, 3, 6), (1, 12, 15)]),
        ("`<b>` &lt;b> \\<b> 1 <2", []),
        ("```\n<b>\n```\n\n    <b>", []),
    ],
)
def test_raw_html_is_found_where_it_stands(text: str, expected: list[tuple[int, int, int]]) -> None:
    assert expected == [(place.line, place.column, place.end_column) for place in _read(text).markup]


def test_link_definitions_travel_with_the_blocks_that_use_them() -> None:
    text = 'One [a] and [B][b].\n\nTwo.\n\n![c]\n\n[a]: a.md\n[b]: <b (1).md> "A \\"title\\" \\\\"\n[c]: c.svg\n[unused]: d.md\n'
    one, two, three = _read(text).blocks

    assert "Two." == two.markdown
    assert ["a.md", "b%20(1).md"] == [link.href for link in _read(one.markdown).links]
    assert ["c.svg"] == [link.href for link in _read(three.markdown).links]


def test_a_definition_keeps_its_title() -> None:
    (block,) = _read("[a]\n\n[a]: b.md 'Say \"it\" \\\\'\n").blocks

    (token,) = [child for t in _read(block.markdown).blocks[0].tokens for child in t.children or [] if child.type == "link_open"]

    assert 'Say "it" \\' == token.attrGet("title")


def test_plain_text_leaves_marks_out() -> None:
    (block,) = _read("*One* `two` [three](a.md)\n![four](b.svg) &amp; five\\\nsix").blocks

    assert "One two three four & five\nsix" == plain_text(block.tokens)


def test_a_carriage_return_of_any_kind_is_one_line_break() -> None:
    assert ["1:5-9 b.md", "3:5-9 d.md"] == _targets("[a](b.md)\r\n\r[c](d.md)")
    assert [(3, 1)] == [(place.line, place.column) for place in _read("a\r\r<div>").markup]


PIECES = st.sampled_from(
    [
        *("::: note", ":::", "::::", ":::: when a=b", "::: models x y", "::: coach", ":::  ", "> ", "- ", "1. ", "    ", "\t"),
        *("[a](b.md)", "![x](y.svg)", "[a]", "[a]: c.md", "[a]: <", "<b>", "<!--", "-->", "<div>", "</div>", "`", "```", "~~~"),
        *(
            "| a | b |",
            "| - | - |",
            "\\|",
            "##",
            "# ",
            "---",
            "===",
            "*",
            "_",
            "\\",
            "&amp;",
            "](",
            "](<",
            ")",
            "\r",
            "\0",
            "\u2028",
        ),
        *("text", "é", "\U0001f600", " ", "\n", "\n\n", "\n> ", "\n- ", "[", "]", "![", "<https://x>", "<a@b.c>", "~~"),
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
@example("a\r\r<div>")
@example("::: note\n  ")
@example("> ::: note\n> ")
@example("| \\| | <b> |\n|-|-|\n")
@example("\u00a0\n    ::: note<b>")
@example("\u2028\n`\0<b>")
def test_no_text_makes_reading_fail_or_places_leave_the_text(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    document = _read(text)
    places = [
        *(block.place for block in document.blocks),
        *(link.place for link in document.links),
        *document.markup,
        *(finding.place for finding in document.findings),
        *(asked.place for asked in document.asked),
    ]

    assert all(1 <= place.line <= len(lines) and 1 <= place.column <= len(lines[place.line - 1]) + 1 for place in places)


WORDS = st.text(alphabet="abc", min_size=1, max_size=5)
WRITTEN = st.builds(
    "{}{}{}".format, st.sampled_from(["## ", "", "> ", "- ", "    ", "1) "]), WORDS, st.sampled_from(["", " **x**", " [y](z.md)"])
)


@settings(deadline=None)
@given(st.lists(st.tuples(WRITTEN, st.booleans()), min_size=1, max_size=10))
def test_blocks_stay_in_the_order_they_are_written_in(written: list[tuple[str, bool]]) -> None:
    pieces = [f"::: when role=developer\n{text}\n:::" if conditional else text for text, conditional in written]
    document = _read("\n\n".join(f"{piece}\n\n***" for piece in pieces))
    kept = [block for block in document.blocks if block.kind != "rule"]

    assert () == document.findings
    assert [text.strip() for text, _ in written] == [block.markdown.strip() for block in kept]
    assert [conditional for _, conditional in written] == [bool(block.conditions) for block in kept]
    assert sorted(block.place for block in document.blocks) == [block.place for block in document.blocks]
