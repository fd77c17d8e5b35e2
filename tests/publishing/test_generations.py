"""Candidates whose objects expire: each lives long enough, whole, and then it is said that it has expired."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from courses import STAMP
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import SPACES
from coursewright.errors import MissingObjectError, UnknownNameError
from coursewright.publishing.carrying.exporting import export
from coursewright.publishing.carrying.importing import import_verified, verified
from coursewright.publishing.changes.difference import difference
from coursewright.publishing.depositing.deposit import Candidate, deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.records.log import Stamp
from coursewright.publishing.records.named import resolve
from coursewright.publishing.storing.generations import ExpiringStore
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.publishing.storing.reachable import Place, reachable
from coursewright.publishing.storing.store import Store
from coursewright.publishing.storing.store_address import candidates_at
from coursewright.serving.previewing.candidate_reading import reviewing_reader
from expiring import DAYS, AgingStore
from small_course import reworded, small

FIRST = datetime(2026, 1, 1, 12, tzinfo=UTC)
AT_LEAST = 59
EVERY = 3
"""Days from one deposit to the next."""


@dataclass(frozen=True)
class Deposited:
    """A candidate, what it holds, and since when."""

    candidate: Candidate
    release: Release
    at: datetime


def _stamp(at: datetime) -> Stamp:
    return replace(STAMP, at=at)


def _year_of_deposits(store: Store, aging: AgingStore) -> list[Deposited]:
    """One every few days, each like the one before but for one lesson; the rule works all the while."""
    found = []
    for number in range(365 // EVERY):
        at = FIRST + timedelta(days=EVERY * number)
        aging.wait_until(at)
        release = reworded(f"word{number}")
        found.append(Deposited(deposit(release, store, _stamp(at), {"commit": f"{number:040d}"}), release, at))
        _check(found, store, at)
    return found


def _check(deposited: Sequence[Deposited], store: Store, now: datetime) -> None:
    """Every candidate that is young enough can be promoted and previewed whole; of the others, the oldest young one is enough."""
    young = [one for one in deposited if one.at > now - timedelta(days=AT_LEAST)]
    for one in (young[0], young[-1]):
        assert _previewed(store, one) == one.release.objects.keys() - _private(one.release)
        released = MemoryStore()
        promote(one.candidate, store, released, "stable", _stamp(now))
        assert dict(reachable(released, one.release.manifest)) == dict(one.release.objects)


def _private(release: Release) -> set[Place]:
    return {place for place in release.objects if place[0] not in {"objects", "assets"}}


def _previewed(store: Store, one: Deposited) -> set[Place]:
    reader = reviewing_reader(store, MemoryStore())
    assert reader.pins.resolve(str(one.candidate.name)).manifest == one.release.manifest
    public = {place for place in one.release.objects if place[0] in {"objects", "assets"}}
    for space, digest in public:
        found = reader.leaf(digest) if space == "objects" else reader.asset(digest)
        assert found.plain == one.release.objects[space, digest]
    return public


def test_every_candidate_of_a_year_lives_at_least_59_days_whole() -> None:
    aging = AgingStore(FIRST)
    deposited = _year_of_deposits(ExpiringStore(aging), aging)
    written = [one.candidate.written for one in deposited]
    assert min(written) < max(written) == len(small().objects)
    assert sum(count == max(written) for count in written) == 12


def test_the_control_without_generations_a_young_candidate_is_lost() -> None:
    aging = AgingStore(FIRST, prefix="")
    with pytest.raises((MissingObjectError, UnknownNameError)):
        _year_of_deposits(aging, aging)


def test_one_that_has_expired_is_told_of_so_and_nothing_is_released() -> None:
    aging, released = AgingStore(FIRST), MemoryStore()
    store = ExpiringStore(aging)
    old = deposit(small(), store, _stamp(FIRST), {})
    late = FIRST + timedelta(days=29)
    aging.wait_until(late)
    young = deposit(reworded("later"), store, _stamp(late), {})
    assert young.written < len(small().objects)
    aging.wait_until(FIRST + timedelta(days=DAYS))

    assert any(key.startswith("generations/2026-01/objects/") for key in aging.keys_held()), "what came late is there still"
    for candidate in (old, young):
        name = str(candidate.name)
        with pytest.raises(MissingObjectError, match=f"^{name} has expired; deposit the commit again"):
            promote(candidate, store, released, "stable", _stamp(aging.today))
        assert released.keys("objects/") == released.folders("channels/") == released.folders("releases/") == []
        with pytest.raises(UnknownNameError, match=f"^{name} has expired; deposit the commit again"):
            reviewing_reader(store, released).pins.resolve(name)
        named = resolve(store, released, name)
        with pytest.raises(MissingObjectError, match=f"^{name} has expired; deposit the commit again"):
            export(named.store, named.edition, named.manifest, io.BytesIO())


def test_an_editorial_candidate_that_has_expired_is_told_of_so_as_well() -> None:
    aging, released = AgingStore(FIRST), MemoryStore()
    store = ExpiringStore(aging)
    promote(deposit(small(), store, _stamp(FIRST), {}), store, released, "stable", _stamp(FIRST))
    more = deposit(reworded("later"), store, _stamp(FIRST), {})
    before = released.keys("objects/"), released.keys("editions/")
    aging.wait_until(FIRST + timedelta(days=DAYS))
    with pytest.raises(MissingObjectError, match=f"^{more.name} has expired"):
        promote(more, store, released, "stable", _stamp(aging.today))
    assert before == (released.keys("objects/"), released.keys("editions/"))


def test_the_same_release_in_a_new_month_is_a_candidate_again_and_whole() -> None:
    aging = AgingStore(FIRST)
    store = ExpiringStore(aging)
    old = deposit(small(), store, _stamp(FIRST), {"commit": "c" * 40})
    again = deposit(small(), store, _stamp(FIRST + timedelta(days=1)), {"commit": "c" * 40})
    assert (False, 0, str(old.name)) == (again.is_new, again.written, str(again.name))

    later = FIRST + timedelta(days=45)
    aging.wait_until(later)
    new = deposit(small(), store, _stamp(later), {"commit": "c" * 40})
    assert (True, "2026-Q4-rc.2", len(small().objects)) == (new.is_new, str(new.name), new.written)
    assert (["2026-01", "2026-02"]) == [one.record["generation"] for one in (old, new)]
    aging.wait_until(FIRST + timedelta(days=DAYS))
    released = MemoryStore()
    assert promote(new, store, released, "stable", _stamp(later)).moved


def test_only_objects_are_in_a_generation_and_records_and_attestations_outlive_it() -> None:
    aging = AgingStore(FIRST)
    deposit(small(), ExpiringStore(aging), _stamp(FIRST), {"commit": "c" * 40})
    begun = {key.split("/")[0] for key in aging.keys_held()}
    assert begun == {"generations", "candidates", "attestations"}
    assert {key.split("/")[2] for key in aging.keys_held() if key.startswith("generations/")} == set(SPACES)
    aging.wait_until(FIRST + timedelta(days=1000))
    assert {key.split("/")[0] for key in aging.keys_held()} == {"candidates", "attestations"}


def test_what_was_carried_here_goes_into_a_generation_and_differences_are_read_from_it() -> None:
    elsewhere, file, aging = MemoryStore(), io.BytesIO(), AgingStore(FIRST)
    deposit(small(), elsewhere, STAMP, {})
    export(elsewhere, "2026-Q4", small().manifest, file)
    file.seek(0)
    store = ExpiringStore(aging)
    carried = import_verified(file, verified(file), store, _stamp(FIRST))
    other = deposit(reworded("other"), store, _stamp(FIRST + timedelta(days=31)), {})
    assert ["2026-01", "2026-02"] == [one.record["generation"] for one in (carried, other)]

    one, two = (resolve(store, MemoryStore(), str(each.name)) for each in (carried, other))
    assert difference(one.store, one.manifest, two.store, two.manifest).counts()["changed"] == 1
    assert dict(reachable(one.store, one.manifest)) == dict(small().objects)


def test_a_store_that_does_not_expire_has_no_generations() -> None:
    store = MemoryStore()
    record = deposit(small(), store, STAMP, {}).record
    assert "generation" not in record.body
    assert store.folders("generations/") == []


def test_what_is_in_a_bucket_expires_and_what_is_in_a_folder_does_not(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    bucket = candidates_at("s3://acme-candidates")
    assert (True, 16) == (getattr(bucket, "expires", False), getattr(bucket, "at_once", 1))
    assert not getattr(candidates_at(str(tmp_path_factory.mktemp("candidates"))), "expires", False)
