"""The status route with what was observed: today's document, the newest ledger on other days, and what is lost or away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from counting_store import CountingStore
from courses import index, manifest, read, release
from coursewright.errors import StoreError
from coursewright.renewing.observing.observed_parts import observed_key
from coursewright.renewing.observing.observer import Observer
from coursewright.renewing.observing.status_documents import document_of, status_key
from coursewright.renewing.status import course_status
from described import faults
from library import promoted
from served import Api, api_over
from watched import ScriptedSource, fact

COURSE = "ai-foundations"
STATUS = f"/v1/stable/courses/{COURSE}/status"
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def store() -> CountingStore:
    return promoted(release())


def _observe(store: CountingStore, day: str, at: datetime = NOON) -> None:
    Observer(store, [ScriptedSource("openai-live", [fact("gpt-6.1-sol", day)], version=None)], lambda _: None).run(at)


def _at(store: CountingStore, now: datetime = NOON) -> Api:
    return api_over(store, now=lambda: now)


def _status_of(answer: Any) -> dict[str, Any]:  # noqa: ANN401 - an answer
    body: dict[str, Any] = answer.json()
    assert [] == faults(body, "StatusAnswer")
    return body


def _released(day: str) -> dict[str, Any]:
    made = release()
    on = datetime.fromisoformat(day).date()
    return course_status(index(made), read(made, index(made)["claims"]), read(made, manifest(made)["models"]), on)


def test_without_a_written_status_it_is_the_releases_own_word(store: CountingStore) -> None:
    found = _status_of(_at(store).get(STATUS))

    assert (None, _released("2026-11-25")) == (found["observed"], found["status"])


def test_todays_is_as_it_was_written_down(store: CountingStore) -> None:
    _observe(store, "2026-11-25")
    found = _status_of(_at(store).get(STATUS))
    document = document_of(store, release().manifest, COURSE, NOON.date())

    assert document is not None
    assert ("2026-11-25", "broken") == (found["as_of"], found["status"]["status"])
    assert document.status == found["status"]
    assert ("2026-11-25", ["openai-live"]) == (found["observed"]["as_of"], list(found["observed"]["sources"]))
    assert _released("2026-11-25")["status"] != "broken"


@pytest.mark.parametrize("days", [1, 9], ids=["yesterday", "long ago"])
def test_a_day_without_its_own_is_judged_by_the_newest_ledger(store: CountingStore, days: int) -> None:
    """So on the day itself a model is gone, although nobody has written that down yet."""
    ends = NOON + timedelta(days=days)
    _observe(store, ends.date().isoformat())
    found = _status_of(_at(store, ends).get(STATUS))

    assert (ends.date().isoformat(), "broken") == (found["as_of"], found["status"]["status"])
    assert "2026-11-25" == found["observed"]["as_of"]


@pytest.mark.parametrize(("day", "status"), [("2026-11-29", "expiring"), ("2026-11-30", "broken"), ("2027-05-01", "broken")])
def test_any_other_day_is_judged_by_the_newest_ledger(store: CountingStore, day: str, status: str) -> None:
    _observe(store, "2026-12-24", NOON - timedelta(days=1))
    _observe(store, "2026-11-30")
    found = _status_of(_at(store).get(f"{STATUS}?as_of={day}"))

    assert (day, status, "2026-11-25") == (found["as_of"], found["status"]["status"], found["observed"]["as_of"])


def test_a_document_of_tomorrow_is_none_of_today(store: CountingStore) -> None:
    _observe(store, "2026-11-25", NOON + timedelta(days=1))

    assert _status_of(_at(store).get(STATUS))["observed"] is None


def test_what_is_damaged_or_lost_counts_as_not_written(store: CountingStore) -> None:
    _observe(store, "2026-11-25")
    key = status_key(release().manifest, COURSE, NOON.date())
    document = document_of(store, release().manifest, COURSE, NOON.date())
    assert document is not None
    whole = store.kept[key]
    for harmed in (b"", b"{}", whole.replace(b'"2026-11-25"', b'"2026-11-26"')):
        store.kept[key] = harmed
        assert _status_of(_at(store).get(STATUS))["observed"] is None

    store.kept[key] = whole
    del store.kept[observed_key(document.ledger)]
    assert _status_of(_at(store).get(STATUS))["observed"]
    other = _status_of(_at(store).get(f"{STATUS}?as_of=2026-11-26"))
    assert (None, _released("2026-11-26")) == (other["observed"], other["status"])


def test_a_warm_process_asks_for_it_once_and_answers_while_the_store_is_away(store: CountingStore) -> None:
    _observe(store, "2026-11-25")
    api = _at(store)
    first = _status_of(api.get(STATUS))
    before = [key for key in store.asked if key.startswith("status/")]
    assert first == _status_of(api.get(STATUS))
    assert before == [key for key in store.asked if key.startswith("status/")]

    store.is_away = True
    assert first == _status_of(api.get(STATUS))


def test_who_knows_nothing_of_a_course_says_so_while_the_store_is_away(store: CountingStore) -> None:
    """An answer that nothing was observed would be another one."""
    _observe(store, "2026-11-25")
    api = _at(store)
    assert 200 == api.get(f"/v1/stable/courses/{COURSE}").status
    answered = CountingStore.get

    def away(own: CountingStore, key: str) -> bytes:
        if key.startswith(("status/", "observed/")):
            raise StoreError("no route")
        return answered(own, key)

    with patch.object(CountingStore, "get", away):
        assert 503 == api.get(STATUS).status
    assert 200 == api.get(STATUS).status
    with patch.object(CountingStore, "get", away):
        assert 200 == api.get(STATUS).status
        assert 200 == api.get(f"{STATUS}?as_of=2026-11-26").status  # by the ledger that today's was read with


def test_the_next_morning_a_store_that_is_away_leaves_what_was_known(store: CountingStore) -> None:
    _observe(store, "2026-11-26")
    now = [NOON]
    api = api_over(store, now=lambda: now[0])
    _status_of(api.get(STATUS))
    _status_of(api.get(f"{STATUS}?as_of=2026-11-27"))
    store.is_away, now[0] = True, NOON + timedelta(days=1)
    found = _status_of(api.get(STATUS))

    assert ("2026-11-26", "broken", "2026-11-25") == (found["as_of"], found["status"]["status"], found["observed"]["as_of"])
