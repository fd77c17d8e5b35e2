"""The lives of models as they are drawn: which are, from when to when, in the terminal and as a picture."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from coursewright.commands.renewing.timeline_svg import timeline_svg
from coursewright.commands.renewing.timeline_text import timeline_lines
from coursewright.renewing.ledger.timeline import Axis, Life, Span, Timeline, next_quarter, quarter_of, timeline

TODAY = date(2026, 11, 25)
GONE = Life("gone-1", None, date(2024, 1, 1), date(2024, 6, 1), date(2025, 9, 30))
ENDING = Life("ending-1", "ending", date(2026, 1, 1), date(2026, 7, 1), date(2027, 1, 14))
GOES_ON = Life("on-1", "on", date(2026, 10, 1), None, None)
OLD = Life("old-1", "old", None, date(2026, 1, 1), date(2026, 10, 23))
SPANS = (Span("2026-Q4", date(2026, 10, 26), date(2027, 1, 24)),)
SVG = "{http://www.w3.org/2000/svg}"


def _drawn() -> Timeline:
    return timeline([GOES_ON, ENDING, GONE, OLD], SPANS, TODAY)


@pytest.mark.parametrize(
    ("day", "first", "following"),
    [
        (date(2026, 11, 25), date(2026, 10, 1), date(2027, 1, 1)),
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 4, 1)),
        (date(2026, 6, 30), date(2026, 4, 1), date(2026, 7, 1)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_quarters_begin_in_january_april_july_and_october(day: date, first: date, following: date) -> None:
    assert (first, following) == (quarter_of(day), next_quarter(day))


def test_what_ends_first_is_at_the_top_and_what_ended_long_ago_is_left_out() -> None:
    drawn = _drawn()

    assert ["old-1", "ending-1", "on-1"] == [life.model for life in drawn.lives]
    assert 1 == drawn.left_out
    assert ["gone-1", "old-1", "ending-1", "on-1"] == [
        life.model for life in timeline([GOES_ON, ENDING, GONE, OLD], SPANS, TODAY, date(2025, 7, 1)).lives
    ]


def test_the_axis_holds_whole_quarters_to_after_everything_known() -> None:
    axis = _drawn().axis

    assert (date(2025, 10, 1), date(2027, 6, 30)) == (axis.first, axis.last)
    assert (0.0, 1.0) == (axis.share(date(2020, 1, 1)), axis.share(date(2030, 1, 1)))
    assert 7 == len(list(axis.quarters()))
    assert 365 == Axis(date(2026, 1, 1), date(2026, 12, 31)).days


def test_a_timeline_of_nothing_is_one_of_today() -> None:
    drawn = timeline([], (), TODAY)

    assert () == drawn.lives
    assert drawn.axis.first <= TODAY <= drawn.axis.last
    assert ET.fromstring(timeline_svg(drawn, "Nothing")).tag == f"{SVG}svg"  # noqa: S314 - our own


def test_the_terminal_shows_use_announcement_end_and_today() -> None:
    edition, years, quarters, old, ending, on = [line.plain.rstrip() for line in timeline_lines(_drawn(), 80)]

    assert "edition 2026-Q4" == edition[:15]
    assert ["2025", "2026", "2027"] == years.split()
    assert ["Q4", "Q1", "Q2", "Q3", "Q4", "Q1", "Q2"] == quarters.split()
    assert "old-1" == old[:5]
    assert old.strip().endswith("2026-10-23")
    assert 1 == old.count("✕")
    assert "?" == old[10]
    assert ending.index("━") < ending.index("╍") < ending.index("┼") < ending.index("✕")
    assert on.endswith(" ▸")
    assert {len(old[: old.index("│")]), len(on[: on.index("┿")]), len(ending[: ending.index("┼")])} == {old.index("│")}


@pytest.mark.parametrize("width", [20, 60, 200])
def test_the_terminal_stays_within_its_width_where_it_can(width: int) -> None:
    longest = max(len(line.plain.rstrip()) for line in timeline_lines(_drawn(), width))

    assert longest <= max(width, 10 + 2 * 7 + 12)


def test_the_picture_is_told_in_words_and_asks_for_light_or_dark() -> None:
    text = timeline_svg(_drawn(), "Models & more")
    root = ET.fromstring(text)  # noqa: S314 - our own
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")

    assert ("img", "title desc") == (root.get("role"), root.get("aria-labelledby"))
    assert title is not None
    assert "Models & more" == title.text
    assert desc is not None
    assert "ending-1: released 2026-01-01, end announced 2026-07-01, shutdown 2027-01-14." in str(desc.text)
    assert "prefers-color-scheme: dark" in text
    assert "script" not in text
    assert "http" not in text.replace('xmlns="http://www.w3.org/2000/svg"', "")


def test_bars_of_the_picture_lie_where_the_days_do() -> None:
    root = ET.fromstring(timeline_svg(_drawn(), "Models"))  # noqa: S314 - our own
    bars = {
        (group.findtext(f"{SVG}title") or "").split(":")[0]: [
            (bar.get("class"), float(bar.get("x", 0)), float(bar.get("width", 0))) for bar in group.iter(f"{SVG}rect")
        ]
        for group in root.iter(f"{SVG}g")
    }
    use, ending = bars["ending-1"]

    assert ("use", "ending") == (use[0], ending[0])
    assert use[1] + use[2] == pytest.approx(ending[1], abs=0.2)
    assert ["gone"] == [kind for kind, _, _ in bars["old-1"]]
    assert ["use"] == [kind for kind, _, _ in bars["on-1"]]
    assert ending[1] + ending[2] == pytest.approx(220 + 7 * 102 * (date(2027, 1, 14) - date(2025, 10, 1)).days / 638, abs=0.5)


def test_the_same_timeline_gives_the_same_bytes() -> None:
    assert timeline_svg(_drawn(), "Models") == timeline_svg(timeline([OLD, GONE, GOES_ON, ENDING], SPANS, TODAY), "Models")


def test_names_cannot_break_out_of_the_picture() -> None:
    hostile = Life("<script>alert(1)</script>", None, date(2026, 1, 1), None, None)
    text = timeline_svg(timeline([hostile], (), TODAY), "</title><script>")

    assert "<script>" not in text
    assert ET.fromstring(text).tag == f"{SVG}svg"  # noqa: S314 - our own
