"""Compiled releases, compared as they lie in memory."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.compiling.digest import Digest
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import ASSETS
from coursewright.publishing.changes.between import changes_between
from coursewright.publishing.changes.change import Changes, Reason
from coursewright.publishing.changes.side import Side


def side(release: Release) -> Side:
    """A release to compare."""
    return Side(release.manifest, release.json, lambda digest: release.objects[ASSETS, Digest(digest)])


def changed(old: Release, new: Release) -> Changes:
    """What changed between two."""
    return changes_between(side(old), side(new))


def reasons(changes: Changes) -> Iterator[Reason]:
    """Every reason in them, wherever it stands."""
    yield from changes.reasons
    for course in changes.courses:
        yield from course.reasons
        yield from (reason for objective in course.objectives for reason in objective.reasons)
        yield from (reason for item in course.items for reason in item.reasons)
