"""The next edition's days follow those of the one before, and neither shrink nor drift from the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from authoring.trees import VALID, files_of, with_files
from coursewright.authoring.draft import Draft
from coursewright.authoring.drafting import draft
from coursewright.authoring.periods import following_period
from coursewright.authoring.quarters import parse_quarter
from coursewright.errors import WritingRefusedError


def _with(**periods: str) -> Draft:
    """A draft with these editions, each from one day to another."""
    text = files_of(VALID)["editions/2026-Q4.yaml"].decode()
    files: dict[str, bytes | str | None] = {"editions/2026-Q4.yaml": None}
    for name, period in periods.items():
        first, last = period.split("..")
        changed = text.replace("from: 2026-10-01", f"from: {first}").replace("until: 2026-12-31", f"until: {last}")
        files[f"editions/{name.replace('_', '-')}.yaml"] = changed
    return draft(with_files(files))


def _following(name: str, **periods: str) -> str:
    quarter = parse_quarter(name)
    assert quarter
    first, last = following_period(quarter, _with(**periods).editions)
    return f"{first}..{last}"


@pytest.mark.parametrize(
    ("before", "following"),
    [
        ("2026-10-01..2026-12-31", "2027-01-01..2027-03-31"),
        ("2026-10-26..2027-01-24", "2027-01-25..2027-04-25"),
        ("2026-10-05..2027-01-03", "2027-01-04..2027-04-04"),
        ("2026-10-01..2026-11-30", "2027-01-01..2027-03-31"),
        ("2026-10-01..2027-03-15", "2027-03-16..2027-03-31"),
        ("2026-10-16..2027-01-15", "2027-01-16..2027-04-15"),
        ("2026-11-01..2027-01-31", "2027-02-01..2027-04-30"),
    ],
    ids=["calendar", "whole weeks", "the first Sunday", "a short one", "a long one", "a day of the month", "a month's end"],
)
def test_a_period_follows_the_one_before(before: str, following: str) -> None:
    assert following == _following("2027-Q1", **{"2026_Q4": before})


def test_the_first_edition_is_its_quarter() -> None:
    assert "2027-01-01..2027-03-31" == _following("2027-Q1")


def test_a_quarter_may_be_left_out() -> None:
    assert "2027-04-01..2027-07-25" == _following("2027-Q2", **{"2026_Q4": "2026-10-26..2027-01-24"})


def test_twenty_years_of_quarters_of_one_publisher_stay_where_they_are() -> None:
    periods = {"2026_Q4": "2026-10-26..2027-01-24"}
    for number in range(4, 84):
        name = f"{2026 + number // 4}-Q{number % 4 + 1}"
        newest = dict([max(periods.items())])
        periods[name.replace("-", "_")] = _following(name, **newest)
    days = [tuple(map(date.fromisoformat, period.split(".."))) for period in periods.values()]

    assert {6} == {last.weekday() for _, last in days}
    assert {timedelta(days=1)} == {later[0] - earlier[1] for earlier, later in pairwise(days)}
    assert {84, 91, 98} == {(last - first).days + 1 for first, last in days}
    assert {1, 4, 7, 10} == {last.month for _, last in days}
    assert {22, 23, 24, 25, 26, 27, 28} == {last.day for _, last in days}


def test_a_period_that_is_over_before_it_begins_is_refused() -> None:
    with pytest.raises(WritingRefusedError, match="2027-Q1 ends on 2027-03-31, and an edition before it lasts until 2027-05-31"):
        _following("2027-Q1", **{"2026_Q4": "2026-10-01..2027-05-31"})
