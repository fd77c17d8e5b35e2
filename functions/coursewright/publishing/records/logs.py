"""The logs of the two stores, and what their records number.

In the candidates' store: `candidates/<edition>`, whose record n is `<edition>-rc.n`. In the released store:
`releases/<edition>`, whose record n claims the name `<edition>.n`; `editions/<edition>`, the releases an edition has stood at;
`channels/<channel>`, the editions a channel has stood at; and for each of the last two `heads/…`, which says where it stands and
until when that may be believed. `expunged/<digest>` says that an object was taken down, and why.
"""

from __future__ import annotations

from coursewright.publishing.records.log import Log
from coursewright.publishing.storing.store import Store


def candidates(store: Store, edition: str) -> Log:
    """The candidates of an edition."""
    return Log(store, f"candidates/{edition}")


def releases(store: Store, edition: str) -> Log:
    """The release names of an edition."""
    return Log(store, f"releases/{edition}")


def edition_log(store: Store, edition: str) -> Log:
    """The releases an edition has stood at."""
    return Log(store, f"editions/{edition}")


def channel_log(store: Store, channel: str) -> Log:
    """The editions a channel has stood at."""
    return Log(store, f"channels/{channel}")


def expunged_log(store: Store, digest: str) -> Log:
    """The takedown of an object: one record, or none."""
    return Log(store, f"expunged/{digest}")


def heads_of(log: Log) -> Log:
    """The signed heads of an edition's or a channel's log."""
    return Log(log.store, f"heads/{log.prefix}")
