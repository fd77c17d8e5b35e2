"""Flip, truncate, swap or delete anything that was released: `verify` names it, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.verifying.problems import Report, Severity
from coursewright.publishing.verifying.whole_store import WholeStore
from small_store import ROOT, SOON, copied, keys_of, past

Harm = Callable[[Path], None]


def flip_first(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(bytes((data[0] ^ 1,)) + data[1:])


def flip_middle(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def flip_last(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes((data[-1] ^ 1,)))


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def delete(path: Path) -> None:
    path.unlink()


def extend(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


HARMS: tuple[Harm, ...] = (flip_first, flip_middle, flip_last, truncate, empty, extend, delete)
DERIVED = [key for key in keys_of(past().whole) if key.startswith(("gzip/", "changes/"))]
KEYS = [key for key in keys_of(past().whole) if key not in DERIVED]


def verified(store: Path) -> Report:
    return WholeStore(FolderStore(store), ROOT, SOON).verify()


def _named(report: Report) -> set[str]:
    return {problem.where for problem in report.errors}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("damage") / "released"
    copied(past().whole, root)
    for path in root.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    yield root
    shutil.rmtree(root)


def _harmed(store: Path, harm: Harm, *keys: str) -> Report:
    """Harm some keys, verify, and put them right again."""
    kept = {key: (store / key).read_bytes() for key in keys}
    for key in keys:
        harm(store / key)
    report = verified(store)
    for key, data in kept.items():
        (store / key).write_bytes(data)
    return report


def test_an_unharmed_store_has_no_problem(store: Path) -> None:
    report = verified(store)

    assert [] == report.problems
    assert {"releases": 3, "attestations": 3} == {name: report.counts[name] for name in ("releases", "attestations")}
    counted = sum(report.counts[name] for name in ("objects", "records", "attestations", "compressed forms", "changes"))
    assert len(KEYS) + len(DERIVED) == counted, "every key of the store was looked at"


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_whatever_is_harmed_is_named_and_nothing_else(store: Path, harm: Harm) -> None:
    named = {key: _named(_harmed(store, harm, key)) for key in KEYS}

    assert {key: {key} for key in KEYS} == named


@pytest.mark.parametrize("space", sorted({key.split("/", 1)[0] for key in KEYS}))
def test_of_two_swapped_contents_both_are_named(store: Path, space: str) -> None:
    keys = [key for key in KEYS if key.startswith(f"{space}/")]
    for one, other in zip(keys, keys[1:] + keys[:1], strict=True):
        if one == other:
            continue
        before = (store / one).read_bytes(), (store / other).read_bytes()
        (store / one).write_bytes(before[1])
        (store / other).write_bytes(before[0])
        named = _named(verified(store))
        (store / one).write_bytes(before[0])
        (store / other).write_bytes(before[1])

        assert {one, other} == named


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_of_several_harmed_places_all_are_named(store: Path, harm: Harm) -> None:
    """Leaves and records that nothing else depends on: what is named by something damaged could not be told from a stray."""
    some = {
        next(key for key in reversed(KEYS) if key.startswith(f"{space}/")) for space in ("assets", "attestations", "channels")
    }

    assert some == _named(_harmed(store, harm, *some))


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_what_is_derived_and_harmed_is_a_warning_and_where_it_is_missing_nothing(store: Path, harm: Harm) -> None:
    """Readers do without a compressed form, and work out what changed, so no promise is broken."""
    assert DERIVED
    for key in DERIVED:
        found = [(problem.severity, problem.where) for problem in _harmed(store, harm, key).problems]

        assert ([] if harm is delete else [(Severity.WARNING, key)]) == found


def test_a_file_that_cannot_be_read_is_named(store: Path) -> None:
    key = next(key for key in KEYS if key.startswith("objects/"))
    path = store / key
    data = path.read_bytes()
    path.unlink()
    path.mkdir()
    try:
        assert {key} == _named(verified(store))
    finally:
        path.rmdir()
        path.write_bytes(data)


def test_what_nothing_names_is_a_note_and_no_error(tmp_path: Path) -> None:
    store = copied(past().whole, tmp_path / "released")
    digest = "ab" * 32
    store.put_if_absent(f"objects/ab/{digest}", b"left by a promotion that died")
    store.put_if_absent("channels/stable/notes.txt", b"left by a person")
    report = verified(store.root)

    assert [(Severity.NOTE, "channels/stable/notes.txt"), (Severity.NOTE, f"objects/ab/{digest}")] == [
        (problem.severity, problem.where) for problem in report.problems
    ]


def test_a_file_with_a_huge_number_is_one_line_and_not_a_billion(tmp_path: Path) -> None:
    store = copied(past().whole, tmp_path / "released")
    store.put_if_absent("channels/stable/0000000001.json", b"{}")

    assert len(verified(store.root).errors) <= 3


def test_problems_are_told_in_the_same_order_whatever_the_listing_says(tmp_path: Path) -> None:
    store = copied(past().whole, tmp_path / "released")
    for key in KEYS[::7]:
        (store.root / key).chmod(0o644)
        flip_middle(store.root / key)
    first = [str(problem) for problem in verified(store.root).problems]

    assert len(first) >= len(KEYS[::7])
    assert first == [str(problem) for problem in verified(store.root).problems]
