"""The observe function's work: each source for itself, every status written once a day, and nothing else touched."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from counting_store import CountingStore
from courses import ARCHIVE, index, manifest, read, release
from coursewright.authoring.findings.finding import Finding, Place
from coursewright.compiling.digest import Digest
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import NotObservedError, StoreError, UnobservedSourceError
from coursewright.publishing.storing.store import object_key
from coursewright.renewing.observing.in_use import releases_in_use
from coursewright.renewing.observing.observed_parts import get_observed
from coursewright.renewing.observing.observer import Observer
from coursewright.renewing.observing.status_documents import document_of, newest_document, status_key
from coursewright.renewing.status import course_status
from library import promoted
from watched import ScriptedSource, fact

MORNING = datetime(2026, 11, 25, 3, 17, tzinfo=UTC)
TODAY = MORNING.date()
COURSE = "ai-foundations"
OURS = ("observations/", "observed/", "status/")


@pytest.fixture
def store() -> CountingStore:
    return promoted(release(ARCHIVE), release())


def _observer(store: CountingStore, *sources: ScriptedSource) -> tuple[Observer, list[dict[str, Any]]]:
    told: list[dict[str, Any]] = []
    return Observer(store, sources, told.append), told


def _sunset(*facts: Any) -> ScriptedSource:  # noqa: ANN401 - facts
    return ScriptedSource("llm-sunset", list(facts))


def test_the_status_of_the_day_rests_on_what_was_observed(store: CountingStore) -> None:
    observer, _ = _observer(store, _sunset(fact("gpt-5.5", "2026-11-25")))
    observer.run(MORNING)
    found = document_of(store, release().manifest, COURSE, TODAY)

    assert found is not None
    ledger = get_observed(store, found.ledger)
    assert "2026-11-25" == next(one["shutdown"] for one in ledger["models"] if one["id"] == "gpt-5.5")
    made = release()
    assert course_status(index(made), read(made, index(made)["claims"]), ledger, TODAY) == found.status
    assert ["llm-sunset"] == list(found.told["sources"])
    assert {"snapshot", "version", "as_of", "observed_at"} == set(found.told["sources"]["llm-sunset"])


def test_doing_it_twice_writes_nothing_and_nothing_else_is_ever_written(store: CountingStore) -> None:
    before = dict(store.kept)
    observer, _ = _observer(store, _sunset(fact("gpt-5.5", "2027-01-20")))
    assert 1 == observer.run(MORNING)["statuses"]
    once = dict(store.kept)
    assert 0 == observer.run(MORNING + timedelta(hours=3))["statuses"]

    assert once == store.kept
    assert all(key.startswith(OURS) for key in once.keys() - before.keys())
    assert before == {key: data for key, data in once.items() if key in before}


def test_the_next_day_gets_a_document_of_its_own_and_the_old_one_stays(store: CountingStore) -> None:
    source = _sunset(fact("gpt-5.5", "2027-01-20"))
    observer, _ = _observer(store, source)
    observer.run(MORNING)
    first = store.get(status_key(release().manifest, COURSE, TODAY))
    source.facts = [fact("gpt-5.5", "2026-11-26")]
    observer.run(MORNING + timedelta(days=1))

    assert first == store.get(status_key(release().manifest, COURSE, TODAY))
    tomorrow = newest_document(store, release().manifest, COURSE, TODAY + timedelta(days=5))
    assert tomorrow is not None
    assert TODAY + timedelta(days=1) == tomorrow.on


class _Stumbling(ScriptedSource):
    def fetch(self, providers: frozenset[str]) -> Any:  # noqa: ANN401, ARG002 - never
        raise KeyError("shutdown_date")


def test_a_source_that_fails_stops_no_other_and_is_told_once(store: CountingStore) -> None:
    down, good = ScriptedSource("depdesk"), _sunset(fact("gpt-5.5", "2027-01-20"))
    down.goes_down()
    malformed = ScriptedSource("litellm", trouble=UnobservedSourceError("it holds no object", "malformed"))
    observer, told = _observer(store, down, _Stumbling("models-dev"), malformed, good)
    facts = observer.run(MORNING)

    assert {"depdesk": "down", "models-dev": "malformed", "litellm": "malformed", "llm-sunset": "observed"} == facts["sources"]
    assert ["depdesk", "models-dev", "litellm"] == [one["source not observed"] for one in told if "source not observed" in one]
    assert ["llm-sunset"] == store.folders("observations/")
    assert 1 == facts["statuses"]


def test_sources_that_take_too_long_leave_the_rest_for_tomorrow_and_the_statuses_are_written(store: CountingStore) -> None:
    ticks = iter((0.0, 0.0, 90.0, 101.0))
    sources = [ScriptedSource(name, [fact("gpt-5.5", "2027-01-20", name)]) for name in ("llm-sunset", "models-dev", "litellm")]
    facts = Observer(store, sources, lambda _: None, lambda: next(ticks)).run(MORNING)

    assert {"llm-sunset": "observed", "models-dev": "observed", "litellm": "late"} == facts["sources"]
    assert ([], 1) == (sources[2].asked_for, facts["statuses"])


def test_what_is_odd_about_a_source_is_in_the_log_as_far_as_anybody_reads(store: CountingStore) -> None:
    source = _sunset(fact("gpt-5.5", "2027-01-20"))
    source.findings = [Finding("shutdown-before-announcement", Place("llm-sunset"), f"Row {n}.", "Look.") for n in range(30)]
    observer, told = _observer(store, source)
    observer.run(MORNING)

    odd = [one for one in told if one.get("finding of") == "llm-sunset"]
    assert 20 == len(odd)
    assert ("shutdown-before-announcement", "Row 0.") == (odd[0]["code"], odd[0]["says"])


def test_a_source_that_is_down_later_goes_on_counting_as_it_was(store: CountingStore) -> None:
    source = _sunset(fact("gpt-5.5", "2027-01-20"))
    observer, _ = _observer(store, source)
    observer.run(MORNING)
    source.goes_down()
    observer.run(MORNING + timedelta(days=1))

    found = document_of(store, release().manifest, COURSE, TODAY + timedelta(days=1))
    assert found is not None
    assert ["llm-sunset"] == list(found.told["sources"])


def test_sources_are_asked_for_the_providers_that_the_releases_name(store: CountingStore) -> None:
    source = _sunset()
    _observer(store, source)[0].run(MORNING)

    assert "openai" in source.asked_for[0]


def test_where_nothing_is_in_use_no_source_is_asked() -> None:
    source, store = _sunset(fact("o1", "2026-10-23")), CountingStore()
    assert [] == _observer(store, source)[0].run(MORNING)["releases"]
    assert ([], {}) == (source.asked_for, store.kept)


def test_an_edition_is_in_use_until_its_last_day_or_while_a_channel_is_at_it(store: CountingStore) -> None:
    def used(on: date) -> list[str]:
        return [one.edition for one in releases_in_use(store, on)[0]]

    assert ["2026-Q3", "2026-Q4"] == used(date(2026, 10, 25))
    assert ["2026-Q4"] == used(date(2026, 10, 26)) == used(date(2030, 1, 1))


def test_a_damaged_course_is_told_and_tried_again_and_the_other_edition_is_judged(store: CountingStore) -> None:
    key = object_key(OBJECTS, Digest(manifest(release())["courses"][COURSE]))
    whole = store.kept[key]
    store.kept[key] = b"{}"
    observer, _ = _observer(store, _sunset(fact("gpt-5.5", "2027-01-20")))
    then = datetime(2026, 10, 25, 3, tzinfo=UTC)

    with pytest.raises(NotObservedError, match=r"ai-foundations of 2026-Q4\.1 cannot be judged"):
        observer.run(then)
    assert document_of(store, release(ARCHIVE).manifest, COURSE, then.date())
    store.kept[key] = whole
    assert 1 == observer.run(then)["statuses"]
    assert document_of(store, release().manifest, COURSE, then.date())


def test_a_store_that_is_away_is_no_good_news(store: CountingStore) -> None:
    store.is_away = True
    with pytest.raises(StoreError):
        _observer(store, _sunset())[0].run(MORNING)
