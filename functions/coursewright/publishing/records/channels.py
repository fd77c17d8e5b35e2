"""Where a channel stands: an edition, and with it that edition's release, so that one read tells a reader everything.

A channel is moved to an edition by a promotion and back by a rollback. When its edition moves, it follows: that is a record too,
so a channel's log is the whole story of what its readers got. Whoever moves an edition lets the channels follow, and whoever
moves a channel looks at the edition once more afterwards: whichever of the two comes last finds the other; none is left behind.

A record also says which one last took the channel to another edition, so that nobody reads back through all that followed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coursewright.errors import LostRaceError
from coursewright.publishing.records.editions import standing_in
from coursewright.publishing.records.log import Log, Patience, Record, Stamp
from coursewright.publishing.records.logs import channel_log, edition_log
from coursewright.publishing.storing.store import Store

NOBODY: Mapping[str, Any] = {"approvals": [], "gates": []}
"""What a record says where nobody was asked: a channel that follows its edition decides nothing."""


def channel_body(
    act: str, channel: str, seen: Record | None, edition: Record, approved: Mapping[str, Any] = NOBODY
) -> dict[str, Any]:
    """What a record of a channel's log says; `edition` is the record that its edition stands at."""
    now = standing_in(edition)
    return {
        "act": act,
        "channel": channel,
        "edition": now.edition,
        "release": now.release,
        "manifest": now.manifest,
        "withdrawn": now.withdrawn_because,
        "edition_record": edition.number,
        "decision": decision_after(seen, now.edition),
        "from": seen["edition"] if seen else None,
        "to": now.edition,
        **approved,
    }


def last_decision(log: Log, at: Record) -> Record:
    """The record by which somebody took a channel to the edition where it stands by one of its records.

    That it moved with its edition since then decided nothing. One read, where the record says which it was.
    """
    while "decision" not in at.body and at["from"] == at["to"] and (before := log.get(at.number - 1)):
        at = before
    number = at.body.get("decision") or at.number
    return at if number == at.number else log.get(number) or at


def decision_after(seen: Record | None, to: str) -> int | None:
    """The number of the record that decided where the one after `seen` stands; None where the records before do not tell."""
    if seen is None or seen.body.get("edition") != to:
        return seen.number + 1 if seen else 1
    decided_itself = seen.body.get("from") != seen.body.get("to")
    return seen.body.get("decision") or (seen.number if decided_itself else None)


def is_at(channel: Record | None, edition: Record) -> bool:
    """Whether a channel stands at this record of an edition, or a later one."""
    return channel is not None and channel["edition"] == edition["edition"] and channel["edition_record"] >= edition.number


def let_channels_follow(released: Store, edition: str, stamp: Stamp) -> dict[str, Record]:
    """Move every channel that is at this edition to where the edition stands; gives all channels that are at it."""
    log = edition_log(released, edition)
    at_it: dict[str, Record] = {}
    head, patience = log.head(), Patience()
    while head is not None:
        for channel in released.folders("channels/"):
            followed = _follow(released, channel, head, stamp)
            if followed:
                at_it[channel] = followed
        if log.get(head.number + 1) is None:
            break
        patience.wait()
        head = log.head()
    return at_it


def _follow(released: Store, channel: str, edition: Record, stamp: Stamp) -> Record | None:
    """The record by which a channel is at this edition; None if it is at another."""
    log, patience = channel_log(released, channel), Patience()
    while True:
        head = log.head()
        if head is None or head["edition"] != edition["edition"]:
            return None
        if is_at(head, edition):
            return head
        try:
            return log.append(head, stamp, channel_body("follow", channel, head, edition))
        except LostRaceError:
            patience.wait()  # somebody moved it meanwhile: look again
