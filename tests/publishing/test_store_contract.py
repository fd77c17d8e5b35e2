"""One contract for every store: the folder, memory, one laid over another, and S3, by moto and by a real server.

moto is asked by one thread only, for it loses updates where several put at once. The control is a server that takes conditions
and does not keep them: it must fail the part that everything rests on.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from courses import ROOT
from coursewright.errors import MissingObjectError, StoreError
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.memory_store import MemoryStore
from coursewright.publishing.storing.overlay_store import OverlayStore
from coursewright.publishing.storing.s3_store import S3Store
from coursewright.publishing.storing.store import Store
from s3_server import Rclone, SeaweedFS, started


def _laid_over_something(folder: Path) -> Store:
    """What is behind it and hidden must not count."""
    behind = FolderStore(folder)
    for key in ("logs/x/0", "logs/z/1", "a/b"):
        behind.put_if_absent(key, b"behind")
    return OverlayStore(MemoryStore(), behind, ["logs/", "a/"])


@pytest.fixture(params=["folder", "memory", "overlay", "overlay-hiding", "moto", "seaweed"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "moto":
        with mock_aws():
            client = boto3.client("s3", region_name="eu-west-1")
            client.create_bucket(Bucket="released", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
            yield S3Store(client, "released")
        return
    if request.param == "seaweed":
        yield request.getfixturevalue("seaweed").store()
        return
    kinds: dict[str, Callable[[], Store]] = {
        "folder": lambda: FolderStore(tmp_path / "store"),
        "memory": MemoryStore,
        "overlay": lambda: OverlayStore(MemoryStore(), FolderStore(tmp_path / "store")),
        "overlay-hiding": lambda: _laid_over_something(tmp_path / "store"),
    }
    yield kinds[request.param]()


def test_what_was_put_is_read_back(store: Store) -> None:
    assert store.put_if_absent("a/b/c.json", b"\x00bytes\xff")
    assert store.get("a/b/c.json") == b"\x00bytes\xff"


def test_a_second_put_is_told_and_changes_nothing(store: Store) -> None:
    store.put_if_absent("a/b", b"first")

    assert not store.put_if_absent("a/b", b"second")
    assert store.get("a/b") == b"first"


def test_the_control_an_engine_that_ignores_conditions_fails_that() -> None:
    """Everything else of the contract it keeps, so only this part could tell."""
    with started(Rclone()) as server:
        test_what_was_put_is_read_back(server.store())
        store = server.store()
        with pytest.raises(AssertionError):
            test_a_second_put_is_told_and_changes_nothing(store)
        assert store.get("a/b") == b"second"


def test_what_is_not_there_is_missing(store: Store) -> None:
    with pytest.raises(MissingObjectError, match="a/b"):
        store.get("a/b")


def test_keys_come_in_order_and_bounded(store: Store) -> None:
    for key in ("logs/x/3", "logs/x/1", "logs/y/2", "other/1", "logs/x/2"):
        store.put_if_absent(key, b"")

    assert store.keys("logs/") == ["logs/x/1", "logs/x/2", "logs/x/3", "logs/y/2"]
    assert store.keys("logs/x/", limit=1) == ["logs/x/1"]
    assert store.keys("nothing/") == []


def test_folders_are_the_next_segments(store: Store) -> None:
    for key in ("logs/x/1", "logs/y/2", "other/1"):
        store.put_if_absent(key, b"")

    assert store.folders("logs/") == ["x", "y"]
    assert store.folders("nothing/") == []


def test_a_folder_that_holds_nothing_yet_is_none(tmp_path: Path) -> None:
    for name in ("begun", "empty", "lost+found", "whole"):
        (tmp_path / "logs" / name).mkdir(parents=True)
    (tmp_path / "logs/begun/.0123456789abcdef").write_bytes(b"not linked yet")
    (tmp_path / "logs/lost+found/1").write_bytes(b"no key leads here")
    (tmp_path / "logs/whole/1").write_bytes(b"")

    assert ["whole"] == FolderStore(tmp_path).folders("logs/")


@pytest.mark.parametrize("key", ["", "/a", "a/", "a//b", "../a", "a/../b", "a/.hidden", "a\\b", "a b", "ä", "a\0b"])
def test_what_cannot_be_a_key_is_refused(store: Store, key: str) -> None:
    with pytest.raises(StoreError):
        store.put_if_absent(key, b"")
    with pytest.raises(StoreError):
        store.get(key)


_RACE = """
import sys
from pathlib import Path
from coursewright.publishing.storing.folder_store import FolderStore
store, me = FolderStore(Path(sys.argv[1])), sys.argv[2]
print(sum(store.put_if_absent(f"race/{n}", me.encode() * 1000) for n in range(200)))
"""


def test_of_several_processes_exactly_one_wins_each_key(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "functions")}
    racers = [
        subprocess.Popen([sys.executable, "-c", _RACE, str(tmp_path), name], stdout=subprocess.PIPE, env=environment)
        for name in "abcdefgh"
    ]
    wins = [int(racer.communicate(timeout=60)[0]) for racer in racers]
    store = FolderStore(tmp_path)

    assert sum(wins) == 200
    assert {len(set(store.get(key))) for key in store.keys("race/")} == {1}
    assert len(store.keys("race/")) == 200


@pytest.mark.parametrize("racers", [4, pytest.param(8, marks=[pytest.mark.endurance, pytest.mark.timeout(900)])])
def test_of_several_writers_to_a_real_s3_exactly_one_wins_each_key(seaweed: SeaweedFS, racers: int) -> None:
    """Few keys: those who lose there wait a second for the server's lock."""
    bucket, count = seaweed.bucket(), racers
    stores = [seaweed.store(bucket) for _ in range(racers)]
    with ThreadPoolExecutor(racers) as pool:
        puts = [
            [pool.submit(store.put_if_absent, f"race/{key}", bytes([racer]) * 1000) for racer, store in enumerate(stores)]
            for key in range(count)
        ]
    winners = [[racer for racer, put in enumerate(each) if put.result()] for each in puts]

    assert [1] * count == [len(each) for each in winners]
    assert [bytes(each) * 1000 for each in winners] == [stores[0].get(f"race/{key}") for key in range(count)]


def test_a_real_s3_takes_no_bytes_of_another_checksum(seaweed: SeaweedFS) -> None:
    store = seaweed.store()
    other = b64encode(hashlib.sha256(b"other bytes").digest()).decode()

    with pytest.raises(ClientError, match="BadDigest"):
        store.client.put_object(Bucket=store.bucket, Key="a/b", Body=b"bytes", IfNoneMatch="*", ChecksumSHA256=other)
    assert [] == store.keys("a/")


def test_a_folder_store_leaves_no_temporary_files_and_objects_cannot_be_written_to(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.put_if_absent("a/b", b"x")
    store.put_if_absent("a/b", b"y")

    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]
    assert (tmp_path / "a" / "b").stat().st_mode & 0o222 == 0


def test_a_folder_that_cannot_be_written_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="cannot be written"):
        FolderStore(tmp_path / "file").put_if_absent("a/b", b"x")


def test_to_a_reader_a_folder_that_is_gone_is_no_empty_store(tmp_path: Path) -> None:
    away = FolderStore(tmp_path / "away", must_exist=True)
    for ask in (lambda: away.get("a/b"), lambda: away.keys("a/"), lambda: away.folders("a/")):
        with pytest.raises(StoreError, match="there is no folder") as refused:
            ask()
        assert not isinstance(refused.value, MissingObjectError)

    FolderStore(tmp_path / "away").put_if_absent("a/b", b"x")
    assert away.get("a/b") == b"x"
