"""A burn-down is drawn to scale, on any width of time, and says nothing that the points do not."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from coursewright.renewing.work.burn_down import Point
from coursewright.renewing.work.burn_down_chart import daily, drawn, svg
from coursewright.renewing.work.progress import Counts

FIRST = date(2026, 11, 25)


def _points(*values: tuple[int, int]) -> list[Point]:
    """Open items on days after the first."""
    return [Point(FIRST + timedelta(days=day), Counts(open=number, done=10 - number)) for day, number in values]


def _columns(lines: list[str]) -> list[str]:
    """The drawing's columns, each from the bottom up."""
    edge = lines[0].index("┤") + 1
    rows = [line[edge:] for line in lines[:8]]
    width = max(map(len, rows))
    return ["".join(row.ljust(width)[column] for row in reversed(rows)).rstrip() for column in range(width)]


def test_a_column_for_each_day_as_high_as_what_is_open() -> None:
    lines = drawn(_points((0, 8), (2, 4), (3, 1), (4, 0)))

    assert [8, 8, 4, 1, 0] == [len(column) for column in _columns(lines)[:29:6]] + [0]
    assert ["8 ┤█████ █████", "  │█████ █████"] == lines[:2]
    assert ["0 ┤█████ █████ █████ █████", "  └──────────────────────────────", "   25 Nov                  29 Nov"] == lines[7:]


def test_a_part_of_a_row_is_a_lower_block_and_the_last_item_is_seen() -> None:
    assert "▄" == _columns(drawn(_points((0, 16), (1, 1))))[6]
    assert "▁" == _columns(drawn(_points((0, 1000), (1, 1))))[6]


def test_what_can_show_ascii_only_gets_ascii_only() -> None:
    lines = drawn(_points((0, 8), (1, 4), (2, 1)), blocks=False)

    assert all(line.isascii() for line in lines)
    assert ["8 |##### ", "0 |##### ##### #####"] == [lines[0] + " ", lines[7]]


@pytest.mark.parametrize("days", [1, 2, 23, 24, 72, 73, 150, 1000])
def test_however_long_it_takes_it_fits(days: int) -> None:
    lines = drawn(_points((0, 9), (days - 1, 3)) if days > 1 else _points((0, 9)))

    assert 10 == len(lines)
    assert max(map(len, lines)) <= 80
    assert lines[-1].split()[:2] == ["25", "Nov"]


def test_the_last_day_is_always_in_the_drawing() -> None:
    days = 145

    assert len(_columns(drawn(_points((0, 9), (days - 1, 0))))) < 72 + 1
    assert "" == drawn(_points((0, 9), (days - 2, 9), (days - 1, 0)))[7][3 + 72 :].strip()


def test_nothing_to_do_is_an_empty_drawing() -> None:
    assert {""} == set(_columns(drawn(_points((0, 0), (3, 0))))) | {""}


def test_a_day_without_a_commit_is_as_the_day_before() -> None:
    assert [5, 5, 5, 2] == [point.counts.open for point in daily(_points((0, 5), (3, 2)))]


def test_the_svg_is_a_document_that_says_in_words_what_it_shows() -> None:
    document = svg("2027-Q1", _points((0, 10), (5, 4)), date(2027, 1, 25))
    root = ET.fromstring(document)  # noqa: S314 - our own
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]

    assert "2027-Q1: 4 open, 0 acknowledged, 6 done on 2026-11-30" == root.get("aria-label")
    assert ["10", "0", "2026-11-25", "2027-01-25"] == texts[1:]
    assert document == svg("2027-Q1", _points((0, 10), (5, 4)), date(2027, 1, 25))


def test_the_svg_stays_within_its_box_whatever_comes_first() -> None:
    for until in (date(2026, 11, 1), date(2026, 11, 25), date(2027, 1, 25)):
        root = ET.fromstring(svg("2027-Q1", _points((0, 3), (40, 12)), until))  # noqa: S314 - our own
        corners = [
            tuple(map(float, pair.split(",")))
            for shape in root.iter("{http://www.w3.org/2000/svg}polygon")
            for pair in shape.attrib["points"].split()
        ]

        assert all(0 <= x <= 720 and 0 <= y <= 260 for x, y in corners)
