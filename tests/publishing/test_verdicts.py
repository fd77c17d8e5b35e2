"""Won, lost, unknown: whatever a store answers, and whenever it fails, nobody is told what is not so."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from courses import STAMP
from coursewright.errors import LostRaceError, StoreError, StoreRefusedError, UnknownVerdictError
from coursewright.publishing.records import log as logs
from coursewright.publishing.records.log import Log, Pending, settle
from coursewright.publishing.storing.folder_store import FolderStore

WRITERS, APPENDS = 4, 75
PREFIX = "channels/stable"


class FailingStore(FolderStore):
    """Fails at random, before or after it did what was asked; a refusal is certain, and comes before."""

    def __init__(self, root: Path, seed: int) -> None:
        super().__init__(root)
        self.random = random.Random(seed)  # noqa: S311 - the same failures in every run

    def put_if_absent(self, key: str, data: bytes) -> bool:
        chance = self.random.random()
        if chance < 0.1:
            raise StoreRefusedError("refused")
        if chance < 0.4:
            raise StoreError("no answer, and nothing done")
        put = super().put_if_absent(key, data)
        if chance < 0.7:
            raise StoreError("no answer")
        return put

    def get(self, key: str) -> bytes:
        if self.random.random() < 0.2:
            raise StoreError("no answer")
        return super().get(key)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_PAUSES", (0.0, 0.0, 0.0))


def test_no_verdict_is_wrong_while_a_store_fails_at_random(tmp_path: Path) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        told = [one for some in pool.map(lambda writer: list(_append(tmp_path, writer)), range(WRITERS)) for one in some]
    settled = [_settled(FolderStore(tmp_path), pending) for verdict, _, pending in told if pending]
    there = {record["to"] for record in Log(FolderStore(tmp_path), PREFIX).records()}

    assert WRITERS * APPENDS == len(told)
    assert [] == [name for verdict, name, _ in told if verdict == "won" and name not in there]
    assert [] == [name for verdict, name, _ in told if verdict in {"lost", "refused"} and name in there]
    assert {"won", "lost", "refused", "unknown"} == {verdict for verdict, *_ in told}
    assert {"won", "lost"} == {verdict for verdict, _ in settled}
    assert [] == [name for verdict, name in settled if (verdict == "won") != (name in there)]
    assert len(there) == sum(verdict == "won" for verdict, *_ in [*told, *settled])


def test_a_refusal_after_a_try_that_may_have_written_is_no_verdict(tmp_path: Path) -> None:
    """The first try wrote and lost its answer; then the disk went read-only."""

    class Tires(FolderStore):
        tries = 0

        def put_if_absent(self, key: str, data: bytes) -> bool:
            self.tries += 1
            if self.tries > 1:
                raise StoreRefusedError("read-only")
            super().put_if_absent(key, data)
            raise StoreError("no answer")

    with pytest.raises(UnknownVerdictError) as unknown:
        Log(Tires(tmp_path), PREFIX).append(None, STAMP, {"to": "ours"})
    assert settle(FolderStore(tmp_path), unknown.value.pending)["to"] == "ours"


def test_a_store_that_refuses_decides_nothing_about_a_record_that_waits(tmp_path: Path) -> None:
    class Refuses(FolderStore):
        def put_if_absent(self, key: str, data: bytes) -> bool:  # noqa: ARG002 - as a store is called
            raise StoreRefusedError("read-only")

    record = Log(FolderStore(tmp_path / "elsewhere"), PREFIX).append(None, STAMP, {"to": "ours"})

    with pytest.raises(UnknownVerdictError):
        settle(Refuses(tmp_path), Pending(PREFIX, 1, record.data))


def _append(root: Path, writer: int) -> Iterator[tuple[str, str, Pending | None]]:
    """What one writer is told of each of its records."""
    log, sound = Log(FailingStore(root, writer), PREFIX), Log(FolderStore(root), PREFIX)
    for number in range(APPENDS):
        name = f"{writer} {number}"
        try:
            log.append(sound.head(), STAMP, {"to": name})
        except LostRaceError:
            yield "lost", name, None
        except StoreRefusedError:
            yield "refused", name, None
        except UnknownVerdictError as unknown:
            yield "unknown", name, unknown.pending
        else:
            yield "won", name, None


def _settled(store: FolderStore, pending: Pending) -> tuple[str, str]:
    name = logs.record_in(pending.data, pending.prefix, pending.number)["to"]
    try:
        return "won", settle(store, pending)["to"]
    except LostRaceError:
        return "lost", name
