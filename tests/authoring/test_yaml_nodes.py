"""YAML is read as YAML 1.2's core schema would, with the place of every node, within bounds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursewright.authoring.findings.finding import Finding
from coursewright.authoring.yaml_text.yaml_nodes import Node, read_yaml, walk

FUNCTIONS = Path(__file__).parents[2] / "functions"


def _read(text: str | bytes, first_line: int = 1) -> tuple[Node | None, tuple[Finding, ...]]:
    return read_yaml(text.encode() if isinstance(text, str) else text, "a.yaml", first_line)


def _node(text: str | bytes, first_line: int = 1) -> Node:
    node, findings = _read(text, first_line)
    assert () == findings
    assert node is not None
    return node


def _value(text: str) -> Any:  # noqa: ANN401 - any YAML
    return _node(f"v: {text}\n").plain()["v"]


def _refusal(text: str | bytes, first_line: int = 1) -> str:
    node, findings = _read(text, first_line)
    assert node is None
    (finding,) = findings
    return f"{finding.place.line}:{finding.place.column} {finding.code}"


@pytest.mark.parametrize(
    "text",
    [
        *("no", "No", "yes", "YES", "on", "off", "y", "n", "tRUE", "nUll", "NaN", ".inf", "-.Inf", ".nan"),
        *("22:22", "1:00:00", "1_000", "1,000", "2026-10-23", "2026-10-23T12:00:00Z", "0b11", "0o8", "0xG", "-0x1F", "+0o7"),
        *("=", "<<", "1.2.3", "1e", "e3", ".", "+", "-.", "1e3.5", "\u0663", "\u00bd", "1 2", "0x", "--1"),
    ],
)
def test_what_yaml_1_1_would_read_otherwise_is_text(text: str) -> None:
    assert text == _value(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False), ("FALSE", False)),
        *(("~", None), ("null", None), ("Null", None), ("NULL", None), ("", None), ("# a comment", None)),
        *(("12", 12), ("012", 12), ("-7", -7), ("+7", 7), ("0", 0), ("0o14", 12), ("0x1F", 31), ("0xff", 255)),
        *(("1e3", 1000.0), (".5", 0.5), ("5.", 5.0), ("-1.5E-3", -0.0015), ("+.5e+1", 5.0)),
        *(("9007199254740991", 2**53 - 1), ("-9007199254740991", 1 - 2**53)),
    ],
)
def test_the_core_schema_has_these_values(text: str, expected: object) -> None:
    found = _value(text)

    assert expected == found
    assert type(expected) is type(found)


@pytest.mark.parametrize("text", ["true", "12", "~", "1e3", "", "no"])
def test_what_is_quoted_or_in_a_block_is_text(text: str) -> None:
    assert text == _value(f'"{text}"')
    assert text == _value(f"'{text}'")
    assert text == _value(f"|-\n  {text}")


@pytest.mark.parametrize(
    "text", ["9007199254740992", "-9007199254740992", "1" * 41, "1" * 5_000, "0x" + "f" * 14, "0x" + "f" * 64, "1e400", "1" * 40]
)
def test_a_number_that_json_cannot_hold_is_refused_and_not_rounded(text: str) -> None:
    assert "1:4 yaml-number" == _refusal(f"v: {text}")


def test_keys_are_text_whatever_they_look_like() -> None:
    assert {"1": 1, "true": True, "~": None, "": 2} == _node('1: 1\ntrue: true\n~: ~\n"": 2').plain()


def test_every_node_knows_its_place() -> None:
    root = _node("a: 1\nb:\n  - x\n  - {c: 'é', d: y}\n")

    assert (1, 1) == (root.place.line, root.place.column)
    assert (1, 4, 5) == (root.at("a").line, root.at("a").column, root.at("a").end_column)
    assert (3, 5) == (root.at("b", 0).line, root.at("b", 0).column)
    assert (4, 9, 12) == (root.at("b", 1, "c").line, root.at("b", 1, "c").column, root.at("b", 1, "c").end_column)
    assert (4, 17) == (root.at("b", 1, "d").line, root.at("b", 1, "d").column)
    assert (2, 1) == (root.keys["b"].line, root.keys["b"].column)


def test_columns_count_code_points() -> None:
    assert 11 == _node("äöü\U0001f600: {\U0001f600: 1}").at("äöü\U0001f600", "\U0001f600").column


def test_a_part_that_is_not_there_stands_where_the_deepest_part_does_that_is() -> None:
    root = _node("a:\n  b: [1]\n")

    assert root.at("a") == root.at("a", "x", "y")
    assert root.at("a", "b") == root.at("a", "b", 7)
    assert root.at("a", "b") == root.at("a", "b", "x")


def test_a_block_of_text_stands_where_it_is_announced() -> None:
    place = _node("x: 1\nab: |\n  text\n  text\n").at("ab")

    assert (2, 5, 6) == (place.line, place.column, place.end_column)


def test_front_matter_counts_from_the_line_it_starts_on() -> None:
    assert 3 == _node("a: 1\nb: 2\n", first_line=2).at("b").line
    assert "3:4 yaml-syntax" == _refusal("a: 1\nb: @\n", first_line=2)
    assert "2:4 yaml-tag" == _refusal("a: !x 1\n", first_line=2)


def test_walking_meets_every_node_in_the_order_of_the_file() -> None:
    steps = [steps for steps, _ in walk(_node("a: [1, {b: 2}]\nc: 3\n"))]

    assert [(), ("a",), ("a", 0), ("a", 1), ("a", 1, "b"), ("c",)] == steps


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1", "1:4 yaml-alias"),
        ("a: *x", "1:4 yaml-alias"),
        ("a: 1\nb: &x\n  c: 1", "2:4 yaml-alias"),
        ("a: !!int 1", "1:4 yaml-tag"),
        ("a: ! 1", "1:4 yaml-tag"),
        ("!!map {a: 1}", "1:1 yaml-tag"),
        ("a: !!python/name:os.system", "1:4 yaml-tag"),
        ("%YAML 1.2\n---\na: 1", "1:1 yaml-directive"),
        ("a: 1\n---\nb: 2", "2:1 yaml-documents"),
        ("a: 1\n...\n---\n", "3:1 yaml-documents"),
        ("a: x\u2028b: 2", "1:5 control-character"),
        ("a: x\u2029", "1:5 control-character"),
        ("a: x\u0085", "1:5 control-character"),
        ("a: 1\nb: \0", "2:4 control-character"),
        ("a: 1\rb: 2", "1:5 control-character"),
        ('a: "\\0"', "1:4 control-character"),
        ('a: "\\u2028"', "1:4 control-character"),
        ('"\\e[2J": 1', "1:1 control-character"),
        ('a: "\\ud800"', "1:7 yaml-syntax"),
        (b"a: \xed\xa0\x80", "1:4 not-utf-8"),
        (b"\xef\xbb\xbfa: \xff", "1:4 not-utf-8"),
        (b"\xff\xfea\0:\0", "1:1 not-utf-8"),
        ("a: [1, 2", "1:4 yaml-syntax"),
        ("a: {b: 1", "1:4 yaml-syntax"),
        ('a: "b', "1:4 yaml-syntax"),
        ("a: b: c", "1:5 yaml-syntax"),
        ("a: 1\n b: 2", "2:3 yaml-syntax"),
        ("\ta: 1", "1:1 yaml-syntax"),
    ],
)
def test_what_is_not_read_is_refused_at_its_place(text: str | bytes, expected: str) -> None:
    assert expected == _refusal(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2", "2:1 duplicate-key"),
        ('{a: 1, "a": 2}', "1:8 duplicate-key"),
        ("1: a\n'1': b", "2:1 duplicate-key"),
        ("? [a]\n: 1", "1:3 yaml-key"),
        ("{{a: 1}: 2}", "1:2 yaml-key"),
    ],
)
def test_a_key_that_would_be_lost_is_found_and_the_rest_is_read(text: str, expected: str) -> None:
    node, findings = _read(text)

    assert node is not None
    assert [expected] == [f"{found.place.line}:{found.place.column} {found.code}" for found in findings]


@pytest.mark.parametrize("text", ["", "\n\n", "# a comment\n", "---\n", "\ufeff"])
def test_a_file_that_says_nothing_has_no_value(text: str) -> None:
    node, findings = _read(text)

    assert () == findings
    assert node is None or node.value is None


def test_a_byte_order_mark_and_carriage_returns_make_no_difference() -> None:
    plain = _node("a: 1\nb:\n  - c\n")

    assert plain == _node("\ufeffa: 1\nb:\n  - c\n")
    assert plain == _node("a: 1\r\nb:\r\n  - c\r\n")


@pytest.mark.parametrize("text", ["[", "- ", "? ", "{a: ", "{? "], ids=["list", "dash", "key", "mapping", "flow-key"])
def test_nesting_is_refused_before_it_can_hurt(text: str) -> None:
    """In a child process: the C composer, which is never called, would end it with a segmentation fault."""
    code = (
        "import sys; from coursewright.authoring.yaml_text.yaml_nodes import read_yaml\n"
        "print(read_yaml(sys.argv[1].encode() * (120_000 // len(sys.argv[1])), 'a')[1][0].code)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, text], capture_output=True, text=True, cwd=FUNCTIONS, timeout=20, check=True
    )

    assert "yaml-too-deep" == done.stdout.strip()


def test_depth_is_allowed_up_to_its_bound() -> None:
    assert "[" * 32 + "]" * 32 == str(_node("[" * 32 + "]" * 32).plain()).replace(" ", "")
    assert "1:33 yaml-too-deep" == _refusal("[" * 33 + "]" * 33)


def test_as_many_keys_as_fit_are_read() -> None:
    text = "{" + ", ".join(f"k{n}" for n in range(16_000)) + "}"

    assert 16_000 == len(_node(text).plain())


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_at_all_make_it_raise(data: bytes) -> None:
    node, findings = _read(data)

    assert node is None or isinstance(node, Node)
    assert all(finding.place.line >= 1 and finding.place.column >= 1 for finding in findings)


@settings(deadline=None)
@given(st.text(alphabet="ab:-?[]{},&*!|>'\"%@#~ \n\t0.", max_size=60))
def test_nothing_that_looks_like_yaml_makes_it_raise(text: str) -> None:
    _read(text)


json_like = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(alphabet="abc: ~1", max_size=5), inner, max_size=4),
    max_leaves=20,
)


@settings(deadline=None)
@given(json_like)
def test_json_is_yaml(value: object) -> None:
    assert value == _node(json.dumps(value, ensure_ascii=False)).plain()
