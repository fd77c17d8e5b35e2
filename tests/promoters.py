"""What several promoters at once were told, compared with the history: nothing told and lost, nothing done and told otherwise."""

from __future__ import annotations

from dataclasses import replace

from courses import STAMP
from coursewright.publishing.records.channels import is_at
from coursewright.publishing.records.log import Log, Record, Stamp
from coursewright.publishing.records.logs import channel_log, edition_log, heads_of
from coursewright.publishing.storing.store import Store
from racing import Told

EDITION = "2026-Q4"
CHANNELS = ("stable", "pilot")


def by(why: str) -> Stamp:
    """Somebody whose record is found by its reason."""
    return replace(STAMP, why=why)


def told_of(record: Record) -> dict[str, object]:
    """What somebody was told who won."""
    return {"record": record.number, "digest": record.digest, "token": record["token"]}


def check_promotions(released: Store, told: Told, count: int) -> None:
    """Every promotion was told of and is in the history once, after the first, and every channel follows."""
    won = [one for one in told if one["verdict"] == "won"]
    log = edition_log(released, EDITION)
    promoted = [record["release"] for record in log.records()]

    assert len(won) == count
    assert sorted(promoted) == sorted([*(one["release"] for one in won), f"{EDITION}.1"])
    check_verdicts(log, told)
    edition = log.head()
    assert edition
    for log_of in (channel_log(released, channel) for channel in CHANNELS):
        check_chain(log_of)
        channel = log_of.head()
        assert channel
        assert is_at(channel, edition)
        assert channel["release"] == edition["release"]


def check_verdicts(log: Log, told: Told) -> None:
    """Who was told won has the record they were told of, by its token; who was told anything else has none."""
    check_chain(log)
    assert [] == told_wrongly(log, told)


def told_wrongly(log: Log, told: Told) -> Told:
    """Whose verdict the history contradicts."""
    records = {record.number: record for record in log.records()}
    whys = [record["why"] for record in records.values() if record["act"] != "follow"]
    wrong = [one for one in told if whys.count(one["why"]) != (one["verdict"] == "won")]
    for one in told:
        if one["verdict"] == "won" and one not in wrong:
            record = records.get(one["record"])
            if not record or (one["digest"], one["token"], one["why"]) != (record.digest, record["token"], record["why"]):
                wrong.append(one)
    return wrong


def check_chain(log: Log) -> list[Record]:
    """Every record follows the one before it, and the newest head speaks of the newest record."""
    records = list(log.records())
    assert [record.number for record in records] == list(range(len(records), 0, -1))
    assert [record["previous"] for record in records] == [*(record.digest for record in records[1:]), None]
    head = heads_of(log).head()
    assert head is not None
    assert (head["record"], head["digest"]) == (records[0].number, records[0].digest)
    return records
