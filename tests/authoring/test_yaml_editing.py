"""What is added to a YAML file leaves the rest of it as its author laid it out."""

from __future__ import annotations

import pytest

from coursewright.authoring.yaml_text.yaml_editing import scalar, with_entry, with_field, with_item, with_value


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("modules: [a, b] # order\nx: 1\n", "modules: [a, b, new] # order\nx: 1\n"),
        ("modules: []\n", "modules: [new]\n"),
        ("modules: [a,\n  'b',\n]\nx: 2\n", "modules: [a,\n  'b', new,\n]\nx: 2\n"),
        ("modules:\n  - a\n  - b # last\n\n# more\nx: 1\n", "modules:\n  - a\n  - b # last\n  - new\n\n# more\nx: 1\n"),
        ("modules:\n- a\n- b", "modules:\n- a\n- b\n- new\n"),
        ("modules:\r\n  - a\r\nx: 1\r\n", "modules:\r\n  - a\r\n  - new\r\nx: 1\r\n"),
        ("title: T\nminutes: 3 # short\nb: |\n  x\n", "title: T\nminutes: 3 # short\nmodules: [new]\nb: |\n  x\n"),
        ("title: >\n  over\n  lines\nb: |\n  x\n", "title: >\n  over\n  lines\nb: |\n  x\nmodules: [new]\n"),
        ("{title: T, b: 1}\n", "{title: T, modules: [new], b: 1}\n"),
        ("\ufefftitle: T\n", "\ufefftitle: T\nmodules: [new]\n"),
    ],
)
def test_an_item_is_added_where_the_list_ends(before: str, after: str) -> None:
    assert after == with_item(before, (), "modules", "new")


@pytest.mark.parametrize("before", ["modules: a\n", "- a\n", "modules:\n  -\n    a\n", "a: &x 1\n", ""])
def test_what_cannot_be_added_to_is_left_alone(before: str) -> None:
    assert None is with_item(before, (), "modules", "new")


def test_a_list_of_a_part_is_found_by_its_steps() -> None:
    before = "objectives:\n  - id: a # first\n    text: A\n  - {id: b, text: B, formerly: [c]}\n"

    assert before.replace("# first\n", "# first\n    formerly: [old]\n") == with_item(
        before, ("objectives", 0), "formerly", "old"
    )
    assert before.replace("[c]", "[c, old]") == with_item(before, ("objectives", 1), "formerly", "old")
    assert None is with_item(before, ("objectives", 2), "formerly", "old")


def test_an_identifier_that_yaml_would_take_for_a_number_is_quoted() -> None:
    assert 'modules: [a, "2026"]\n' == with_item("modules: [a]\n", (), "modules", "2026")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1", "a: 1\nretired:\n  - id: x\n    reason: Gone\n"),
        ("retired: [] # none\nb: 1\n", "retired: # none\n  - id: x\n    reason: Gone\nb: 1\n"),
        ("retired:\n- id: w # k\n\n# on b\nb: 1\n", "retired:\n- id: w # k\n- id: x\n  reason: Gone\n\n# on b\nb: 1\n"),
        ("retired: [{id: w}]\n", 'retired: [{"id": "x", "reason": "Gone"}, {id: w}]\n'),
        ("retired:\n  - id: >\n      w\nb: 1\n", "retired:\n  - id: x\n    reason: Gone\n  - id: >\n      w\nb: 1\n"),
    ],
)
def test_an_entry_is_added_at_the_end_or_where_that_cannot_be_told_in_front(before: str, after: str) -> None:
    assert after == with_entry(before, "retired", {"id": "x", "reason": "Gone"})


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Asking well", "Asking well"),
        ("TODO: this", '"TODO: this"'),
        ("true", '"true"'),
        ("It's 5 # o'clock", "\"It's 5 # o'clock\""),
        ("Zoë", '"Zoë"'),
    ],
)
def test_a_line_of_text_is_quoted_where_yaml_needs_it(text: str, written: str) -> None:
    assert written == scalar(text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:\n  - b: old # why\n    c: 1\n", "a:\n  - b: New value # why\n    c: 1\n"),
        ("a: [{b: 'old', c: 1}]\n", "a: [{b: New value, c: 1}]\n"),
        ('a:\r\n  - b: "o: ld"\r\n', "a:\r\n  - b: New value\r\n"),
    ],
)
def test_a_value_is_set_anew_and_nothing_else(before: str, after: str) -> None:
    assert after == with_value(before, ("a", 0, "b"), "New value")


@pytest.mark.parametrize(
    "before", ["a:\n  - b: >\n      old\n", "a: [{b: [1]}]\n", "a: []\n", "a:\n  - b: 'two\n      lines'\n", "a: &x 1\n"]
)
def test_a_value_that_is_not_on_one_line_is_left_alone(before: str) -> None:
    assert None is with_value(before, ("a", 0, "b"), "New value")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1 # x\nb: 2\n", "a: 1 # x\nday: 2027-01-20\nb: 2\n"),
        ("b: |\n  x\na: 1", "b: |\n  x\na: 1\nday: 2027-01-20\n"),
        ("a: |\n  x\nb: 2\n", "a: |\n  x\nb: 2\nday: 2027-01-20\n"),
        ("{a: 1, b: 2}\n", "{a: 1, day: 2027-01-20, b: 2}\n"),
        ("b: 2\n", "b: 2\nday: 2027-01-20\n"),
    ],
)
def test_a_field_is_added_behind_another_where_that_is_on_one_line(before: str, after: str) -> None:
    assert after == with_field(before, "day", "2027-01-20", "a")


def test_a_field_that_is_there_is_not_added() -> None:
    assert None is with_field("day: x\n", "day", "2027-01-20", "day")


def test_a_date_is_written_bare_as_people_write_it() -> None:
    assert ("2027-01-20", '"2027-1-20"') == (scalar("2027-01-20"), scalar("2027-1-20"))
