"""Activities whose terms only became easier: whoever passed on the old ones passes on the new ones, so nothing is in doubt.

Takes both releases and what changed between them. Both objects of each activity whose terms changed are read, and no others. One
that cannot be read is not told to be easier.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from coursewright.compiling.digest import Digest
from coursewright.errors import DamagedObjectError, MissingObjectError
from coursewright.publishing.changes.change import Changes
from coursewright.renewing.catalogue import Read
from coursewright.renewing.certificates.sides import CertificateSide

_ALIKE = ("formative", "draw", "turns")


def eased(
    then: CertificateSide, read_then: Read, now: CertificateSide, read_now: Read, changes: Changes
) -> Iterator[tuple[str, str]]:
    """Each as its course and its id in the new release."""
    for item in changes.items():
        old, new = then.index(item.course), now.index(item.course)
        if old and new and item.change == "kept" and any(reason.code == "terms" for reason in item.reasons):
            try:
                before = read_then(Digest(old["items"][item.was or item.id]["object"]))
                after = read_now(Digest(new["items"][item.id]["object"]))
            except (MissingObjectError, DamagedObjectError):
                continue
            if _is_easier(before, after):
                yield item.course, item.id


def _is_easier(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Or the same: a lower pass mark, more attempts, and all else alike."""
    numbers = [[one.get("pass_mark") or 0 for one in (new, old)], [one.get("attempts") or 0 for one in (old, new)]]
    return all(old.get(name) == new.get(name) for name in _ALIKE) and all(less <= more for less, more in numbers)
