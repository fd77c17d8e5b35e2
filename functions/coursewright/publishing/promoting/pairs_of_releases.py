"""Which changes learners will ask for once a release is promoted, worked out before anybody can ask.

Somebody is pinned to where one of the newest editions stands, or to a release of the edition that moves. All other pairs are
worked out when somebody asks.
"""

from __future__ import annotations

from coursewright.compiling.digest import Digest
from coursewright.publishing.changes.record import put_changes_to
from coursewright.publishing.changes.side import side_of
from coursewright.publishing.records.editions import standing_in
from coursewright.publishing.records.log import Record
from coursewright.publishing.records.logs import edition_log
from coursewright.publishing.storing.store import Store

NEWEST = 8
"""So many editions, two years of quarters, and so many releases of the edition itself."""


def put_changes_before(released: Store, edition: str, head: Record | None, manifest: Digest) -> None:
    """Keep what changed up to a release that was copied and is not named yet; `head` is its edition's, as it was seen."""
    own = list(standing_in(head).releases.values())[-NEWEST:] if head else []
    others = [name for name in released.folders("editions/") if name != edition][-NEWEST:]
    heads = [edition_log(released, name).head() for name in others]
    olds = dict.fromkeys([*own, *(str(one["manifest"]) for one in heads if one)])
    put_changes_to(released, [old for old in olds if old != manifest], side_of(released, manifest))
