"""Depositing: whole or not at all, once, and nothing written twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from courses import ARCHIVE, COURSE, STAMP, added, compiled, edited, release
from coursewright.compiling.spaces import OBJECTS
from coursewright.errors import PromotionRefusedError
from coursewright.publishing.depositing.attestations import attestations_of, statement_in
from coursewright.publishing.depositing.deposit import deposit, find_candidate
from coursewright.publishing.records.names import parse_candidate
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.store import object_key


class Recorder(FolderStore):
    """A folder store that notes what is put, in order."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.puts: list[str] = []

    def put_if_absent(self, key: str, data: bytes) -> bool:
        self.puts.append(key)
        return super().put_if_absent(key, data)


def test_a_deposit_stores_every_object_and_names_the_manifest(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    candidate = deposit(release(), store, STAMP, {"commit": None})

    assert str(candidate.name) == "2026-Q4-rc.1"
    assert candidate.record["manifest"] == release().manifest
    assert candidate.record["private"] == release().private_root
    for place, data in release().objects.items():
        assert store.get(object_key(*place)) == data


def test_the_manifest_is_put_after_all_it_names_then_its_attestation_then_the_name(tmp_path: Path) -> None:
    store = Recorder(tmp_path)
    deposit(release(), store, STAMP, {})
    manifest, attestation, name = store.puts[-3:]

    assert manifest == object_key(OBJECTS, release().manifest)
    assert attestation.startswith(f"attestations/{release().manifest[:2]}/{release().manifest}/")
    assert name == "candidates/2026-Q4/9999999998.json"


def test_depositing_the_same_tree_again_writes_nothing_and_says_so(tmp_path: Path) -> None:
    store = Recorder(tmp_path)
    first = deposit(release(), store, STAMP, {})
    store.puts.clear()
    second = deposit(release(), store, STAMP, {})

    assert store.puts == []
    assert (second.name, second.is_new, second.written) == (first.name, False, 0)


def test_an_older_candidate_is_found_again_too(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    changed = compiled(edited({f"{COURSE}/asking-well/03-prompting-that-works.md": added("More.")}))
    names = [str(deposit(made, store, STAMP, {}).name) for made in (release(), changed, release())]

    assert names == ["2026-Q4-rc.1", "2026-Q4-rc.2", "2026-Q4-rc.1"]


def test_a_second_deposit_writes_only_what_changed(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    deposit(release(), store, STAMP, {})
    changed = compiled(edited({f"{COURSE}/asking-well/03-prompting-that-works.md": added("More.")}))

    fresh = {object_key(*place) for place in set(changed.objects) - set(release().objects)}
    assert deposit(changed, store, STAMP, {}).written == len(fresh)


def test_a_second_deposit_does_not_even_ask_for_what_did_not_change(tmp_path: Path) -> None:
    store = Recorder(tmp_path)
    deposit(release(), store, STAMP, {})
    store.puts.clear()
    changed = compiled(edited({f"{COURSE}/asking-well/03-prompting-that-works.md": added("More.")}))
    deposit(changed, store, STAMP, {})
    fresh = {object_key(*place) for place in set(changed.objects) - set(release().objects)}

    assert {key for key in store.puts if key.startswith("objects/")} == {key for key in fresh if key.startswith("objects/")}
    assert [key for key in store.puts if key.startswith(("keys/", "coach/", "assets/"))] == []


def test_a_full_deposit_mends_a_store_that_lost_an_object(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    deposit(release(), store, STAMP, {})
    lost = next(path for path in sorted((tmp_path / "objects").rglob("*")) if path.is_file())
    data = lost.read_bytes()
    lost.unlink()

    assert deposit(release(), store, STAMP, {}).written == 0
    assert deposit(release(), store, STAMP, {}, full=True).written == 1
    assert lost.read_bytes() == data


def test_another_commit_with_the_same_content_is_the_same_candidate_with_one_more_attestation(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    names = {deposit(release(), store, STAMP, {"commit": letter * 40}).name for letter in "aab"}
    said = [statement_in(data) for _, data in attestations_of(store, release().manifest)]

    assert len(names) == 1
    assert {s["subject"][0]["digest"]["sha256"] for s in said} == {release().manifest}
    assert sorted(s["predicate"]["buildDefinition"]["resolvedDependencies"][1]["digest"]["gitCommit"][0] for s in said) == [
        "a",
        "b",
    ]


def test_editions_count_their_candidates_apart(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)

    assert str(deposit(release(ARCHIVE), store, STAMP, {}).name) == "2026-Q3-rc.1"
    assert str(deposit(release(), store, STAMP, {}).name) == "2026-Q4-rc.1"


def test_content_without_an_edition_has_nothing_to_be_a_candidate_for(tmp_path: Path) -> None:
    from dataclasses import replace  # noqa: PLC0415 - once

    with pytest.raises(PromotionRefusedError, match="no editions"):
        deposit(replace(release(), edition=None), FolderStore(tmp_path), STAMP, {})
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_candidate_is_not_found(tmp_path: Path) -> None:
    assert find_candidate(FolderStore(tmp_path), parse_candidate("2026-Q4-rc.1")) is None
