"""A real S3 server killed again and again while it is written to: what it acknowledged is there afterwards, whole and unchanged.

A killed process leaves its written pages to the system, so this is no evidence about a power cut.
"""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from courses import STAMP
from coursewright.errors import StoreError, UnknownVerdictError
from coursewright.publishing.records.log import Log, Record
from coursewright.publishing.storing.s3_store import S3Store
from s3_server import SeaweedFS, started

WRITERS = 3


@pytest.fixture
def server() -> Iterator[SeaweedFS]:
    """One of its own: other tests want theirs alive."""
    with started(SeaweedFS()) as server:
        yield server


@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=[pytest.mark.endurance, pytest.mark.timeout(900)])])
def test_a_killed_server_loses_nothing_it_acknowledged(server: SeaweedFS, kills: int) -> None:
    bucket, ended, began = server.bucket(), threading.Event(), time.perf_counter()
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        puts = [pool.submit(_put_objects, server.store(bucket), number, ended) for number in range(WRITERS)]
        appends = pool.submit(_append_records, Log(server.store(bucket), "candidates/2026-Q4"), ended)
        try:
            for _ in range(kills):
                time.sleep(random.uniform(0.4, 1.2))  # noqa: S311 - the moment is to differ
                server.kill()
                server.start()
            time.sleep(0.5)
        finally:
            ended.set()
    acknowledged = {key: digest for put in puts for key, digest in put.result().items()}
    records = appends.result()

    store = server.store(bucket)
    assert len(acknowledged) > 10 * kills
    assert len(records) > kills
    assert {} == {key: digest for key, digest in acknowledged.items() if digest != _digest(store.get(key))}
    history = {record.number: record.digest for record in Log(store, "candidates/2026-Q4").records()}
    assert {} == {one.number: one.digest for one in records if history.get(one.number) != one.digest}
    assert len({one.number for one in records}) == len(records)
    took = time.perf_counter() - began
    print(f"{kills} kills in {took:.1f} s: {len(acknowledged):,} objects and {len(records):,} records acknowledged, all there")  # noqa: T201


def _put_objects(store: S3Store, number: int, ended: threading.Event) -> dict[str, str]:
    """Objects put until the end; gives the digest of each that was acknowledged."""
    acknowledged: dict[str, str] = {}
    dice, count = random.Random(number), 0  # noqa: S311 - bytes, no secret
    while not ended.is_set():
        count += 1
        key, data = f"objects/{number}-{count}", dice.randbytes(dice.randrange(100, 40_000))
        with suppress(StoreError):
            store.put_if_absent(key, data)  # False is its own, of a try whose answer was lost: nobody else puts this key
            acknowledged[key] = _digest(data)
    return acknowledged


def _append_records(log: Log, ended: threading.Event) -> list[Record]:
    """Records appended until the end, by the only one who appends here, so no race may be lost."""
    told: list[Record] = []
    while not ended.is_set():
        with suppress(UnknownVerdictError, StoreError):
            told.append(log.append(log.head(), STAMP, {"act": "try"}))
    return told


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
