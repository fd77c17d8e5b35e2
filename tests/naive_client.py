"""A client as it is often written, the control of races through faults: boto3's own retries, and the last answer is the verdict.

412 means that somebody was first, an error that it failed; nothing carries a token that is looked at, and nothing is read back.
To be used in processes of their own (`racing.at_once`): it changes modules.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import boto3
from botocore import endpoint
from botocore.config import Config

from coursewright.errors import LostRaceError, StoreError, StoreRefusedError
from coursewright.publishing.depositing.deposit import Candidate
from coursewright.publishing.keys.envelope import HEAD, RECORD
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.records import log as logs
from coursewright.publishing.records.log import Pending, Record, record_in
from coursewright.publishing.records.logs import edition_log
from coursewright.publishing.storing.s3_store import S3Store
from coursewright.publishing.storing.s3_trouble import TROUBLE, status
from coursewright.publishing.storing.store import Store
from faulty_proxy import FaultyProxy
from promoters import EDITION, by, told_of
from racing import Told
from s3_server import ADMINISTRATOR, REGION

HURRY = 20
"""How many times shorter every pause is, of both clients, so that races through faults end within minutes."""
_NAIVE_RECORDS = 40


class NaiveStore(S3Store):
    """boto3 tries again; what it says at last is believed."""

    def put_if_absent(self, key: str, data: bytes) -> bool:
        try:
            self._write(key, data)
        except TROUBLE as error:
            if status(error) == 412:
                return False
            raise StoreRefusedError(f"{key}: {error}") from error
        return True


def naive_store(bucket: str, proxy: FaultyProxy) -> NaiveStore:
    config = Config(signature_version="s3v4", retries={"mode": "standard", "max_attempts": 5}, connect_timeout=2, read_timeout=8)
    client = boto3.client("s3", endpoint_url=proxy.endpoint, region_name=REGION, config=config, **ADMINISTRATOR.credentials)
    endpoint.time = SimpleNamespace(sleep=lambda pause: time.sleep(pause / HURRY))  # in a child only
    return NaiveStore(client, bucket)


def naive_promoter(some: list[Candidate], candidates: Store, opened: Callable[[], Store], name: str) -> Callable[[], Told]:
    def work() -> Told:
        logs._decided = _believed
        released = opened()
        return [_naively_promoted(one, candidates, released, f"{name}, {number}") for number, one in enumerate(some)]

    return work


def naive_recorder(opened: Callable[[], Store], name: str) -> Callable[[], Told]:
    def work() -> Told:
        logs._decided = _believed
        log = edition_log(opened(), EDITION)
        return [_naively_recorded(log, f"{name}, {number}") for number in range(_NAIVE_RECORDS)]

    return work


def _naively_recorded(log: logs.Log, why: str) -> dict[str, Any]:
    try:
        record = log.append(log.head(), by(why), {"act": "promote"})
    except LostRaceError:
        return {"verdict": "lost", "why": why}
    except StoreError:
        return {"verdict": "failed", "why": why}
    return {"verdict": "won", "why": why, **told_of(record)}


def _naively_promoted(candidate: Candidate, candidates: Store, released: Store, why: str) -> dict[str, Any]:
    try:
        done = promote(candidate, candidates, released, "stable", by(why))
    except LostRaceError:
        return {"verdict": "lost", "why": why}
    except StoreError:
        return {"verdict": "failed", "why": why}
    return {"verdict": "won", "why": why, "release": str(done.release), **told_of(done.edition)}


def _believed(store: Store, pending: Pending, *, is_new: bool) -> Record:
    """No token, nothing read back."""
    del is_new
    if not store.put_if_absent(pending.key, pending.data):
        raise LostRaceError("somebody was first")
    kind = HEAD if pending.prefix.startswith("heads/") else RECORD
    return record_in(pending.data, pending.prefix, pending.number, kind)
