"""What a candidate changes for those who have a release now, kept when it is deposited, so that no reviewer waits for it.

It is compared with what those who decide on it compare it with: where its edition stands, where the newest edition stands, and
what each channel has. It only saves time, so a failure is told and keeps no candidate back; whoever asks works it out again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from coursewright.compiling.release import Release
from coursewright.compiling.spaces import ASSETS, OBJECTS
from coursewright.errors import CoursewrightError
from coursewright.publishing.changes.between import changes_between
from coursewright.publishing.changes.record import put_changes
from coursewright.publishing.changes.side import Side, side_of
from coursewright.publishing.records.log import Record
from coursewright.publishing.records.logs import channel_log, edition_log
from coursewright.publishing.storing.store import Store

MOST = 8
"""So many releases are compared with: channels are few, and most are at the same."""


def put_changes_at_deposit(release: Release, edition: str, candidates: Store, released: Store) -> list[str]:
    """Keep what a release changes for those who have another; gives a sentence on each comparison that failed."""
    try:
        olds = dict.fromkeys(str(one["manifest"]) for one in _places(edition, released) if one)
    except CoursewrightError as error:
        return [f"What changes for learners was not worked out: {error}"]
    new = Side(
        release.manifest,
        lambda digest: json.loads(release.objects[OBJECTS, digest]),
        lambda digest: release.objects[ASSETS, digest],
    )
    failed = []
    for old in [one for one in olds if one != release.manifest][:MOST]:
        try:
            put_changes(candidates, changes_between(side_of(released, old), new))
        except Exception as error:  # noqa: BLE001 - an old release may be of a form that nothing here knows
            why = str(error) if isinstance(error, CoursewrightError) else type(error).__name__
            failed.append(f"What changes for those who have {old[:12]} was not worked out: {why}")
    return failed


def _places(edition: str, released: Store) -> Iterator[Record | None]:
    yield edition_log(released, edition).head()
    editions = released.folders("editions/")
    if editions and editions[-1] != edition:
        yield edition_log(released, editions[-1]).head()
    for channel in released.folders("channels/"):
        yield channel_log(released, channel).head()
