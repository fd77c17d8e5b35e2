"""Signed heads: where a log stands, and until when that may be believed.

A record proves that something happened, but not that nothing happened since: a mirror could go on showing an old one. So each log
that readers follow has heads, signed by a key of their own, each valid for a few days. One is issued whenever the log moves and,
from then on, daily (The Update Framework's timestamp role, https://theupdateframework.github.io/specification/latest/#timestamp).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from coursewright.errors import LostRaceError
from coursewright.publishing.records.log import Log, Patience, Record, Stamp
from coursewright.publishing.records.logs import channel_log, edition_log, heads_of
from coursewright.publishing.storing.store import Store

VALID_FOR = timedelta(days=7)
"""So that a daily issue may fail for some days before readers who verify are told that they cannot know."""
RENEWED_AFTER = timedelta(hours=12)


def issue_head(log: Log, stamp: Stamp) -> Record | None:
    """A head for where a log stands now, unless the newest one says the same and is fresh; None where the log is empty."""
    heads, patience = heads_of(log), Patience()
    while True:
        seen, at = heads.head(), log.head()
        if at is None:
            return None
        if seen and seen["digest"] == at.digest and stamp.at - _issued(seen) < RENEWED_AFTER:
            return seen
        expires = (stamp.at + VALID_FOR).astimezone(UTC).isoformat(timespec="seconds")
        body = {"of": log.prefix, "record": at.number, "digest": at.digest, "expires": expires}
        try:
            return heads.append(seen, stamp, body)
        except LostRaceError:
            patience.wait()  # somebody issued one meanwhile, perhaps for an older record: look again


def issue_heads(released: Store, stamp: Stamp) -> int:
    """A head for every edition and channel that needs one; gives how many were issued. Doing it twice writes nothing."""
    editions = [edition_log(released, name) for name in released.folders("editions/")]
    logs = [*editions, *(channel_log(released, name) for name in released.folders("channels/"))]
    before = [heads_of(log).head() for log in logs]
    after = [issue_head(log, stamp) for log in logs]
    return sum(old is None or new is None or old.number != new.number for old, new in zip(before, after, strict=True))


def _issued(head: Record) -> datetime:
    return datetime.fromisoformat(head["at"])
