"""A value is set in a YAML text, and all else in it stays; a layout that is not understood is refused and never damaged."""

from __future__ import annotations

import pytest

from coursewright.authoring.yaml_text.yaml_setting import with_mapping, with_text, without

TEXT = """# above
sources:
  one:   # first
    title: "One: 1.0"  # quoted
    read: 2026-11-01

  # before two
  two: {title: Two, read: 2026-11-01}
"""
ENTRY = {"title": "Zero: a title", "read": "2026-11-25", "version": "1.0"}
WRITTEN = '  zero:\n    title: "Zero: a title"\n    read: 2026-11-25\n    version: "1.0"\n'


@pytest.mark.parametrize(
    ("steps", "value", "old", "new"),
    [
        (("sources", "one", "read"), "2026-11-25", "    read: 2026-11-01\n\n", "    read: 2026-11-25\n\n"),
        (("sources", "one", "title"), "One: 1.1", '"One: 1.0"', '"One: 1.1"'),
        (("sources", "one", "version"), "3.54.0", "    read: 2026-11-01\n\n", "    read: 2026-11-01\n    version: 3.54.0\n\n"),
        (("sources", "one", "version"), "3.5", "    read: 2026-11-01\n\n", '    read: 2026-11-01\n    version: "3.5"\n\n'),
        (("sources", "two", "read"), "2026-11-25", "Two, read: 2026-11-01", "Two, read: 2026-11-25"),
        (("sources", "two", "version"), "3.5", "Two, read: 2026-11-01}", 'Two, read: 2026-11-01, version: "3.5"}'),
    ],
)
def test_a_value_is_set_and_nothing_else_moves(steps: tuple[str, ...], value: str, old: str, new: str) -> None:
    assert TEXT.replace(old, new) == with_text(TEXT, steps, value)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        (TEXT, ("sources", "three", "read")),
        ("sources:\n  one:\n    title: >-\n      On two\n      lines\n", ("sources", "one", "title")),
        ("sources: [", ("sources", "one", "read")),
        ("", ("sources", "one", "read")),
    ],
    ids=["no such mapping", "folded", "no YAML", "empty"],
)
def test_a_layout_that_is_not_understood_is_left_alone(text: str, steps: tuple[str, ...]) -> None:
    assert None is with_text(text, steps, "2026-11-25")


LISTED = """a:
  - code: x
    by: one  # who
    until: y
  - {by: two, code: z}
  - {code: z, by: two}
  - by: four
    code: x
"""


@pytest.mark.parametrize(
    ("number", "old", "new"),
    [
        (0, "    by: one  # who\n", ""),
        (1, "{by: two, code: z}", "{code: z}"),
        (2, "{code: z, by: two}", "{code: z}"),
        (3, "  - by: four\n", "  -\n"),
    ],
)
def test_a_field_is_removed_and_nothing_else_moves(number: int, old: str, new: str) -> None:
    assert LISTED.replace(old, new) == without(LISTED, ("a", number, "by"))


@pytest.mark.parametrize("steps", [("a", 0, "path"), ("a", 4, "by"), ("b", 0, "by"), ("a", "by")])
def test_what_is_not_there_cannot_be_removed(steps: tuple[str | int, ...]) -> None:
    assert None is without(LISTED, steps)


def test_a_value_is_set_in_an_entry_of_a_list() -> None:
    assert LISTED.replace("until: y", "until: z") == with_text(LISTED, ("a", 0, "until"), "z")
    assert LISTED.replace("{code: z, by: two}", "{code: z, by: two, until: z}") == with_text(LISTED, ("a", 2, "until"), "z")


def test_a_mapping_is_put_behind_the_one_that_is_named_or_before_all() -> None:
    first = with_mapping(TEXT, ("sources", "zero"), ENTRY, None)
    second = with_mapping(TEXT, ("sources", "zero"), ENTRY, "one")
    last = with_mapping(TEXT, ("sources", "zero"), ENTRY, "two")

    assert TEXT.replace("  one:", f"{WRITTEN}  one:") == first
    assert TEXT.replace("    read: 2026-11-01\n\n", f"    read: 2026-11-01\n{WRITTEN}\n") == second
    assert TEXT + WRITTEN == last


def test_a_mapping_cannot_be_put_where_there_is_none_to_line_up_with() -> None:
    assert None is with_mapping("sources: {}\n", ("sources", "zero"), ENTRY, None)
    assert None is with_mapping("sources: {one: {a: b}}\n", ("sources", "zero"), ENTRY, "one")


def test_line_ends_are_those_of_the_file() -> None:
    made = with_mapping("sources:\r\n  one:\r\n    read: 2026-11-01", ("sources", "zero"), {"read": "2026-11-25"}, "one")

    assert "sources:\r\n  one:\r\n    read: 2026-11-01\r\n  zero:\r\n    read: 2026-11-25\r\n" == made
