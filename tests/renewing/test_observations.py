"""What sources said: kept once, carried along, and left alone where it cannot be right."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coursewright.errors import DamagedObjectError
from coursewright.publishing.records.journal import Journal
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.renewing.observing.observations import newest_snapshots, observe, plain
from coursewright.renewing.observing.observed_parts import get_observed
from watched import Fact, SaidNow, fact

AT = "2026-11-25T03:17:00+00:00"
MANY = [fact(f"model-{number}", "2027-01-14") for number in range(60)]


def _said(*facts: Fact, **more: Any) -> SaidNow:  # noqa: ANN401 - fields of what is said
    return SaidNow("llm-sunset", facts=facts, **more)


def _keys(store: MemoryStore) -> list[str]:
    return [key for place in ("observations/", "observed/") for key in store.keys(place)]


def _newest(store: MemoryStore) -> Any:  # noqa: ANN401 - JSON
    return newest_snapshots(store)[0]["llm-sunset"][1]


def test_an_unchanged_source_writes_nothing_whatever_the_order() -> None:
    store = MemoryStore()
    assert "observed" == observe(store, _said(*MANY), AT).outcome
    before = _keys(store)

    assert "unchanged" == observe(store, _said(*reversed(MANY)), "2026-11-26T03:17:00+00:00").outcome
    assert (before, 2) == (_keys(store), len(before))


def test_a_snapshot_says_what_was_said_by_whom_in_which_version() -> None:
    store = MemoryStore()
    alias = {"alias": "gpt-5", "host": "openai", "target": "gpt-5-2025-08-07", "observed": "2026-11-01", "source": "llm-sunset"}
    observe(store, _said(fact("o1", "2026-10-23"), version="0.3.1", as_of=date(2026, 10, 2), aliases=[alias]), AT)
    note = Journal(store, "observations/llm-sunset").newest()

    assert note is not None
    assert {"act": "observe", "source": "llm-sunset", "version": "0.3.1", "as_of": "2026-10-02", "facts": 1, "at": AT} == {
        name: note[name] for name in ("act", "source", "version", "as_of", "facts", "at")
    }
    snapshot = get_observed(store, note["snapshot"])
    assert {"kind", "source", "version", "as_of", "facts", "dropped", "aliases"} == set(snapshot)
    assert ([fact("o1", "2026-10-23")], [], [alias]) == tuple(snapshot[name] for name in ("facts", "dropped", "aliases"))


def test_what_is_no_longer_said_is_carried_along_until_it_is_said_anew() -> None:
    """litellm drops a model when it is gone; it is gone all the same."""
    store = MemoryStore()
    observe(store, _said(fact("o1", "2026-10-23"), fact("o3", "2026-12-11")), AT)
    seen = observe(store, _said(fact("o3", "2026-12-11")), AT)
    assert "1 of its facts is no longer said" == seen.says
    assert [fact("o1", "2026-10-23")] == _newest(store)["dropped"]

    observe(store, _said(fact("o3", "2026-12-12")), AT)
    assert [fact("o1", "2026-10-23")] == _newest(store)["dropped"]
    observe(store, _said(fact("o1", "2027-01-01"), fact("o3", "2026-12-12")), AT)
    assert ([], "2027-01-01") == (_newest(store)["dropped"], _newest(store)["facts"][0]["value"])


@pytest.mark.parametrize(
    ("said", "outcome", "why"),
    [
        (_said(*MANY[:40]), "shrunk", "20 of 60 facts have vanished at once"),
        (_said(), "shrunk", "60 of 60"),
        (_said(*MANY, as_of=date(2026, 10, 1)), "stale", "it is of 2026-10-01, and was of 2026-10-02 before"),
    ],
)
def test_what_cannot_be_right_is_left_alone(said: SaidNow, outcome: str, why: str) -> None:
    store = MemoryStore()
    observe(store, _said(*MANY, as_of=date(2026, 10, 2)), AT)
    before = _keys(store)
    seen = observe(store, said, AT)

    assert outcome == seen.outcome
    assert why in seen.says
    assert before == _keys(store)
    assert 60 == len(_newest(store)["facts"])


def test_what_somebody_accepted_is_kept_and_what_it_lost_is_carried_along() -> None:
    store = MemoryStore()
    observe(store, _said(*MANY, as_of=date(2026, 10, 2)), AT)
    seen = observe(store, _said(*MANY[:5], as_of=date(2026, 10, 1)), AT, accepted=True)

    assert ("observed", "55 of its facts are no longer said") == (seen.outcome, seen.says)
    assert (5, 55) == (len(_newest(store)["facts"]), len(_newest(store)["dropped"]))


def test_some_rows_may_vanish_and_few_rows_prove_nothing() -> None:
    store = MemoryStore()
    observe(store, _said(*MANY), AT)
    assert "observed" == observe(store, _said(*MANY[12:]), AT).outcome

    few = MemoryStore()
    observe(few, _said(*MANY[:5]), AT)
    assert "observed" == observe(few, _said(MANY[0]), AT).outcome
    assert "shrunk" == observe(few, _said(), AT).outcome


def test_a_damaged_snapshot_is_told_and_hides_no_other() -> None:
    store = MemoryStore()
    observe(store, _said(*MANY), AT)
    observe(store, SaidNow("models-dev", facts=MANY), AT)
    key = f"observed/{newest_snapshots(store)[0]['llm-sunset'][0]['snapshot']}.json"
    store.forget(key)
    store.put_if_absent(key, b"{}")

    found, wrong = newest_snapshots(store)
    assert ["models-dev"] == list(found)
    assert ["llm-sunset"] == list(wrong)
    with pytest.raises(DamagedObjectError):
        observe(store, _said(*MANY), AT)


def test_a_snapshot_that_was_lost_comes_back_when_the_source_says_the_same() -> None:
    store = MemoryStore()
    observe(store, _said(*MANY), AT)
    before = _keys(store)
    store.forget(f"observed/{newest_snapshots(store)[0]['llm-sunset'][0]['snapshot']}.json")
    assert ({}, ["llm-sunset"]) == (newest_snapshots(store)[0], list(newest_snapshots(store)[1]))

    assert "observed" == observe(store, _said(*MANY), AT).outcome
    assert before == _keys(store)
    assert "unchanged" == observe(store, _said(*MANY), AT).outcome


def test_a_source_whose_name_is_no_place_is_refused() -> None:
    store = MemoryStore()
    with pytest.raises(ValueError, match="cannot be a source's name"):
        observe(store, SaidNow("../keys", facts=MANY), AT)
    assert [] == _keys(store)


def test_facts_of_any_form_are_kept_as_json() -> None:
    from coursewright.authoring.shapes.ledger_files import Fact as Shape  # noqa: PLC0415 - for this only

    said = {"model": "o1", "host": "openai", "field": "shutdown", "value": "2026-10-23", "source": "llm-sunset"}
    assert said == plain(Shape.model_validate(said)) == plain(said)
