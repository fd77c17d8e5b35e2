"""However the days fall: what a status may and may not do as time passes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coursewright.renewing.status import STATUSES, course_status

DAYS = st.integers(0, 200).map(lambda n: date(2026, 6, 1) + timedelta(n))
NAMES = ["a", "b", "c", "d"]
SELECTORS = st.lists(st.sampled_from([*NAMES, "all", "has:x", "has:none"]), max_size=3)


@dataclass(frozen=True)
class Course:
    """A course with all that its status depends on but the day."""

    index: dict[str, Any]
    claims: dict[str, Any]
    ledger: dict[str, Any]
    notice_days: int

    def on(self, day: date) -> dict[str, Any]:
        return course_status(self.index, self.claims, self.ledger, day, self.notice_days)


@st.composite
def _courses(draw: st.DrawFn) -> Course:
    def model(name: str) -> dict[str, Any]:
        day = draw(st.none() | DAYS)
        has = draw(st.lists(st.just("x"), max_size=1))
        return {"id": name, "shutdown": day and day.isoformat(), "replacements": [], "capabilities": has}

    ledger = {
        "models": [model(name) for name in NAMES],
        "families": [{"id": "all", "members": draw(st.lists(st.sampled_from(NAMES), min_size=1))}],
    }
    claims = {
        name: {"id": name, "statement": "So.", "models": draw(SELECTORS.filter(bool)), "review_by": draw(DAYS).isoformat()}
        for name in ("one", "two")
    }
    stated = st.lists(st.sampled_from(["one", "two"]), max_size=2)
    items = {
        "lesson": {"models": draw(SELECTORS), "claims": draw(stated)},
        "quiz": {"claims": draw(stated)},
    }
    return Course({"id": "x", "items": items}, {"claims": claims}, ledger, draw(st.integers(0, 120)))


@given(_courses(), DAYS, st.integers(0, 400))
def test_a_status_never_gets_better_because_time_passes(course: Course, day: date, later: int) -> None:
    before, after = (course.on(one) for one in (day, day + timedelta(later)))

    assert STATUSES.index(before["status"]) <= STATUSES.index(after["status"])
    for name, item in before["items"].items():
        assert STATUSES.index(item["status"]) <= STATUSES.index(after["items"][name]["status"])


@given(_courses(), DAYS)
def test_a_status_holds_to_the_last_day_it_names_and_something_changes_on_the_next(course: Course, day: date) -> None:
    now = course.on(day)

    for name, item in now["items"].items():
        until = date.fromisoformat(item["until"]) if item["until"] else date(2099, 1, 1)
        then = course.on(until)["items"][name]
        assert (item["status"], item["until"]) == (then["status"], then["until"])
        if item["until"]:
            after = course.on(until + timedelta(1))["items"][name]
            assert (item["status"], item["why"]) != (after["status"], after["why"])


@given(_courses(), DAYS)
def test_a_course_is_as_well_as_its_worst_item(course: Course, day: date) -> None:
    found = course.on(day)

    assert found["status"] == max((item["status"] for item in found["items"].values()), key=STATUSES.index)
    assert 2 == sum(found["counts"].values())
