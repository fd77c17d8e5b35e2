"""One digest to each owner of what is new to that owner: once for each change, whatever is killed; what is in doubt, again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from counting_store import CountingStore
from courses import release
from coursewright.errors import NotToldError, StoreError
from coursewright.publishing.records.journal import Journal
from coursewright.renewing.impact.events import Event
from coursewright.renewing.observing.observer import Observer
from coursewright.renewing.reminding import reminder as reminding
from coursewright.renewing.reminding.matters import NOBODY, Matter
from coursewright.renewing.reminding.reminder import IN_DOUBT, Reminder, digests_due
from library import promoted
from watched import ScriptedSource, Topic, fact

START = datetime(2026, 11, 25, 6, tzinfo=UTC)


class Office:
    """A store, owners, and a clock that stands until it is moved."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.store = CountingStore()
        self.clock = [START]
        self.topic = Topic(self.clock)
        self.told: list[dict[str, Any]] = []
        self.now: dict[str, list[Matter]] = {}
        self.unseen: list[str] = []
        self.reminder = Reminder(self.store, self.topic, lambda: self.clock[0], self.told.append)
        monkeypatch.setattr(reminding, "matters_by_owner", lambda _store, _on: (self.now, self.unseen))

    def remind(self, **after: float) -> list[tuple[str, int]]:
        """Whom a run reminds, and of how many matters there are in all."""
        self.clock[0] += timedelta(**after)
        before = len(self.topic.delivered)
        self.reminder.run(self.clock[0].date())
        return [(one.owner, one.text.count("\n  - ")) for one in self.topic.delivered[before:]]


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(monkeypatch)


def matter(item: str = "reading", status: str = "expiring", day: str = "2026-12-11", model: str = "o3") -> Matter:
    event = Event("shutdown", model, date.fromisoformat(day), f"shut down on {day}", ("gpt-6",))
    happens = event.told(START.date())
    says = f"It speaks of {model}, to be shut down on {day}."
    return Matter(event, happens, "lesson", f"minimal/{item}", item.title(), f"courses/{item}.md", ("2026-Q4",), status, says)


def test_an_owner_is_told_once_and_then_only_of_what_is_new(office: Office) -> None:
    office.now = {"ana": [matter()], "ben": [matter("writing")]}
    assert [("ana", 1), ("ben", 1)] == office.remind()
    assert [] == office.remind(days=1)

    office.now["ana"] = [matter(), matter("writing")]
    assert [("ana", 1)] == office.remind(days=1)
    assert "Besides, 1 other matter that you were told of goes on as before." in office.topic.delivered[-1].text
    assert [] == office.remind(days=1)


@pytest.mark.parametrize(
    "changed", [matter(status="broken"), matter(day="2026-12-12"), matter(model="gpt-5")], ids=["worse", "another day", "another"]
)
def test_what_gets_worse_or_has_another_day_is_new(office: Office, changed: Matter) -> None:
    office.now = {"ana": [matter()]}
    office.remind()
    office.now = {"ana": [changed]}

    assert [("ana", 1)] == office.remind(days=1)


def test_the_same_in_one_more_edition_is_not_new(office: Office) -> None:
    from dataclasses import replace  # noqa: PLC0415 - for this only

    office.now = {"ana": [matter()]}
    office.remind()
    office.now = {"ana": [replace(matter(), editions=("2026-Q4", "2027-Q1"))]}

    assert [] == office.remind(days=1)


def test_what_is_over_is_noted_in_silence_and_told_anew_if_it_comes_back(office: Office) -> None:
    office.now = {"ana": [matter()]}
    office.remind()
    office.now = {}
    assert [] == office.remind(days=1)
    notes = Journal(office.store, "reminders/ana")
    assert ["cleared", "sent", "claim"] == [note["act"] for note in notes.notes()]

    assert [] == office.remind(days=1)
    assert 3 == len(list(notes.notes()))
    office.now = {"ana": [matter()]}
    assert [("ana", 1)] == office.remind(days=1)


def test_what_cannot_be_looked_at_is_not_taken_to_be_over(office: Office) -> None:
    office.now = {"ana": [matter(), matter("writing")]}
    office.remind()
    office.now, office.unseen = {"ana": [matter()]}, ["minimal cannot be looked at"]
    with pytest.raises(Exception, match="minimal cannot be looked at"):
        office.remind(days=1)
    office.now, office.unseen = {"ana": [matter(), matter("writing")]}, []

    assert [] == office.remind(days=1)


def test_a_message_that_was_refused_is_sent_by_the_next_run_and_others_get_theirs(office: Office) -> None:
    office.now = {"ana": [matter()], "ben": [matter()]}
    office.topic.refuses = True
    with pytest.raises(NotToldError, match="ana: the topic did not take it; ben:"):
        office.remind()
    assert ["ana", "ben"] == [one["owner not reminded"] for one in office.told if "owner not reminded" in one]
    office.topic.refuses = False

    assert [("ana", 1), ("ben", 1)] == office.remind(minutes=1)
    assert [False, False] == [one.again for one in office.topic.delivered]
    assert [] == office.remind(minutes=2)


def _killed_before_it_was_noted(office: Office) -> None:
    class Killed(BaseException):
        pass

    def put(key: str, data: bytes) -> bool:
        if b'"act":"sent"' in data:
            raise Killed
        return CountingStore.put_if_absent(office.store, key, data)

    office.store.put_if_absent = put  # type: ignore[method-assign]  # until it was killed
    with pytest.raises(Killed):
        office.remind()
    del office.store.put_if_absent


def test_a_run_killed_after_sending_repeats_the_same_id_and_the_topic_drops_it(office: Office) -> None:
    office.now = {"ana": [matter()]}
    _killed_before_it_was_noted(office)
    assert 1 == len(office.topic.delivered)

    assert [] == office.remind(minutes=1)
    assert 1 == len(office.topic.delivered)
    assert "sent" == Journal(office.store, "reminders/ana").newest()["act"]  # type: ignore[index]


def test_in_doubt_after_five_minutes_it_is_sent_again_and_says_so_once(office: Office) -> None:
    office.now = {"ana": [matter()]}
    _killed_before_it_was_noted(office)

    assert [("ana", 1)] == office.remind(minutes=5)
    first, second = office.topic.delivered
    assert (False, True) == (first.again, second.again)
    assert first.id != second.id
    assert second.text.startswith("You may have been sent this before")
    assert second.text.endswith(first.text)
    assert [second.id] == [one["sent again"] for one in office.told if "sent again" in one]
    assert [] == office.remind(days=1)


def test_doubt_begins_before_the_topic_forgets() -> None:
    assert timedelta(minutes=4) < IN_DOUBT < timedelta(minutes=5)


def test_a_race_is_left_to_who_won(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.now = {"ana": [matter()]}
    claim = Reminder._claim

    def slow(own: Reminder, *given: Any) -> Any:  # noqa: ANN401 - as it is
        if not office.topic.delivered:
            monkeypatch.setattr(Reminder, "_claim", claim)
            Reminder(office.store, office.topic, own.now, own.log).run(date(2026, 11, 25))
        return claim(own, *given)

    monkeypatch.setattr(Reminder, "_claim", slow)
    assert [("ana", 1)] == office.remind()
    assert "somebody else is at it" in str(office.told)


def test_a_look_sends_and_notes_nothing(office: Office) -> None:
    office.now = {"ana": [matter()]}
    assert ["ana"] == [one.owner for one in digests_due(office.store, date(2026, 11, 25))]
    assert {} == office.store.kept
    office.remind()
    assert [] == digests_due(office.store, date(2026, 11, 26))


def test_a_store_that_is_away_sends_nothing(office: Office) -> None:
    office.now = {"ana": [matter()]}
    office.store.is_away = True
    with pytest.raises(StoreError):
        office.remind()
    assert [] == office.topic.delivered


def test_the_shipped_edition_reminds_of_what_ends_within_the_notice_and_of_what_was_observed() -> None:
    """On 25 November the models of 11 December and 14 January are near; in July nothing is."""
    store = promoted(release())
    assert [] == digests_due(store, date(2026, 7, 1))
    near = digests_due(store, date(2026, 11, 25))
    assert {"2026-12-11", "2027-01-14"} == {day for day in ("2026-12-11", "2027-01-14") for one in near if day in one.text}
    assert NOBODY not in {one.owner for one in near}
    assert all("courses/" in one.text for one in near)

    Observer(store, [ScriptedSource("openai-live", [fact("gpt-6.1-sol", "2026-11-30")])], lambda _: None).run(START)
    more = digests_due(store, date(2026, 11, 25))
    ends = "gpt-6.1-sol: to be shut down on 2026-11-30."
    assert not any(ends in one.text for one in near)
    assert any(ends in one.text for one in more)
